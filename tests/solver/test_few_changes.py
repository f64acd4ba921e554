"""Where a schedule was published, few resident-sessions change: the best schedule of those is given, and what it gives up."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from benchmarks.generator import year
from benchmarks.resolve import busiest_weeks, without_coach
from scheduling.domain.ids import RuleId, Status
from scheduling.domain.problem import Objective, Problem
from scheduling.domain.rules import CHECKERS
from scheduling.domain.score import changes, score
from scheduling.domain.solution import Outcome, Solution, Spared
from scheduling.exchange.problem_file import write_problem
from scheduling.exchange.solution_file import read_solution, write_solution
from scheduling.solver import Limits, solve, verify
from scheduling.solver.progress import MOST_LOSS, Run
from tests.builders import coach, schedule, tiny, trainee
from tests.solver.enumeration import legal_attendance, whole
from tests.solver.forging import Content, Forge, verified
from tests.solver.random_problems import problems
from tests.solver.running import run, written

EXACT = 1e-6
bounded = settings(
    max_examples=150, deadline=None, suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much)
)


def every_schedule(problem: Problem) -> Iterator[Solution]:
    coaches = {resident.id: resident.coach for resident in problem.residents if resident.coach}
    if not any(CHECKERS[RuleId.PAIRING](problem, whole(problem, coaches, {}))):
        yield from (whole(problem, coaches, attended) for attended in legal_attendance(problem))


@bounded
@given(data=st.data(), most=st.integers(0, 3))
def test_with_few_changes_asked_the_best_of_all_schedules_that_have_so_few_is_given(
    data: st.DataObject, most: int
) -> None:
    drawn = data.draw(problems(pairing=False))
    price = data.draw(st.sampled_from((0.0, drawn.objective.changed_assignment)))
    objective = replace(drawn.objective, changed_assignment=price)
    new = replace(drawn, published=None, frozen_before=None, objective=objective)
    schedules = list(islice(every_schedule(new), 3000))
    assume(schedules and len(schedules) < 3000)
    problem = replace(new, published=data.draw(st.sampled_from(schedules)).assignments)
    few = [score(problem, one).total for one in schedules if changes(problem, one) <= most]
    best = max(score(problem, one).total for one in schedules)
    outcome = solve(problem, Limits(most_changes=most, most_loss=1e6))
    assert outcome.solution is not None
    assert outcome.objective == pytest.approx(max(few), abs=EXACT)
    assert outcome.bound == pytest.approx(best, abs=EXACT)
    event(f"spared: {outcome.spared is not None}, price 0: {price == 0}")
    assert changes(problem, outcome.solution) <= most
    assert all(finding.holds for finding in verify.check(problem, outcome, None))
    if outcome.spared is None:
        assert outcome.status is Status.OPTIMAL
        assert outcome.objective == pytest.approx(best, abs=EXACT)
    else:
        assert outcome.status is Status.FEASIBLE
        assert outcome.spared.changes == changes(problem, outcome.solution)
        assert outcome.spared.best_changes > most
        assert outcome.spared.best_objective == pytest.approx(best, abs=EXACT)


MONDAY, THURSDAY, FRIDAY = (f"0 {day} AM" for day in ("Mon", "Thu", "Fri"))
# Nobody is there on Mondays; the coach is there on the other days, and a change costs nothing.
FREE = tiny(
    (MONDAY, THURSDAY, FRIDAY),
    (coach("F1", (THURSDAY, FRIDAY)), coach("F2", (MONDAY,))),
    (trainee("R1", (MONDAY, THURSDAY, FRIDAY), (1, 1)),),
    objective=Objective(changed_assignment=0.0),
)


@pytest.mark.parametrize(("found", "published"), [(FRIDAY, THURSDAY), (MONDAY, THURSDAY)])
def test_few_changes_that_score_no_less_are_the_best_and_give_nothing_up(found: str, published: str) -> None:
    far, near = (schedule(FREE, {"R1": (day,)}) for day in (found, published))
    problem = replace(FREE, published=near.assignments)
    search = Run(problem, Limits(most_changes=0), lambda _: None, lambda _: None, time.monotonic())
    search.offer(far, score(problem, far).total)
    search.offer_few_changes(near, score(problem, near).total)
    assert search.objective == score(problem, near).total
    search.bound_by(score(problem, near).total)
    outcome = search.outcome("by hand")
    assert (outcome.status, outcome.solution, outcome.spared) == (Status.OPTIMAL, near, None)
    assert all(finding.holds for finding in verify.check(problem, outcome, None))


def test_a_best_with_few_changes_is_remembered_when_a_better_one_has_many() -> None:
    near, far = (schedule(FREE, {"R1": (day,)}) for day in (MONDAY, THURSDAY))
    problem = replace(FREE, published=near.assignments)
    limits = Limits(most_changes=0, most_loss=1e6)
    search = Run(problem, limits, lambda _: None, lambda _: None, time.monotonic())
    for one in (near, far):
        search.offer(one, score(problem, one).total)
    outcome = search.outcome("by hand")
    assert (outcome.solution, outcome.spared) == (near, Spared(0, score(problem, far).total, 2))


@pytest.fixture(scope="module")
def leave() -> Problem:
    """A published year in which a coach is away for three weeks; the best schedule changes more than 30 cells then."""
    problem = year(60, 3, interns_open=False)
    published = solve(problem).solution
    assert published is not None
    gone = problem.faculty[8].id
    away = without_coach(problem, gone, busiest_weeks(problem, published, gone))
    return replace(away, published=published.assignments)


@pytest.fixture(scope="module")
def answer(leave: Problem) -> Outcome:
    return solve(leave)


def test_of_more_than_30_changes_few_are_left_for_a_trifle_of_the_score(
    leave: Problem, answer: Outcome
) -> None:
    assert answer.solution is not None
    assert answer.spared is not None
    assert changes(leave, answer.solution) == answer.spared.changes <= 30 < answer.spared.best_changes
    best = solve(leave, Limits(most_changes=answer.spared.best_changes))
    assert best.solution is not None
    assert (best.status, best.spared) == (Status.OPTIMAL, None)
    assert best.objective == answer.spared.best_objective
    unbiased = replace(leave, published=None)
    now, then = (score(unbiased, one).total for one in (answer.solution, best.solution))
    assert then * (1 - MOST_LOSS) <= now < then
    assert answer.bound == best.bound


def test_the_best_is_given_where_few_changes_would_give_up_too_much(leave: Problem, answer: Outcome) -> None:
    assert answer.spared is not None
    best = solve(leave, Limits(most_loss=0.0))
    assert (best.status, best.objective, best.spared) == (Status.OPTIMAL, answer.spared.best_objective, None)


def test_nothing_is_spared_where_nothing_was_published(leave: Problem) -> None:
    first = solve(replace(leave, published=None), Limits(most_changes=0, most_loss=1.0))
    assert (first.status, first.spared) == (Status.OPTIMAL, None)


def test_the_command_takes_the_number_and_refuses_one_below_0(leave: Problem, tmp_path: Path) -> None:
    problem = written(tmp_path / "p.json", write_problem(leave))
    assert run(problem, tmp_path / "s.json", "--most-changes", "20").returncode == 0
    spared = read_solution((tmp_path / "s.json").read_bytes()).spared
    assert spared is not None
    assert spared.changes <= 20
    refused = run(problem, tmp_path / "t.json", "--most-changes", "-1")
    assert (refused.returncode, (tmp_path / "t.json").exists()) == (2, False)
    assert "must be a whole number, 0 or more" in refused.stderr


def count_fewer(content: Content) -> None:
    content["spared"]["changes"] -= 1


def call_it_the_best(content: Content) -> None:
    content["spared"]["best_objective"] = content["objective"]


def promise_more_than_the_bound(content: Content) -> None:
    content["spared"]["best_objective"] = content["bound"] + 1


def spare_nothing(content: Content) -> None:
    content["spared"]["best_changes"] = content["spared"]["changes"]


@pytest.mark.parametrize("forge", [count_fewer, call_it_the_best, promise_more_than_the_bound, spare_nothing])
def test_what_was_spared_is_verified(
    leave: Problem, answer: Outcome, forge: Forge, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem, content = tmp_path / "p.json", json.loads(write_solution(answer))
    problem.write_text(write_problem(leave), encoding="utf-8")
    assert verified(problem, content, capsys)[0] == verify.HOLDS
    forge(content)
    status, said = verified(problem, content, capsys)
    assert status == verify.BROKEN
    assert "FALSE: " in said
    assert "resident-sessions differ from what was published" in said
