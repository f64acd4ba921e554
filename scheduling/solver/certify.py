"""Bounds that hold whatever an engine's status says: weak duality in plain arithmetic, and the grid of the score."""

from fractions import Fraction
from math import floor, gcd, isfinite

import numpy as np

from scheduling.domain.problem import Problem
from scheduling.solver.arrays import Floats, add_up
from scheduling.solver.model import Matrix

TOLERANCE = 1e-6
FINEST_GRID = 1e-3


def dual_bound(matrix: Matrix, duals: Floats) -> float:
    """An upper bound on the model's objective from any vector of row prices.

    Every column is boxed, so: sum of max(y lo, y hi) over rows + sum of max(d lo, d hi) over columns, d the
    reduced costs. A price that would point at an infinite side is set to 0 first.
    """
    prices = np.where(np.isinf(matrix.row_upper) & (duals > 0), 0.0, duals)
    prices = np.where(np.isinf(matrix.row_lower) & (prices < 0), 0.0, prices)
    reduced = matrix.objective - add_up(matrix.column, matrix.value * prices[matrix.row], len(matrix.lower))
    rows = np.where(prices > 0, prices * _finite(matrix.row_upper), prices * _finite(matrix.row_lower))
    columns = np.where(reduced > 0, reduced * matrix.upper, reduced * matrix.lower)
    return float(rows.sum() + columns.sum())


def _finite(values: Floats) -> Floats:
    return np.where(np.isinf(values), 0.0, values)


def grid(problem: Problem) -> float | None:
    """The step of which every score is a multiple, or None if it is too fine to help."""
    objective = problem.objective
    weights = [piece.weight for piece in objective.overlap_pieces] + [objective.missed_window]
    if problem.published is not None:
        weights.append(objective.changed_assignment)
    weights += [wish.weight for wish in problem.preferences] + [wish.weight for wish in problem.affinities]
    if any(resident.team for resident in problem.residents):
        weights.append(objective.team_overlap)
    exact = [Fraction(str(weight)) for weight in weights if weight]
    if not exact:
        return None
    denominator = np.lcm.reduce([weight.denominator for weight in exact], dtype=object)
    step = float(Fraction(gcd(*(int(weight * denominator) for weight in exact)), int(denominator)))
    return step if step >= FINEST_GRID else None


def on_grid(bound: float, step: float | None) -> float:
    """The largest possible score that a bound leaves: scores are multiples of the step."""
    if step is None or not isfinite(bound):
        return bound
    return floor(bound / step + TOLERANCE * max(1.0, abs(bound))) * step


def proves(objective: float, bound: float) -> bool:
    """Whether objective and bound agree within 1e-6 relative."""
    return bound - objective <= TOLERANCE * max(1.0, abs(objective))
