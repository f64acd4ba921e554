"""Bounds hold whatever the prices: never below a legal schedule, tight where something is proven."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.generator import year
from scheduling.domain.ids import Status
from scheduling.domain.problem import Objective, OverlapPiece, Problem
from scheduling.solver import Limits, Report, solve
from scheduling.solver.array_building import arrays_of
from scheduling.solver.certify import dual_bound, grid, on_grid
from scheduling.solver.pairs import pair_table
from scheduling.solver.prices import RawPrices, multipliers_of, prices_of
from scheduling.solver.schedule import build_schedule
from scheduling.solver.transport import best_pairing
from scheduling.solver.worth import pair_values
from tests.builders import coach, tiny, trainee
from tests.solver.enumeration import best_of_all
from tests.solver.random_problems import problems


@settings(max_examples=60, deadline=None)
@given(problems(pairing=True), st.integers(0, 2**32 - 1))
def test_any_prices_bound_every_pairing_and_schedule(problem: Problem, seed: int) -> None:
    best = best_of_all(problem)
    arrays = arrays_of(problem)
    table = pair_table(arrays)
    if best is None:
        return
    random = np.random.default_rng(seed)
    built = build_schedule(arrays, np.zeros(arrays.residents, dtype=np.int64))
    rows = int(built.score.overlap_rows[0])
    raw = RawPrices(
        rows=random.normal(0, 3, rows),
        overlap=random.normal(2, 3, arrays.residents),
        load=random.normal(0, 2, arrays.residents),
        contact=random.uniform(
            0, problem.objective.missed_window, (arrays.residents, table.windows.shape[1])
        ),
    )
    prices = prices_of(built, raw.rows)
    values = pair_values(table, prices, multipliers_of(table, raw))
    found = best_pairing(table, values, time.monotonic() + 60, 1)
    assert found is not None
    assert prices.constant + found.bound + arrays.constant >= best.score - 1e-6


@settings(max_examples=60, deadline=None)
@given(problems(pairing=False), st.integers(0, 2**32 - 1))
def test_any_duals_bound_every_schedule(problem: Problem, seed: int) -> None:
    best = best_of_all(problem)
    if best is None:
        return
    arrays = arrays_of(problem)
    numbers = {member.id: number for number, member in enumerate(problem.faculty)}
    pairing = np.array([numbers[best.solution.coach[r.id]] for r in problem.residents], dtype=np.int64)
    matrix = build_schedule(arrays, pairing).matrix
    duals = np.random.default_rng(seed).normal(0, 3, len(matrix.row_lower))
    settled = arrays.pair_worth(pairing) + arrays.constant  # what the schedule does not decide
    assert dual_bound(matrix, duals) + settled >= best.score - 1e-6


def test_scores_are_multiples_of_the_grid_and_a_bound_falls_to_it() -> None:
    problem = tiny(("0 Mon AM",), (coach("F1"),), (trainee("R1", ("0 Mon AM",)),))
    assert grid(problem) == 0.5
    assert on_grid(12909.4, 0.5) == 12909.0
    assert on_grid(12909.4999999, 0.5) == 12909.5  # rounding in the last digits never cuts a reachable score
    thirds = Objective(overlap_pieces=(OverlapPiece(None, 1 / 3),))
    assert grid(tiny(("0 Mon AM",), (coach("F1"),), (), objective=thirds)) is None
    assert on_grid(7.7, None) == 7.7


def test_with_pairing_given_a_year_is_proven() -> None:
    outcome = solve(year(30, 2, interns_open=False))
    assert outcome.status is Status.OPTIMAL
    assert outcome.objective == pytest.approx(outcome.bound)


def test_with_interns_open_bounds_fall_and_scores_rise_towards_each_other() -> None:
    reports: list[Report] = []
    outcome = solve(year(15, 1, interns_open=True), Limits(), reports.append)
    bounds = [report.bound for report in reports if report.bound is not None]
    scores = [report.objective for report in reports if report.objective is not None]
    assert bounds == sorted(bounds, reverse=True)
    assert scores == sorted(scores)
    assert outcome.objective is not None
    assert outcome.bound is not None
    assert outcome.objective <= outcome.bound <= 1.0002 * outcome.objective
    paired = solve(year(15, 1, interns_open=False))
    assert paired.objective is not None
    assert outcome.objective >= paired.objective
