"""What the tests of faculty half-days and leave share: a week before the year begins, and a year that was published."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from connectedness.accounts.models import User
from scheduling.domain.calendar import HalfDay, Period
from scheduling.models import Faculty, Program, Resident, Schedule, ScheduleState
from tests.factories import FIRST_MONDAY, assign, coach_in, make_schedule, precept
from tests.scheduling_pages.years import SmallYear, make_small_year

A_WEEK_BEFORE = datetime(2026, 6, 22, 16, tzinfo=UTC)


@dataclass(frozen=True)
class PublishedYear:
    """Eight weeks. The coach precepts on Mondays; Boateng attends them in weeks 0, 3 and 7, Farouk in each."""

    small: SmallYear
    schedule: Schedule

    @property
    def coach(self) -> Faculty:
        """Dr. Lindqvist."""
        return self.small.coach

    @property
    def boateng(self) -> Resident:
        """Who sees the coach rarely."""
        return self.small.residents[0]

    @staticmethod
    def monday(week: int) -> HalfDay:
        """Monday morning of a week."""
        return HalfDay(FIRST_MONDAY + timedelta(weeks=week), Period.AM)


@pytest.fixture(autouse=True)
def _before_the_year() -> Iterator[None]:
    with time_machine.travel(A_WEEK_BEFORE, tick=False):
        yield


@pytest.fixture
def published(program: Program) -> PublishedYear:
    """A version that is published."""
    return make_published_year(program)


def make_published_year(program: Program, *, residents: int = 2) -> PublishedYear:
    """The first resident meets the coach in weeks 0, 3 and 7, the others every week."""
    small = make_small_year(program, residents=residents)
    schedule = make_schedule(small.year, state=ScheduleState.PUBLISHED, version=1)
    for week in range(small.year.weeks):
        precept(schedule, small.coach, small.session(FIRST_MONDAY + timedelta(weeks=week)))
    for number, resident in enumerate(small.residents):
        coach_in(schedule, resident, small.coach)
        for week in (0, 3, 7) if number == 0 else range(small.year.weeks):
            assign(schedule, resident, small.session(FIRST_MONDAY + timedelta(weeks=week)))
    return PublishedYear(small, schedule)


@pytest.fixture
def desk(coordinator: User) -> Client:
    """The coordinator's browser."""
    client = Client()
    client.force_login(coordinator)
    return client
