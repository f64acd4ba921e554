"""Two coordinators roll the year over at the same moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoDbBlocker

from scheduling.models import AcademicYear, Resident, RollOver
from scheduling.services.rolling_over.asked import Asked
from scheduling.services.rolling_over.making import make, roll_over
from tests.installation import Installation
from tests.queue.workplace import database_of
from tests.services.rolling import Rolling, make_rolling

Way = Callable[[AcademicYear, Asked, str], object]


@pytest.fixture
def rolling(full_installation: Installation, django_db_blocker: DjangoDbBlocker) -> Iterator[Rolling]:
    """A year to roll over, on PostgreSQL."""
    with django_db_blocker.unblock(), database_of(full_installation):
        yield make_rolling()


def with_the_lock(year: AcademicYear, asked: Asked, looked_at: str) -> object:
    """As the application does it."""
    return roll_over(year=year, asked=asked, looked_at=looked_at, actor=None)


def without_the_lock(year: AcademicYear, asked: Asked, looked_at: str) -> object:
    """The control: the same checks on rows that nobody holds; the database alone keeps the second year out."""
    with transaction.atomic():
        return make(year, asked, looked_at, None)


def both(rolling: Rolling, way: Way, installation: Installation) -> list[object]:
    """What comes of two roll-overs at the same moment, each over a connection of its own."""
    plan, barrier = rolling.plan(), Barrier(2)
    looked_at = plan.digest

    def go(_: int) -> object:
        with database_of(installation):
            connection.ensure_connection()
            year = AcademicYear.objects.select_related("program").get(pk=rolling.year.pk)
            barrier.wait(30)
            try:
                return way(year, plan.asked, looked_at)
            except IntegrityError as fault:
                return fault

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(go, range(2)))


def test_two_at_once_make_one_year_and_both_are_shown_it(
    rolling: Rolling, full_installation: Installation
) -> None:
    first, second = both(rolling, with_the_lock, full_installation)
    assert first == second == RollOver.objects.get()
    assert AcademicYear.objects.filter(program=rolling.program).count() == 2
    assert Resident.objects.filter(name="Sandoval, Alma").count() == 1


def test_without_the_lock_one_of_the_two_fails(rolling: Rolling, full_installation: Installation) -> None:
    answers = both(rolling, without_the_lock, full_installation)
    assert sum(isinstance(answer, IntegrityError) for answer in answers) == 1
