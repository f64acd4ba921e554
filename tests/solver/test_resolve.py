"""Solving a published year again: only what must move moves, and nothing is given up for it."""

from dataclasses import replace

from benchmarks.generator import year
from benchmarks.instances import Shape
from benchmarks.resolve import MOST_CHANGES, MOST_LOSS, resolves
from scheduling.domain.problem import Problem
from scheduling.solver import Report, Stage, solve


def test_a_coach_away_for_three_weeks_moves_little_and_costs_nearly_nothing() -> None:
    found = list(resolves(Shape(60, 2), coaches=3))
    assert len({one.coach for one in found}) == 3
    for one in found:
        assert one.sessions_lost > 0
        assert one.changes <= MOST_CHANGES < one.changes_if_free
        assert 0 <= one.loss <= MOST_LOSS
    assert any(one.changes for one in found)  # else nothing was there to be moved


def test_the_pairing_at_hand_is_scheduled_before_the_search_for_a_better_one() -> None:
    problem = year(18, 4, interns_open=True)
    best = solve(problem)
    assert best.solution is not None
    coaches = best.solution.coach
    at_hand = replace(problem, residents=tuple(replace(r, coach=coaches[r.id]) for r in problem.residents))
    assert any(at_hand.has_open_coach(resident) for resident in at_hand.residents)
    reached = [_objective_at(one, Stage.FIRST_BOUND) for one in (problem, at_hand)]
    assert reached[1] == best.objective
    assert reached[0] < reached[1]  # else the first pairing was as good


def _objective_at(problem: Problem, stage: Stage) -> float:
    """The best score when a stage began."""
    reports: list[Report] = []
    solve(problem, progress=reports.append)
    objective = next(report.objective for report in reports if report.stage is stage)
    assert objective is not None
    return objective
