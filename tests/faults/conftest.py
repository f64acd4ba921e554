"""Workplaces on private PostgreSQL and Redis, as in production."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.installation import Installation
from tests.queue.workplace import Workplace, workplace_in
from tests.servers import PostgreSQL, Redis


@pytest.fixture
def workplace(full_installation: Installation, django_db_blocker: DjangoDbBlocker) -> Iterator[Workplace]:
    """A workplace of this test's own, without a worker."""
    with django_db_blocker.unblock(), workplace_in(full_installation) as workplace:
        yield workplace


@pytest.fixture
def redis(redis_server: Redis) -> Iterator[Redis]:
    """The Redis that a test may stop; it runs again afterwards."""
    yield redis_server
    if redis_server.process is None:
        redis_server.start()


@pytest.fixture
def postgres(postgres_server: PostgreSQL) -> Iterator[PostgreSQL]:
    """The PostgreSQL that a test may stop; it runs again afterwards."""
    yield postgres_server
    if postgres_server.process is None:
        postgres_server.start()
