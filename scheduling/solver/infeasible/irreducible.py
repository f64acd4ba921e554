"""Rows of a collision of which none can be left out: rows are dropped for as long as the others collide without them."""

import time
from dataclasses import replace

import numpy as np

from scheduling.solver.arrays import Bools, Ints
from scheduling.solver.engines import Ending, solve_lp
from scheduling.solver.infeasible.collisions import Collision, collisions
from scheduling.solver.model import Matrix

WORK = 600_000  # entries of rows that trials may look at for one collision, a few seconds of work
MOST, LEAST = 400, 50  # trials; where there is not room for the least, a collision stays as it is


def irreducible(matrix: Matrix, collision: Collision, deadline: float, seed: int) -> Collision:
    """A collision of some of the same rows, which could all hold if any of them were left out.

    Where trials or time run out first, a collision that may not be the smallest.
    """
    alone = _alone(matrix, collision.rows)
    trials = min(MOST, WORK // max(len(alone.row), 1))
    if trials < LEAST:
        return collision
    kept = _needed(alone, trials, deadline, seed)
    found = collisions(alone.without(~kept), kept.astype(np.float64), deadline, seed)
    return replace(found[0], rows=collision.rows[found[0].rows]) if found else collision


def _alone(matrix: Matrix, rows: Ints) -> Matrix:
    """Some rows, in order, and the columns in them."""
    entries = np.isin(matrix.row, rows)
    columns, column = np.unique(matrix.column[entries], return_inverse=True)
    return Matrix(
        lower=matrix.lower[columns],
        upper=matrix.upper[columns],
        objective=np.zeros(len(columns)),
        integer=False,
        row_lower=matrix.row_lower[rows],
        row_upper=matrix.row_upper[rows],
        row=np.searchsorted(rows, matrix.row[entries]),
        column=column,
        value=matrix.value[entries],
    )


def _needed(alone: Matrix, trials: int, deadline: float, seed: int) -> Bools:
    """Rows that collide, and none too many: dropped many at a time at first, at last one by one."""
    kept = np.ones(len(alone.row_lower), dtype=np.bool_)
    size = len(kept)
    while size > 1:
        size = (size + 1) // 2
        for first in range(0, len(kept), size):
            fewer = kept.copy()
            fewer[first : first + size] = False
            if fewer.sum() in (0, kept.sum()):
                continue
            if not trials or time.monotonic() >= deadline:
                return kept
            trials -= 1
            if solve_lp(alone.without(~fewer), deadline, seed, presolve=True).ending is Ending.INFEASIBLE:
                kept = fewer
    return kept
