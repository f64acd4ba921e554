"""Figures of several rounds beside each other: each as its own round shows it, and no way to one person's answer."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import time_machine
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from coaching.domain.pulse import Question
from coaching.domain.pulse_release import NOTHING, release
from coaching.models import PulseInstrument, PulseRound
from coaching.selectors.pulse.results import results_of
from coaching.selectors.pulse.trend import trend_of
from connectedness.accounts.models import User
from scheduling.models import Program
from tests.coaching.pages import words
from tests.coaching.pulse.test_release import (
    LEAST,
    RULE,
    Answers,
    cells_of,
    fewest_behind_a_combination,
    populations,
    shown_rows,
)
from tests.coaching.pulse_program import ANCHORS, PulseProgram, make_pulse_program, paper

APART = timedelta(weeks=11)


def rounds(pulse: PulseProgram, now: datetime, *papers: list[Any], **fields: Any) -> list[PulseRound]:
    """One round after the other, answered so."""
    found = []
    for number, said in enumerate(papers):
        with time_machine.travel(now + number * APART, tick=False):
            found.append(pulse.closed(said, **fields))
    return found


def figures(held: PulseRound, text: str = "I belong here.") -> list[str]:
    """What stands in a question's line, the newest first."""
    trend = trend_of(held)
    assert trend is not None
    [line] = [line for line in trend.lines if line.text == text]
    return [
        "not asked" if shown is None else f"{shown.mean} ({shown.answers})" if shown.is_shown else "hidden"
        for _, shown in line.by_round
    ]


def test_the_first_round_stands_alone(pulse: PulseProgram, now: datetime) -> None:
    [held] = rounds(pulse, now, [paper(4)] * 18)
    assert trend_of(held) is None


def test_each_question_has_the_figures_of_the_rounds_before_as_their_own_pages_show_them(
    pulse: PulseProgram, now: datetime
) -> None:
    held = rounds(pulse, now, [paper(2)] * 18, [paper(3)] * 4, [paper(4, left_out=2)] * 10)
    assert figures(held[2]) == ["4.0 (10)", "hidden", "2.0 (18)"]
    assert figures(held[2], "I am left out.") == ["4.0 (10)", "hidden", "hidden"]
    assert figures(held[1]) == ["hidden", "2.0 (18)"]
    assert trend_of(held[0]) is None
    for place, one in enumerate(reversed(held)):
        own = results_of(one)
        assert own is not None
        for row in own.rows:
            shown = row.everybody
            said = f"{shown.mean} ({shown.answers})" if shown.is_shown else "hidden"
            assert figures(held[2], row.text)[place] == said


def test_no_group_stands_in_it(pulse: PulseProgram, now: datetime) -> None:
    """Each class has a figure of its own on each round's page, and none beside the others."""
    held = rounds(pulse, now, [paper(2)] * 18, [paper(4)] * 18)[1]
    own = results_of(held)
    assert own is not None
    assert all(shown.is_shown for shown in own.rows[0].groups)
    assert len(own.groups) == 3
    assert figures(held) == ["4.0 (18)", "2.0 (18)"]


def test_what_was_asked_otherwise_is_not_set_beside_it(pulse: PulseProgram, now: datetime) -> None:
    first = rounds(pulse, now, [paper(2)] * 18)[0]
    for change in (
        {"anchors": ANCHORS[:4]},
        {"with_faculty": True},
        {"state": "cancelled"},
    ):
        PulseRound.objects.filter(pk=first.pk).update(
            **{"anchors": list(ANCHORS), "with_faculty": False, "state": "closed", **change}
        )
        with time_machine.travel(now + APART, tick=False):
            held = PulseRound.objects.exclude(pk=first.pk).first() or pulse.closed([paper(4)] * 18)
        assert trend_of(held) is None
    PulseRound.objects.filter(pk=first.pk).update(state="closed")
    assert figures(held) == ["4.0 (18)", "2.0 (18)"]


def test_a_question_that_is_new_was_not_asked_before_nor_one_scored_the_other_way(
    pulse: PulseProgram, now: datetime
) -> None:
    first, second = rounds(pulse, now, [paper(2, left_out=2)] * 18, [paper(4, left_out=4)] * 18)
    asked = second.asked()
    changed = [
        Question("I belong anywhere.").kept(),
        Question("I am left out.").kept(),
        *(question.kept() for question in asked[2:]),
    ]
    PulseRound.objects.filter(pk=second.pk).update(questions=changed)
    second.refresh_from_db()
    second.program = pulse.program
    assert figures(second, "I belong anywhere.") == ["4.0 (18)", "not asked"]
    assert figures(second, "I am left out.") == ["2.0 (18)", "not asked"]
    assert first.program_id == second.program_id


def test_other_programs_rounds_are_not_in_it(
    pulse: PulseProgram, other_program: Program, now: datetime
) -> None:
    rounds(make_pulse_program(other_program), now, [paper(1), *[paper(2)] * 17])
    held = rounds(pulse, now + APART, [paper(4)] * 18)[0]
    assert trend_of(held) is None


def test_the_page_says_so_to_those_who_read_the_rounds_and_to_nobody_else(
    pulse: PulseProgram, now: datetime, client: Client, director: User, chief: User
) -> None:
    held = rounds(pulse, now, [paper(2)] * 4, [paper(4)] * 18)[1]
    client.force_login(director)
    for address in (f"/pulse/rounds/{held.pk}/", f"/programs/{pulse.program.pk}/pulse/"):
        page = words(client.get(address).content.decode())
        assert "Beside the rounds before" in page
        assert "not shown" in page[page.index("Beside the rounds before") :]
    client.force_login(chief)
    assert client.get(f"/pulse/rounds/{held.pk}/").status_code == 404
    assert PulseInstrument.objects.count() == 1


small = populations.filter(lambda answers: len(answers) <= 8)


@settings(max_examples=60, deadline=None)
@given(st.lists(small, min_size=2, max_size=3))
def test_no_combination_of_several_rounds_rests_on_fewer_than_five_answers(several: list[Answers]) -> None:
    """The judge of one round, before the figures of all: the answers of two rounds are others, whoever gave them."""
    blocks = [
        shown_rows(answers, shown)
        for answers in several
        if (shown := release(cells_of(answers), RULE)) != NOTHING
    ]
    if blocks:
        assert fewest_behind_a_combination(_side_by_side(blocks)) >= LEAST


def _side_by_side(blocks: list[np.ndarray]) -> np.ndarray:
    """Each round's rows in columns of its own."""
    rows = np.zeros((sum(len(one) for one in blocks), sum(one.shape[1] for one in blocks)))
    down = right = 0
    for one in blocks:
        rows[down : down + len(one), right : right + one.shape[1]] = one
        down, right = down + len(one), right + one.shape[1]
    return rows
