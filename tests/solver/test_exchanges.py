"""Whom a resident could swap with: exactly those swaps against which the checkers have nothing, the best first."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduling.domain.ids import ResidentId, SessionId
from scheduling.solver.advice import Advisor, Swap, exchanges
from tests.solver.random_edits import any_solution, legal_solution
from tests.solver.random_problems import problems

bounded = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much),
)
ALL = 10_000


def every_swap(advisor: Advisor, who: ResidentId, session: SessionId) -> Iterator[Swap]:
    """All exchanges of a session with somebody else's that can be written down at all."""
    attended = advisor.solution.assignments
    for other, theirs in attended.items():
        for wanted in theirs:
            if other != who and wanted not in attended[who] and session not in theirs:
                yield Swap(who, session, other, wanted)


@pytest.mark.parametrize("kind", [any_solution, legal_solution])
@bounded
@given(data=st.data())
def test_those_found_are_all_that_break_nothing_and_no_others(kind: object, data: st.DataObject) -> None:
    problem = data.draw(problems(pairing=False))
    advisor = Advisor(problem, data.draw(kind(problem)))  # type: ignore[operator]
    for who, attended in advisor.solution.assignments.items():
        for session in attended:
            found = exchanges(advisor, who, session, after=date.min, most=ALL)
            legal = {
                swap
                for swap in every_swap(advisor, who, session)
                if not advisor.price(swap, max_repairs=0).broken
            }
            assert {one.swap for one in found} == legal
            gains = [round(one.price.gain, 6) for one in found]
            assert gains == sorted(gains, reverse=True)


@bounded
@given(data=st.data())
def test_nothing_before_a_day_is_taken_and_no_more_than_asked_for(data: st.DataObject) -> None:
    problem = data.draw(problems(pairing=False))
    advisor = Advisor(problem, data.draw(legal_solution(problem)))
    day = problem.first_monday + timedelta(days=data.draw(st.integers(0, 20)))
    for who, attended in advisor.solution.assignments.items():
        for session in attended:
            all_of_them = exchanges(advisor, who, session, after=date.min, most=ALL)
            later = [
                one for one in all_of_them if problem.session_by_id[one.swap.session_b].half_day.date > day
            ]
            assert exchanges(advisor, who, session, after=day, most=ALL) == later
            assert exchanges(advisor, who, session, after=day, most=1) == later[:1]
