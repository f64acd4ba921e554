"""No legal schedule beats the solver, and "infeasible" means that there is none."""

from hypothesis import HealthCheck, event, given, settings

from scheduling.domain.ids import Status
from scheduling.domain.problem import Problem
from scheduling.domain.rules import violations
from scheduling.domain.score import score
from scheduling.domain.solution import Outcome
from scheduling.solver import solve
from tests.solver.enumeration import best_of_all
from tests.solver.random_problems import problems

EXACT = 1e-6
bounded = settings(
    max_examples=120, deadline=None, suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large)
)


def assert_solved(problem: Problem) -> Outcome:
    """The solver's answer is what trying everything gives."""
    best = best_of_all(problem)
    outcome = solve(problem)
    event(outcome.status)
    if best is None:
        assert outcome.status is Status.INFEASIBLE
        assert outcome.conflicts
        assert (outcome.solution, outcome.objective) == (None, None)
        return outcome
    assert outcome.status is Status.OPTIMAL
    assert outcome.solution is not None
    assert outcome.objective is not None
    assert outcome.bound is not None
    assert list(violations(problem, outcome.solution)) == []
    assert abs(outcome.objective - best.score) <= EXACT
    assert abs(score(problem, outcome.solution).total - outcome.objective) <= EXACT
    assert outcome.bound >= best.score - EXACT
    return outcome


@bounded
@given(problems(pairing=False))
def test_with_pairing_given_the_solver_finds_the_best_of_all_schedules(problem: Problem) -> None:
    assert_solved(problem)


@bounded
@given(problems(pairing=True))
def test_with_coaches_open_the_solver_finds_the_best_of_all_pairings_and_schedules(problem: Problem) -> None:
    assert_solved(problem)
