"""Balance alone: every rule is kept and every session is as full as the others, whoever coaches whom."""

import time
from dataclasses import replace

import numpy as np

from benchmarks.rivals.attempt import Attempt
from benchmarks.rivals.given import read_schedule, whole_year
from scheduling.domain.problem import Problem
from scheduling.solver.arrays import Floats
from scheduling.solver.engines import solve_lp
from scheduling.solver.model import Matrix
from scheduling.solver.schedule import BuiltSchedule


def attempt(problem: Problem, seconds: float) -> Attempt:
    """The linear programme of the rules with another objective: the least sum of what lies above an even share."""
    began = time.monotonic()
    built = whole_year(problem)
    matrix = _balanced(built)
    started = time.monotonic()
    answer = solve_lp(matrix, began + seconds, seed=1)
    took = time.monotonic() - started
    return Attempt(read_schedule(built, answer.values), None, took)


def _balanced(built: BuiltSchedule) -> Matrix:
    """Each session's residents are at most its even share of the yearly minima, plus an excess that costs 1 each."""
    matrix, arrays = built.matrix, built.arrays
    share = _even_share(built)
    rows, columns = len(matrix.row_lower), len(matrix.lower)
    count = len(share)
    session = arrays.options.session
    excess = np.arange(count)
    return replace(
        matrix,
        lower=np.concatenate((matrix.lower, np.zeros(count))),
        upper=np.concatenate((matrix.upper, arrays.rooms.astype(np.float64))),
        objective=np.concatenate((np.zeros(columns), -np.ones(count))),
        row_lower=np.concatenate((matrix.row_lower, np.full(count, -np.inf))),
        row_upper=np.concatenate((matrix.row_upper, share)),
        row=np.concatenate((matrix.row, rows + session, rows + excess)),
        column=np.concatenate((matrix.column, built.model.x, columns + excess)),
        value=np.concatenate((matrix.value, np.ones(len(session)), -np.ones(count))),
    )


def _even_share(built: BuiltSchedule) -> Floats:
    rooms = built.arrays.rooms
    needed = sum(one.year_min for one in built.arrays.problem.residents)
    share: Floats = np.floor(rooms * needed / max(int(rooms.sum()), 1))
    return share
