"""A round keeps what it was planned with, and some plans are refused."""

from datetime import timedelta

import pytest
import time_machine

from coaching.models import RoundState
from coaching.services.pulse.planning import PlanRefused
from scheduling.models import Program
from tests.coaching.pulse_program import PulseProgram, make_pulse_program, paper

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_round_keeps_the_questions_and_the_promises_it_was_planned_with(pulse: PulseProgram) -> None:
    held = pulse.plan()
    pulse.instrument.questions.all().delete()
    Program.objects.update(pulse_smallest_cell=9, pulse_coach_years=2, pulse_coach_answers=8)
    held.refresh_from_db()
    assert held.asked()[0].text == "I belong here."
    assert (held.smallest_cell, held.smallest_words, held.state) == (5, 8, RoundState.PLANNED)
    assert (held.coach_years, held.coach_answers) == (3, 10)


def test_one_round_at_a_time_is_planned_or_open(pulse: PulseProgram) -> None:
    pulse.open()
    with pytest.raises(PlanRefused, match="planned or open already"):
        pulse.plan()


def test_the_next_round_opens_weeks_after_the_last_one_closed(pulse: PulseProgram) -> None:
    held = pulse.closed([paper()] * 6)
    with pytest.raises(PlanRefused, match="less than 8 weeks before"):
        pulse.plan()
    with time_machine.travel(held.closes_at + timedelta(weeks=8), tick=False):
        assert pulse.plan()


def test_a_round_of_too_few_is_not_planned(program: Program) -> None:
    small = make_pulse_program(program, classes=(4,), coaches=1)
    with pytest.raises(PlanRefused, match="Only 4 people"):
        small.plan()
    assert small.plan(with_faculty=True)


@pytest.mark.parametrize(("days", "why"), [(-1, "closes before it opens"), (61, "60 days at most")])
def test_an_end_that_cannot_be_is_refused(pulse: PulseProgram, days: int, why: str) -> None:
    with pytest.raises(PlanRefused, match=why):
        pulse.plan(days=days)
