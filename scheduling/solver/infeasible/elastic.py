"""A model whose rows may be missed at a price: what gives way there is what collides."""

from dataclasses import dataclass, replace

import numpy as np

from scheduling.solver.arrays import Floats, Ints, add_up
from scheduling.solver.model import Matrix


@dataclass(frozen=True, slots=True)
class Elastic:
    """A matrix whose last columns are what rows give: ``above`` their upper side, then ``below`` their lower side.

    One unit of these columns is ``step`` of the row.
    """

    matrix: Matrix
    columns: int  # those of the model itself
    above: Ints
    below: Ints
    step: Floats

    def given(self, values: Floats) -> tuple[Floats, Floats]:
        """How far each row is exceeded and how far it is missed."""
        rows = len(self.matrix.row_lower)
        given, cut = self.step * values[self.columns :], len(self.above)
        return add_up(self.above, given[:cut], rows), add_up(self.below, given[cut:], rows)


def elastic(matrix: Matrix, price: Floats, step: Floats | None = None) -> Elastic:
    """Every row with a price may be missed from either side, at that price a unit; nothing else is scored.

    ``price`` and ``step`` (default 1) have one entry per row; a row with the price 0 is kept. Whole numbers of a step
    are given where the matrix is whole.
    """
    above = np.flatnonzero(np.isfinite(matrix.row_upper) & (price > 0))
    below = np.flatnonzero(np.isfinite(matrix.row_lower) & (price > 0))
    row = np.concatenate((above, below))
    sign = np.concatenate((-np.ones(len(above)), np.ones(len(below))))
    size = np.ones(len(row)) if step is None else step[row]
    columns = len(matrix.lower)
    stretched = Matrix(
        lower=np.concatenate((matrix.lower, np.zeros(len(row)))),
        upper=np.concatenate((matrix.upper, np.ceil(_reach(matrix)[row] / size))),
        objective=np.concatenate((np.zeros(columns), -price[row] * size)),
        integer=matrix.integer,
        row_lower=matrix.row_lower,
        row_upper=matrix.row_upper,
        row=np.concatenate((matrix.row, row)),
        column=np.concatenate((matrix.column, columns + np.arange(len(row)))),
        value=np.concatenate((matrix.value, sign * size)),
    )
    return Elastic(stretched, columns, above, below, size)


def loosened(matrix: Matrix, by: float) -> Matrix:
    """All sides of rows a little wider, so that prices are put on as few rows as will do."""
    return replace(matrix, row_lower=matrix.row_lower - by, row_upper=matrix.row_upper + by)


def widened(matrix: Matrix, above: Floats, below: Floats) -> Matrix:
    """The matrix with what its rows were given."""
    return replace(matrix, row_lower=matrix.row_lower - below, row_upper=matrix.row_upper + above)


def _reach(matrix: Matrix) -> Floats:
    """More than any row can be missed by."""
    side = np.maximum(_finite(matrix.row_lower), _finite(matrix.row_upper))
    most = np.maximum(np.abs(matrix.lower), np.abs(matrix.upper))
    return add_up(matrix.row, np.abs(matrix.value) * most[matrix.column], len(side)) + side + 1.0


def _finite(values: Floats) -> Floats:
    return np.where(np.isinf(values), 0.0, np.abs(values))
