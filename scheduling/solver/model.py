"""A linear model built from arrays: columns, rows with the rule they state, and nothing of any engine."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.violations import Violation
from scheduling.solver.arrays import Floats, Ints

INFINITY = np.inf
Describe = Callable[[int, float], Violation]


@dataclass(frozen=True, slots=True)
class RowBlock:
    """Rows added together: those of one rule, or of the score (rule None).

    ``describe(k, short)`` says in words that row k of the block cannot hold, and by how much.
    """

    rule: RuleId | None
    first: int
    count: int
    describe: Describe | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """All of a model: maximise objective x, lower <= x <= upper, row_lower <= Ax <= row_upper; A as triplets."""

    lower: Floats
    upper: Floats
    objective: Floats
    integer: bool
    row_lower: Floats
    row_upper: Floats
    row: Ints
    column: Ints
    value: Floats


class LinearModel:
    """Collects columns and rows; `matrix` puts them together. All columns are integer or none is."""

    def __init__(self) -> None:
        self.blocks: list[RowBlock] = []
        self.columns = 0
        self.rows = 0
        self._columns: list[tuple[Floats, Floats, Floats]] = []
        self._rows: list[tuple[Floats, Floats]] = []
        self._entries: list[tuple[Ints, Ints, Floats]] = []

    def add_columns(self, lower: Floats | float, upper: Floats, objective: Floats | float) -> Ints:
        """Boxed columns, as many as ``upper`` has entries; returns their numbers."""
        count = len(upper)
        full = np.broadcast_to(np.asarray(lower, dtype=np.float64), count)
        cost = np.broadcast_to(np.asarray(objective, dtype=np.float64), count)
        self._columns.append((full, np.asarray(upper, dtype=np.float64), cost))
        self.columns += count
        return np.arange(self.columns - count, self.columns)

    def add_rows(
        self,
        rule: RuleId | None,
        lower: Floats | float,
        upper: Floats | float,
        entries: tuple[Ints, Ints, Floats | float],
        describe: Describe | None = None,
        count: int | None = None,
    ) -> Ints:
        """Rows with their entries (row within the block, column, value); returns the numbers of the rows."""
        sizes = [np.size(lower), np.size(upper)]
        total = max(sizes) if count is None else count
        low = np.broadcast_to(np.asarray(lower, dtype=np.float64), total)
        high = np.broadcast_to(np.asarray(upper, dtype=np.float64), total)
        row, column, value = entries
        values = np.broadcast_to(np.asarray(value, dtype=np.float64), len(row))
        self._rows.append((low, high))
        self._entries.append((row + self.rows, column, values))
        self.blocks.append(RowBlock(rule, self.rows, total, describe))
        self.rows += total
        return np.arange(self.rows - total, self.rows)

    def matrix(self, integer: bool = False) -> Matrix:
        """The model put together."""
        columns = [np.concatenate(part) for part in zip(*self._columns, strict=True)] or [np.zeros(0)] * 3
        rows = [np.concatenate(part) for part in zip(*self._rows, strict=True)] or [np.zeros(0)] * 2
        entries = [np.concatenate(part) for part in zip(*self._entries, strict=True)]
        row, column, value = entries or [np.zeros(0, dtype=np.int64)] * 2 + [np.zeros(0)]
        return Matrix(*columns, integer, *rows, row.astype(np.int64), column.astype(np.int64), value)
