"""A part of a model: some columns move, the others stand where they are."""

from dataclasses import dataclass

from scheduling.solver.arrays import Bools, Floats
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
    return Part(matrix.part(moves, standing, strict=True), moves, standing)
