"""Collisions: each is short by itself by what it says; made smaller, none of its rows could be left out."""

from math import inf

import numpy as np
import pytest
from hypothesis import HealthCheck, event, given, settings

from scheduling.domain.problem import Problem
from scheduling.solver.array_building import arrays_of
from scheduling.solver.arrays import Ints
from scheduling.solver.engines import solve_lp
from scheduling.solver.infeasible.collisions import collisions, counts
from scheduling.solver.infeasible.elastic import elastic
from scheduling.solver.infeasible.irreducible import irreducible
from scheduling.solver.model import Matrix
from scheduling.solver.rules import add_rules
from scheduling.solver.schedule_model import start_model
from tests.builders import clinic, coach, crowded, pins, tiny, trainee
from tests.solver.random_problems import problems

EXACT = 1e-6


def rules_of(problem: Problem) -> Matrix:
    """Every rule about who attends what, as rows."""
    arrays = arrays_of(problem)
    schedule = start_model(arrays, np.zeros(len(arrays.options.session), dtype=np.bool_))
    add_rules(schedule)
    return schedule.model.matrix()


def least_missed(matrix: Matrix, rows: Ints, price: float) -> float:
    """What any attendance misses at least of some rows alone, at a price a unit."""
    kept = np.isin(np.arange(len(matrix.row_lower)), rows)
    entries = kept[matrix.row]
    alone = Matrix(
        lower=matrix.lower,
        upper=matrix.upper,
        objective=matrix.objective,
        integer=False,
        row_lower=matrix.row_lower[kept],
        row_upper=matrix.row_upper[kept],
        row=(np.cumsum(kept) - 1)[matrix.row[entries]],
        column=matrix.column[entries],
        value=matrix.value[entries],
    )
    stretched = elastic(alone, np.full(len(rows), price)).matrix
    answer = solve_lp(stretched, inf, 1)
    assert answer.values is not None
    return -float(stretched.objective @ answer.values)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(pairing=False))
def test_a_collision_is_short_by_what_it_says_and_needs_all_rows_that_count_alike(problem: Problem) -> None:
    matrix = rules_of(problem)
    found = collisions(matrix, np.ones(len(matrix.row_lower)), inf, 1)
    event(f"{min(len(found), 2)} collisions")
    for collision in found:
        dearest = float(np.abs(collision.price).max())
        short = least_missed(matrix, collision.rows, dearest)
        assert short >= collision.short - EXACT
        for row in collision.rows if counts(collision) else ():
            others = np.setdiff1d(collision.rows, [row])
            assert least_missed(matrix, others, dearest) < short - EXACT
    everything = np.arange(len(matrix.row_lower))
    assert (least_missed(matrix, everything, 1.0) > EXACT) is bool(found)


def all_needed(matrix: Matrix, rows: Ints) -> bool:
    """Whether some rows collide, and would not if any of them were left out."""
    return least_missed(matrix, rows, 1.0) > EXACT and all(
        least_missed(matrix, np.setdiff1d(rows, [row]), 1.0) < EXACT for row in rows
    )


MON, TUE = "0 Mon AM", "0 Tue AM"
CASES: dict[str, tuple[Problem, int, int]] = {
    "of ten residents who need 30 of 20 rooms, seven are too many": (
        crowded(residents=10, weeks=1, least=3, rooms=4), 15, 12,
    ),
    "of six residents whom four places cannot hold, five are too many": (
        tiny((clinic(MON, rooms=4),), [coach(f"F{n}", (MON,)) for n in (1, 2)],
             [trainee(f"R{n}", (MON,), (1, 1)) for n in range(1, 7)]), 7, 6,
    ),
    "a pin on what is not allowed": (
        tiny((MON, TUE), (coach("F1", (MON, TUE)),), (trainee("R1", (MON,)),), pins=pins(attend=[("R1", TUE)])), 2, 2,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_of_the_smallest_collision_every_row_is_needed(name: str) -> None:
    problem, rows, fewest = CASES[name]
    matrix = rules_of(problem)
    (whole,) = collisions(matrix, np.ones(len(matrix.row_lower)), inf, 1)
    least = irreducible(matrix, whole, inf, 1)
    assert (len(whole.rows), len(least.rows)) == (rows, fewest)
    assert set(least.rows) <= set(whole.rows)
    assert all_needed(matrix, least.rows)
    assert all_needed(matrix, whole.rows) is (rows == fewest)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(pairing=False))
def test_of_any_collision_made_smaller_every_row_is_needed(problem: Problem) -> None:
    matrix = rules_of(problem)
    found = collisions(matrix, np.ones(len(matrix.row_lower)), inf, 1)
    event(f"{min(len(found), 2)} collisions")
    assert all(all_needed(matrix, irreducible(matrix, one, inf, 1).rows) for one in found)


def test_without_time_a_collision_stays_as_it_is() -> None:
    matrix = rules_of(crowded(residents=10, weeks=1, least=3, rooms=4))
    (whole,) = collisions(matrix, np.ones(len(matrix.row_lower)), inf, 1)
    assert len(irreducible(matrix, whole, 0.0, 1).rows) == len(whole.rows)
