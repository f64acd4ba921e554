"""A published year, a week before its first clinic, and who repairs."""

from collections.abc import Iterator

import pytest
import time_machine

from connectedness.accounts.models import User
from scheduling.domain.calendar import Period
from scheduling.models import FacultyHalfDay, Schedule, ScheduleState
from tests.factories import make_faculty, make_session, make_user
from tests.services.drafting import Drafting, make_drafting
from tests.services.repairing.reports import wednesday


@pytest.fixture(autouse=True)
def before_the_year() -> Iterator[None]:
    """A week before the first clinic."""
    with time_machine.travel("2026-06-22T14:00Z", tick=False):
        yield


@pytest.fixture
def at() -> Drafting:
    """What is published; on the first Wednesday there is clinic, too, with somebody else than the coach."""
    at = make_drafting()
    other = make_faculty(at.small.program, "Ito, Ren")
    FacultyHalfDay.objects.create(
        faculty=other, year=at.small.year, site=at.small.site, weekday=2, period=Period.AM, duty="precepts"
    )
    make_session(at.small.site, day=wednesday(at), rooms=3)
    Schedule.objects.filter(pk=at.draft.pk).update(
        state=ScheduleState.PUBLISHED, published_at="2026-06-20T12:00Z"
    )
    at.draft.refresh_from_db()
    return at


@pytest.fixture
def alma() -> User:
    """Who repairs."""
    return make_user("Alma Sandoval")
