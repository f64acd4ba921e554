"""Alternatives: legal schedules near the best score, as different as can be from all before them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from benchmarks.generator import year
from scheduling.domain.problem import Problem
from scheduling.domain.rules import violations
from scheduling.domain.score import score
from scheduling.domain.solution import Outcome, Solution
from scheduling.solver import Limits, solve
from scheduling.solver.alternatives import alternatives
from tests.builders import coach, tiny, trainee
from tests.solver.enumeration import legal_attendance, whole
from tests.solver.random_edits import changed_cells
from tests.solver.random_problems import problems

EXACT = 1e-6
bounded = settings(
    max_examples=50, deadline=None, suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large)
)


def near_best(problem: Problem, outcome: Outcome, within: float) -> Iterator[Solution]:
    """Every legal schedule with the pairs and yearly loads of the best that gives up no more than a share of its score."""
    assert outcome.solution is not None
    assert outcome.objective is not None
    least = outcome.objective - within * abs(outcome.objective) - EXACT
    for attended in legal_attendance(problem):
        one = whole(problem, dict(outcome.solution.coach), attended)
        same_loads = all(
            len(attended[who]) == len(what) for who, what in outcome.solution.assignments.items()
        )
        if same_loads and score(problem, one).total >= least:
            yield one


@bounded
@given(problems(pairing=True), st.sampled_from((0.0, 0.1, 0.3)))
def test_each_alternative_differs_in_sum_as_much_as_any_legal_schedule_near_the_best(
    problem: Problem, within: float
) -> None:
    outcome = solve(problem)
    assume(outcome.solution is not None)
    assert outcome.solution is not None
    found = alternatives(problem, outcome, 2, within)
    event(f"{len(found)} alternatives")
    before = [outcome.solution]
    candidates = list(near_best(problem, outcome, within))
    for one in found:
        assert list(violations(problem, one.solution)) == []
        assert one.objective == pytest.approx(score(problem, one.solution).total)
        reached = [len(changed_cells(one.solution, other)) for other in before]
        best = max(sum(len(changed_cells(c, other)) for other in before) for c in candidates)
        assert sum(reached) == best
        assert one.differs == reached[0]
        before.append(one.solution)
    if not found:
        assert all(not changed_cells(one, outcome.solution) for one in candidates)


@bounded
@given(problems(pairing=False), st.sampled_from((0.1, 0.3)))
def test_in_large_problems_no_legal_schedule_beats_an_alternative_in_both_score_and_difference(
    problem: Problem, within: float
) -> None:
    outcome = solve(problem)
    assume(outcome.solution is not None)
    assert outcome.solution is not None
    assert outcome.objective is not None
    with pytest.MonkeyPatch.context() as size:
        size.setattr("scheduling.solver.alternatives.PROVEN_OPTIONS", 0)
        found = alternatives(problem, outcome, 1, within)
    event(f"{len(found)} alternatives")
    for one in found:
        assert list(violations(problem, one.solution)) == []
        for other in near_best(problem, outcome, within):
            differs = len(changed_cells(other, outcome.solution))
            assert differs <= one.differs or score(problem, other).total <= one.objective + EXACT


def test_a_choice_of_one_has_no_alternative_and_a_wider_share_has_one() -> None:
    problem = tiny(
        ("0 Mon AM", "0 Tue AM"),
        (coach("F1", ("0 Mon AM",)), coach("F2", ("0 Tue AM",))),
        (trainee("R1", ("0 Mon AM", "0 Tue AM"), (1, 1), year_min=1),),
    )
    outcome = solve(problem)
    assert alternatives(problem, outcome, 3, 0.5) == ()
    (other,) = alternatives(problem, outcome, 3, 2.0)
    assert other.solution.assignments == {"R1": ("0 Tue AM",)}
    assert (other.differs, other.differs_least) == (2, 2)


def test_the_same_alternatives_of_a_year_come_back_every_time_and_are_all_different() -> None:
    problem = year(18, 4, interns_open=True)
    outcome = solve(problem)
    first, again = (alternatives(problem, outcome, 3, 0.01, Limits(seed=2)) for _ in range(2))
    assert first == again
    assert len(first) == 3
    assert outcome.objective is not None
    for one in first:
        assert one.objective >= 0.99 * outcome.objective
        assert one.solution.coach == outcome.solution.coach  # type: ignore[union-attr]
        assert 0 < one.differs_least <= one.differs


def test_nothing_is_found_after_a_stop_or_without_a_schedule() -> None:
    problem = year(18, 4, interns_open=False)
    outcome = solve(problem)
    stopped = Limits()
    assert len(alternatives(problem, outcome, 1, 0.01, stopped)) == 1
    stopped.stop.set()
    assert alternatives(problem, outcome, 1, 0.01, stopped) == ()
    assert alternatives(problem, replace(outcome, solution=None, objective=None), 1, 0.01) == ()
