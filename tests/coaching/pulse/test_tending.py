"""Rounds open, remind and close by themselves, at their time."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from zeal import zeal_ignore

from coaching.models import PulseRound, RoundState
from coaching.services.pulse.opening import MISSED, TOO_FEW
from coaching.services.pulse.tending import tend_rounds
from scheduling.models import Notice, Resident
from tests.coaching.clinic_year import at
from tests.coaching.pulse_program import PulseProgram, paper

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_only_who_has_not_answered_is_told_again_and_once(pulse: PulseProgram) -> None:
    held = pulse.open()
    pulse.answered(held, [paper()] * 6)
    with time_machine.travel(held.closes_at - timedelta(days=2), tick=False):
        for _ in range(2):
            tend_rounds()
    again = Notice.objects.filter(kind="pulse", key__endswith="/again")
    answered = {row.resident_id for row in held.invitations.filter(is_answered=True)}
    assert again.count() == 12
    assert not answered & set(again.values_list("resident", flat=True))


def states(held: PulseRound, *moments: datetime) -> list[str]:
    found = []
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            tend_rounds()
        held.refresh_from_db()
        found.append(held.state)
    return found


def test_it_opens_and_closes_by_itself_over_a_change_of_the_clocks(pulse: PulseProgram) -> None:
    """From 08:00 to 18:00 on the wall, in winter and in summer time."""
    opens, closes = at("2027-03-12 08:00"), at("2027-03-15 18:00")
    assert closes - opens == timedelta(days=3, hours=10)  # on the wall, where hours are not counted
    assert closes.timestamp() - opens.timestamp() == timedelta(days=3, hours=9).total_seconds()
    held = pulse.plan(opens=opens, closes=closes)
    second = timedelta(seconds=1)
    assert states(held, opens - second, opens, closes - second, closes) == [
        "planned",
        "open",
        "open",
        "closed",
    ]


def test_the_reaper_goes_round_with_it(pulse: PulseProgram) -> None:
    held = pulse.plan()
    for state, moment in ((RoundState.OPEN, held.opens_at), (RoundState.CLOSED, held.closes_at)):
        with time_machine.travel(moment, tick=False), zeal_ignore():
            call_command("reaper", once=True)
        held.refresh_from_db()
        assert held.state == state


def test_a_round_that_nothing_opened_in_time_asks_nobody(pulse: PulseProgram) -> None:
    held = pulse.plan()
    assert states(held, held.closes_at) == ["cancelled"]
    assert held.note == MISSED
    assert not Notice.objects.filter(kind="pulse").exists()


def test_a_round_whose_people_left_before_it_opened_asks_nobody(pulse: PulseProgram) -> None:
    held = pulse.plan()
    Resident.objects.filter(pk__in=[one.pk for one in pulse.residents[4:]]).update(left_on=date(2026, 11, 1))
    assert states(held, held.opens_at) == ["cancelled"]
    assert held.note == TOO_FEW
