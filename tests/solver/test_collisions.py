"""Collisions: each is short by itself by what it says, and where its rows count alike, none could be left out."""

from math import inf

import numpy as np
from hypothesis import HealthCheck, event, given, settings

from scheduling.domain.problem import Problem
from scheduling.solver.arrays import Ints, arrays_of
from scheduling.solver.engines import solve_lp
from scheduling.solver.infeasible.collisions import collisions, counts
from scheduling.solver.infeasible.elastic import elastic
from scheduling.solver.model import Matrix
from scheduling.solver.rules import add_rules
from scheduling.solver.schedule_model import start_model
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
