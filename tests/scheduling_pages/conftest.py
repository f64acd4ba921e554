"""What the tests of the coordinator's pages share."""

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from connectedness.accounts.models import User
from scheduling.models import Faculty, FacultyHalfDay, Program
from tests.factories import make_faculty
from tests.scheduling_pages.boards import NOON
from tests.scheduling_pages.years import SmallYear, make_small_year

SignIn = Callable[[User], Client]


@pytest.fixture
def small(program: Program) -> SmallYear:
    """A small year in the cast's program."""
    return make_small_year(program)


@pytest.fixture
def as_user() -> SignIn:
    """A browser in which that user is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def desk(coordinator: User, as_user: SignIn) -> Client:
    """The coordinator's browser."""
    return as_user(coordinator)


@pytest.fixture
def on_the_second_day() -> Iterator[None]:
    """Tuesday 30 June, morning."""
    with time_machine.travel("2026-06-30T14:00Z", tick=False):
        yield


@pytest.fixture
def early_in_the_year() -> Iterator[None]:
    """Noon of Wednesday 1 July."""
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def rival(small: SmallYear) -> Faculty:
    """A second coach, who precepts on Mondays and Tuesdays: twice as much could be reached."""
    member = make_faculty(small.program, "Okafor, Ben", panel_min=0, panel_max=1)
    for weekday in (0, 1):
        FacultyHalfDay.objects.create(
            faculty=member, year=small.year, site=small.site, weekday=weekday, period="AM", duty="precepts"
        )
    return member
