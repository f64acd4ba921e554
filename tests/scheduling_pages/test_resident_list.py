"""One resident's half-days as a phone lists them: what stands there, and what can be changed."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from scheduling.models import Absence, Schedule, ScheduleState
from scheduling.views.resident_list import ResidentList
from tests.factories import assign
from tests.scheduling_pages.years import MONDAY, TUESDAY, SmallYear, make_small_schedule


@pytest.fixture(autouse=True)
def in_the_first_week() -> Iterator[None]:
    """Its Tuesday."""
    with time_machine.travel("2026-06-30T14:00Z", tick=False):
        yield


def listed(desk: Client, schedule: Schedule, who: int) -> ResidentList:
    page = reverse("scheduling:grid", args=[schedule.year.program_id, schedule.pk])
    found = desk.get(page, {"from": str(MONDAY), "weeks": "2", "who": str(who)}).context["one"]
    assert isinstance(found, ResidentList)
    return found


def test_clinics_stand_with_the_coach_and_free_half_days_can_be_filled(
    small: SmallYear, desk: Client
) -> None:
    draft = make_small_schedule(small)
    nadia = small.residents[0]
    draft.assignments.filter(resident=nadia, date=TUESDAY).update(pinned=True)
    first, second = listed(desk, draft, nadia.pk).weeks
    assert (first.label, first.rotations) == ("Week of Mon 29 Jun", "Ambulatory")
    assert [(line.label, line.text, line.together, line.can_move) for line in first.lines] == [
        ("Mon 29 Jun, AM", "Main", "together with Dr. Lindqvist", True),
        ("Tue 30 Jun, AM", "Main, pinned", "", False),
    ]
    assert [(line.label, line.text, line.is_free) for line in second.lines] == [
        ("Mon 6 Jul, AM", "Free for clinic", True),
        ("Tue 7 Jul, AM", "Free for clinic", True),
    ]


def test_leave_is_told_without_why(small: SmallYear, desk: Client) -> None:
    draft = make_small_schedule(small)
    tomas = small.residents[1]
    week = MONDAY + timedelta(weeks=1)
    Absence.objects.create(resident=tomas, first_date=week, last_date=week, reason="Private words")
    assign(draft, tomas, small.session(TUESDAY + timedelta(weeks=1)))
    _, second = listed(desk, draft, tomas.pk).weeks
    assert [line.text for line in second.lines] == ["Away", "Away", "Main"]  # AM, PM; then Tuesday


@pytest.mark.parametrize("is_published", [True, False])
def test_days_that_are_past_offer_no_edits_once_something_is_published(
    small: SmallYear, desk: Client, *, is_published: bool
) -> None:
    """On Tuesday Monday's clinic stays; as long as nothing is published, a draft says what it likes of the past."""
    draft = make_small_schedule(small)
    if is_published:
        make_small_schedule(small, state=ScheduleState.PUBLISHED)
    first, second = listed(desk, draft, small.residents[0].pk).weeks
    assert [line.can_move for line in first.lines] == [not is_published, True]
    assert (first.is_held, second.is_held) == (is_published, False)
    assert all(line.is_free for line in second.lines)


def test_a_past_day_is_listed_without_edits_and_says_why(small: SmallYear, desk: Client) -> None:
    draft = make_small_schedule(small)
    page = reverse("scheduling:grid", args=[small.program.pk, draft.pk])
    asked = {"from": str(MONDAY), "day": str(MONDAY)}
    assert "data-move=" in desk.get(page, asked).content.decode()
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    past = desk.get(page, asked).content.decode()
    assert "data-move=" not in past
    assert "Days that are past stay as they were published." in past
    today = desk.get(page, asked | {"day": str(TUESDAY)}).content.decode()
    assert "data-move=" in today
    assert "Days that are past" not in today
