"""A part of a model: some columns move, the others stand where they are."""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Bools, Floats, add_up
from scheduling.solver.model import Matrix


@dataclass(frozen=True, slots=True)
class Part:
    """The model of the columns that move; ``standing`` has the values of all columns."""

    matrix: Matrix
    moves: Bools
    standing: Floats

    def filled(self, values: Floats) -> Floats:
        """The values of all columns from those of the part."""
        found = self.standing.copy()
        found[self.moves] = values
        return found


def part_of(matrix: Matrix, moves: Bools, standing: Floats) -> Part:
    """The part in which only some columns move. Rows that none of them is in must hold already, or nothing does."""
    fixed = np.where(moves, 0.0, standing)
    activity = add_up(matrix.row, matrix.value * fixed[matrix.column], len(matrix.row_lower))
    entries = moves[matrix.column]
    used = np.bincount(matrix.row[entries], minlength=len(matrix.row_lower)) > 0
    missed = (activity < matrix.row_lower - 1e-6) | (activity > matrix.row_upper + 1e-6)
    used |= missed  # an empty row that does not hold makes the part infeasible, as it should be
    row_number, column_number = np.cumsum(used) - 1, np.cumsum(moves) - 1
    inside = Matrix(
        lower=matrix.lower[moves],
        upper=matrix.upper[moves],
        objective=matrix.objective[moves],
        integer=matrix.integer,
        row_lower=(matrix.row_lower - activity)[used],
        row_upper=(matrix.row_upper - activity)[used],
        row=row_number[matrix.row[entries]],
        column=column_number[matrix.column[entries]],
        value=matrix.value[entries],
    )
    return Part(inside, moves, standing)
