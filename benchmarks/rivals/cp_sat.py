"""CP-SAT on the whole model, all columns whole.

One worker with the full linear relaxation: of the settings tried on years of 170 residents (one, two and eight workers on
two cores) it was the quickest to prove.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import lcm

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.rivals.attempt import Attempt, say
from benchmarks.rivals.given import constant_of, read_schedule, whole_year
from benchmarks.rivals.whole import build_whole
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.solver.array_building import arrays_of
from scheduling.solver.arrays import Floats
from scheduling.solver.model import Matrix

FINEST = 1000  # the largest denominator of a weight


def attempt(problem: Problem, seconds: float) -> Attempt:
    """The best schedule by the time limit and CP-SAT's own bound."""
    started = time.monotonic()
    matrix, constant, read = _whole_model(problem)
    model, columns, scale = _model(matrix)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.random_seed = 1
    solver.parameters.max_time_in_seconds = max(seconds - (time.monotonic() - started), 1.0)
    began = time.monotonic()
    status = solver.solve(model, _Watch(started, scale, constant))
    took = time.monotonic() - began
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Attempt(None, None, took)
    values: Floats = np.array([solver.value(column) for column in columns], dtype=np.float64)
    return Attempt(read(values), solver.best_objective_bound / scale + constant, took)


def _whole_model(problem: Problem) -> tuple[Matrix, float, Callable[[Floats], Solution | None]]:
    """The model, what the score has beside it, and how to read a schedule; without pairs where all are given."""
    if any(problem.has_open_coach(one) for one in problem.residents):
        whole = build_whole(arrays_of(problem))
        return whole.matrix, whole.table.arrays.constant, whole.solution
    built = whole_year(problem)
    return replace(built.matrix, integer=True), constant_of(built), partial(read_schedule, built)


class _Watch(cp_model.CpSolverSolutionCallback):
    """Says each better schedule."""

    def __init__(self, started: float, scale: int, constant: float) -> None:
        super().__init__()
        self._started, self._scale, self._constant = started, scale, constant

    def on_solution_callback(self) -> None:
        """Called by CP-SAT."""
        say(
            self._started,
            *(
                figure / self._scale + self._constant
                for figure in (self.objective_value, self.best_objective_bound)
            ),
        )


def _model(matrix: Matrix) -> tuple[cp_model.CpModel, list[cp_model.IntVar], int]:
    """The same rows in whole numbers; the objective is multiplied by the scale that is returned."""
    model = cp_model.CpModel()
    columns = [
        model.new_int_var(int(low), int(high), "")
        for low, high in zip(matrix.lower, matrix.upper, strict=True)
    ]
    order = np.argsort(matrix.row, kind="stable")
    ends = np.searchsorted(matrix.row[order], np.arange(len(matrix.row_lower) + 1))
    for row, (low, high) in enumerate(zip(matrix.row_lower, matrix.row_upper, strict=True)):
        entries = order[ends[row] : ends[row + 1]]
        scale = _scale(matrix.value[entries])
        expression = cp_model.LinearExpr.weighted_sum(
            [columns[column] for column in matrix.column[entries]], _whole(matrix.value[entries], scale)
        )
        least = cp_model.INT32_MIN if np.isinf(low) else int(np.ceil(low * scale))
        most = cp_model.INT32_MAX if np.isinf(high) else int(np.floor(high * scale))
        model.add_linear_constraint(expression, least, most)
    paid = np.flatnonzero(matrix.objective)
    scale = _scale(matrix.objective[paid])
    model.maximize(
        cp_model.LinearExpr.weighted_sum(
            [columns[column] for column in paid], _whole(matrix.objective[paid], scale)
        )
    )
    return model, columns, scale


def _scale(values: Floats) -> int:
    """The least number that makes all values whole."""
    return lcm(
        *(Fraction(value).limit_denominator(FINEST).denominator for value in np.unique(values).tolist())
    )


def _whole(values: Floats, scale: int) -> list[int]:
    return [round(value * scale) for value in values.tolist()]
