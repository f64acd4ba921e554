"""The parts that tests ask for by fixture: private servers, a browser, whole installations."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser import launch_arguments
from tests.installation import Installation, Templates
from tests.missing_parts import need
from tests.servers import (
    PostgreSQL,
    Redis,
    find_chromium,
    find_postgres,
    find_redis,
    running,
)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgreSQL]:
    """A private PostgreSQL, one per test process."""
    programs = need("PostgreSQL", find_postgres(), package="postgresql")
    with running(PostgreSQL, "pg", programs) as server:
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    """A private Redis, one per test process."""
    program = need("Redis", find_redis(), package="redis-server")
    with running(Redis, "redis", program) as server:
        yield server


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """An installed Chromium."""
    return need("Chromium", find_chromium(), package="chromium")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium_path: Path) -> dict[str, Any]:
    """Playwright drives the installed Chromium."""
    return {**browser_type_launch_args, "executable_path": str(chromium_path), "args": launch_arguments()}


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    """Migrated databases, made once and copied for each test."""
    return Templates(tmp_path_factory.mktemp("templates"))


@pytest.fixture
def postgres_url(postgres_server: PostgreSQL, templates: Templates) -> Iterator[str]:
    """The address of a fresh, migrated PostgreSQL database of this test's own."""
    with templates.postgres_database(postgres_server) as url:
        yield url


@pytest.fixture
def redis_url(redis_server: Redis) -> Iterator[str]:
    """The address of an empty Redis of this test's own."""
    redis_server.empty()
    yield redis_server.url()
    redis_server.empty()


@pytest.fixture
def installation(tmp_path: Path, templates: Templates) -> Iterator[Installation]:
    """A whole installation on embedded parts: SQLite, the filesystem broker, real processes."""
    installation = Installation(tmp_path / "var")
    templates.copy_sqlite(installation.var_dir)
    with installation.running():
        yield installation


@pytest.fixture
def full_installation(
    tmp_path: Path, templates: Templates, postgres_url: str, redis_url: str
) -> Iterator[Installation]:
    """A whole installation on PostgreSQL and Redis, as in production."""
    installation = Installation(tmp_path / "var", DATABASE_URL=postgres_url, REDIS_URL=redis_url)
    templates.link_static(installation.var_dir)
    with installation.running():
        yield installation
