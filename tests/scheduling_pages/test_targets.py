"""Where a clinic in hand could go."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from scheduling.models import Program, ScheduleState
from tests.factories import assign
from tests.scheduling_pages.years import make_small_schedule
from tests.services.drafting import LATER, Drafting, make_drafting, place_of


@pytest.fixture
def at(program: Program) -> Drafting:
    """A draft in the cast's program."""
    return make_drafting(program)


def targets(desk: Client, at: Drafting, **asked: Any) -> dict[str, str]:
    address = reverse("scheduling:targets", args=[at.small.program.pk, at.draft.pk])
    usual: dict[str, Any] = {
        "place": place_of(at.nadia, at.tuesday()).key,
        "from": at.day(0).isoformat(),
        "weeks": 2,
    }
    found: dict[str, str] = desk.get(address, usual | asked).json()
    return found


def test_free_half_days_are_allowed_and_those_of_the_coach_are_together(at: Drafting, desk: Client) -> None:
    assert targets(desk, at) == {"2026-07-06/AM": "together", "2026-07-07/AM": "allowed"}


def test_nothing_goes_back_into_the_past(at: Drafting, desk: Client) -> None:
    make_small_schedule(at.small, state=ScheduleState.PUBLISHED)
    with time_machine.travel("2026-07-07T12:00Z"):
        later = place_of(at.nadia, at.monday(LATER)).key
        assert targets(desk, at, place=later) == {"2026-07-07/AM": "allowed"}


def test_what_is_past_goes_nowhere_once_something_is_published(at: Drafting, desk: Client) -> None:
    with time_machine.travel("2026-07-07T12:00Z"):
        assert targets(desk, at) == {"2026-07-06/AM": "together", "2026-07-07/AM": "allowed"}
        make_small_schedule(at.small, state=ScheduleState.PUBLISHED)
        assert targets(desk, at) == {}


def test_where_there_is_a_clinic_nothing_can_go(at: Drafting, desk: Client) -> None:
    assign(at.draft, at.nadia, at.monday(1))
    at.draft.edition += 1
    at.draft.save()
    assert targets(desk, at) == {"2026-07-07/AM": "allowed"}


@pytest.mark.parametrize("asked", [{"place": ""}, {"place": "nowhere"}, {"weeks": "many"}, {"from": "soon"}])
def test_what_makes_no_sense_has_no_targets(asked: dict[str, str], at: Drafting, desk: Client) -> None:
    assert targets(desk, at, **asked) == {}


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_days_at_either_end_of_the_calendar_have_no_targets(day: str, at: Drafting, desk: Client) -> None:
    assert targets(desk, at, weeks=60, **{"from": day}) == {}


def test_somebody_who_is_not_in_the_year_can_go_nowhere(at: Drafting, desk: Client) -> None:
    assert targets(desk, at, place="999999/2026-06-30/AM") == {}
