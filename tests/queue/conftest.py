"""Workplaces on embedded parts: SQLite and the filesystem broker."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.installation import Installation, Templates
from tests.queue.workplace import Workplace, workplace_in


@pytest.fixture
def workplace(installation: Installation, django_db_blocker: DjangoDbBlocker) -> Iterator[Workplace]:
    """A workplace of this test's own, without a worker."""
    with django_db_blocker.unblock(), workplace_in(installation) as workplace:
        yield workplace


@pytest.fixture(scope="module")
def shared_installation(
    tmp_path_factory: pytest.TempPathFactory, templates: Templates
) -> Iterator[Installation]:
    """One installation for a module's tests."""
    installation = Installation(tmp_path_factory.mktemp("shared") / "var")
    templates.copy_sqlite(installation.var_dir)
    with installation.running():
        yield installation


@pytest.fixture(scope="module")
def staffed(shared_installation: Installation, django_db_blocker: DjangoDbBlocker) -> Iterator[Workplace]:
    """A workplace with one worker, for tests that leave it as it was."""
    with django_db_blocker.unblock(), workplace_in(shared_installation) as workplace:
        workplace.start_worker()
        yield workplace
