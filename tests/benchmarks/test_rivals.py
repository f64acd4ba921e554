"""Rivals on a tiny year: the checkers judge them, and those that prove agree with the solver."""

import math
from dataclasses import replace
from functools import cache

import pytest

from benchmarks.instances import Open, Shape, build
from benchmarks.measure import PROJECT
from benchmarks.rivals import RIVALS, attempt_of
from benchmarks.rivals.whole import build_whole
from scheduling.domain.ids import RuleId, Status
from scheduling.domain.problem import Problem, Rules
from scheduling.domain.rules import violations
from scheduling.domain.score import score
from scheduling.domain.solution import Outcome, Solution
from scheduling.exchange.problem_file import read_problem
from scheduling.solver import solve
from scheduling.solver.array_building import arrays_of
from scheduling.solver.engines import solve_mip

SECONDS = 5.0
MINIMA = {RuleId.WEEKLY_LOAD, RuleId.YEARLY_LOAD, RuleId.GAP}
BY_HAND = ("greedy", "set-day")
EXACT = ("highs", "glop", "scip", "cp-sat")


@cache
def year() -> tuple[Problem, Outcome]:
    problem = build(Shape(9, 2, weeks=6, attendings=1))
    outcome = solve(problem)
    assert outcome.status is Status.OPTIMAL
    return problem, outcome


def few_preceptors() -> Problem:
    """Too few to supervise all; a person who schedules by hand must notice."""
    return build(Shape(24, weeks=6, residents_per_coach=4, half_days=2, intern_weight=2))


def missed_weeks() -> Problem:
    """Every week without the coach costs, and three sessions in six weeks must miss some."""
    problem = build(Shape(9, 2, weeks=6, open=Open.INTERNS, attendings=1))
    residents = tuple(
        replace(one, year_min=3, year_max=3, weeks=tuple(replace(week, min=0) for week in one.weeks))
        for one in problem.residents
    )
    objective = replace(problem.objective, missed_window=3.0)
    return replace(problem, residents=residents, rules=Rules(contact_window_weeks=1), objective=objective)


def test_every_rival_is_judged_here() -> None:
    assert set(RIVALS) == {*BY_HAND, *EXACT, "balance", "pdlp"}


@pytest.mark.parametrize("rival", BY_HAND)
@pytest.mark.parametrize("problem", [year()[0], few_preceptors()], ids=["usual", "few preceptors"])
def test_by_hand_nothing_is_overfull_but_minima_may_be_missed(rival: str, problem: Problem) -> None:
    solution = attempt_of(rival)(problem, SECONDS).solution
    assert solution is not None
    assert {violation.rule for violation in violations(problem, solution)} <= MINIMA
    assert any(solution.assignments.values())


def test_balance_keeps_every_rule_and_cares_for_no_coach() -> None:
    problem, _ = year()
    balanced, greedy = (attempt_of(rival)(problem, SECONDS).solution for rival in ("balance", "greedy"))
    assert balanced is not None
    assert greedy is not None
    assert list(violations(problem, balanced)) == []
    assert score(problem, balanced).total < score(problem, greedy).total
    assert crowd(balanced) < crowd(greedy)


def crowd(solution: Solution) -> int:
    """The more, the less even."""
    return sum(len(residents) ** 2 for residents in solution.by_session().values())


@pytest.mark.parametrize("rival", EXACT)
def test_whoever_solves_the_whole_finds_the_score_of_the_solver(rival: str) -> None:
    problem, outcome = year()
    attempt = attempt_of(rival)(problem, SECONDS)
    assert attempt.solution is not None
    assert list(violations(problem, attempt.solution)) == []
    assert score(problem, attempt.solution).total == pytest.approx(outcome.objective, abs=1e-6)
    assert attempt.bound is not None
    assert attempt.bound >= (outcome.objective or 0) - 1e-6


def test_the_bound_of_a_first_order_method_is_a_bound_whatever_its_answer() -> None:
    problem, outcome = year()
    bound = attempt_of("pdlp")(problem, SECONDS).bound
    assert bound is not None
    assert (outcome.objective or 0) - 1e-6 <= bound <= (outcome.objective or 0) * 1.01


def test_missed_weeks_are_missed_even_by_the_best() -> None:
    problem = missed_weeks()
    solution = solve(problem).solution
    assert solution is not None
    assert score(problem, solution).missed_windows < 0


@pytest.mark.parametrize(
    "problem",
    [
        missed_weeks(),
        replace(read_problem((PROJECT / "tests/cases/golden/revised.json").read_bytes()), frozen_before=None),
    ],
    ids=["missed weeks", "revised"],
)
def test_pairing_and_sessions_in_one_model_score_what_the_plain_sum_says(problem: Problem) -> None:
    arrays = arrays_of(problem)
    whole = build_whole(arrays)
    answer = solve_mip(whole.matrix, math.inf, seed=1, nodes=200)
    assert answer.values is not None
    solution = whole.solution(answer.values)
    assert list(violations(problem, solution)) == []
    stated = float(whole.matrix.objective @ answer.values) + arrays.constant
    assert stated == pytest.approx(score(problem, solution).total, abs=1e-6)
    best = solve(problem)
    assert best.bound is not None
    assert stated <= best.bound + 1e-6
    assert answer.bound is not None
    assert answer.bound + arrays.constant >= (best.objective or 0) - 1e-6
