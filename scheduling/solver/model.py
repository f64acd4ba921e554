"""A linear model built from arrays: columns, rows with the rule they state, and nothing of any engine."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.violations import Violation
from scheduling.solver.arrays import Bools, Floats, Ints, add_up

INFINITY = np.inf
MISSED = 1e-6  # by more, a row is missed
Describe = Callable[[int, float], Violation]


@dataclass(frozen=True, slots=True)
class RowBlock:
    """Rows added together: those of one rule, or of the score (rule None).

    ``describe(k, short)`` says in words that row k of the block cannot hold, and by how much. ``keys`` numbers what
    each row is about, where a certificate must name it.
    """

    rule: RuleId | None
    first: int
    count: int
    describe: Describe | None
    keys: Ints | None = None


@dataclass(frozen=True, slots=True)
class Matrix:
    """All of a model: maximise objective x, lower <= x <= upper, row_lower <= Ax <= row_upper; A as triplets.

    ``integer``: whether all columns are whole, or which.
    """

    lower: Floats
    upper: Floats
    objective: Floats
    integer: bool | Bools
    row_lower: Floats
    row_upper: Floats
    row: Ints
    column: Ints
    value: Floats

    def part(self, free: Bools, values: Floats, *, strict: bool = False) -> "Matrix":
        """Only the free columns and the rows that hold any of them; the other columns stay at their values.

        If ``strict``, a row that holds none of them and does not hold makes the part infeasible.
        """
        rows = len(self.row_lower)
        given = add_up(self.row, self.value * np.where(free, 0.0, values)[self.column], rows)
        entry = free[self.column]
        kept = np.bincount(self.row[entry], minlength=rows) > 0
        if strict:
            kept |= (given < self.row_lower - MISSED) | (given > self.row_upper + MISSED)
        row_number, column_number = np.cumsum(kept) - 1, np.cumsum(free) - 1
        return Matrix(
            lower=self.lower[free],
            upper=self.upper[free],
            objective=self.objective[free],
            integer=self.integer,
            row_lower=(self.row_lower - given)[kept],
            row_upper=(self.row_upper - given)[kept],
            row=row_number[self.row[entry]],
            column=column_number[self.column[entry]],
            value=self.value[entry],
        )

    def with_row(self, column: Ints, value: Floats, lower: float, upper: float) -> "Matrix":
        """The same model with one row more."""
        return replace(
            self,
            row_lower=np.append(self.row_lower, lower),
            row_upper=np.append(self.row_upper, upper),
            row=np.append(self.row, np.full(len(column), len(self.row_lower), dtype=self.row.dtype)),
            column=np.append(self.column, column.astype(self.column.dtype)),
            value=np.append(self.value, value),
        )

    def without(self, rows: Bools) -> "Matrix":
        """The same model in which some rows bind nothing."""
        return replace(
            self,
            row_lower=np.where(rows, -INFINITY, self.row_lower),
            row_upper=np.where(rows, INFINITY, self.row_upper),
        )


class LinearModel:
    """Collects columns and rows; `matrix` puts them together."""

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
        lower: Floats | Ints | float,
        upper: Floats | Ints | float,
        entries: tuple[Ints, Ints, Floats | float],
        describe: Describe | None = None,
        *,
        count: int,
        keys: Ints | None = None,
    ) -> Ints:
        """``count`` rows with their entries (row within the block, column, value); returns their numbers."""
        low = np.broadcast_to(np.asarray(lower, dtype=np.float64), count)
        high = np.broadcast_to(np.asarray(upper, dtype=np.float64), count)
        row, column, value = entries
        values = np.broadcast_to(np.asarray(value, dtype=np.float64), len(row))
        self._rows.append((low, high))
        self._entries.append((row + self.rows, column, values))
        self.blocks.append(RowBlock(rule, self.rows, count, describe, keys))
        self.rows += count
        return np.arange(self.rows - count, self.rows)

    def blocks_of(self, rule: RuleId) -> list[RowBlock]:
        """The blocks that state a rule."""
        return [block for block in self.blocks if block.rule is rule]

    def rows_of(self, rule: RuleId) -> Bools:
        """Which rows state a rule."""
        found = np.zeros(self.rows, dtype=np.bool_)
        for block in self.blocks_of(rule):
            found[block.first : block.first + block.count] = True
        return found

    def forget_words(self) -> None:
        """Nobody will ask what a row says in words, so what the words are made of need not be kept."""
        self.blocks = [replace(block, describe=None) for block in self.blocks]

    def matrix(self, *, integer: bool = False) -> Matrix:
        """The model put together. Parts that were joined stay joined, so that nothing is kept twice."""
        self._columns = [_joined(self._columns, (np.float64, np.float64, np.float64))]
        self._rows = [_joined(self._rows, (np.float64, np.float64))]
        self._entries = [_joined(self._entries, (np.int32, np.int32, np.float64))]  # half the room
        (lower, upper, objective), (row_lower, row_upper) = self._columns[0], self._rows[0]
        row, column, value = self._entries[0]
        return Matrix(lower, upper, objective, integer, row_lower, row_upper, row, column, value)


def _joined(parts: Sequence[tuple[Any, ...]], kinds: tuple[type, ...]) -> tuple[Any, ...]:
    """Parallel arrays that came in parts, each as one."""
    return tuple(
        np.concatenate([np.zeros(0, dtype=kind), *(part[place] for part in parts)], dtype=kind)
        for place, kind in enumerate(kinds)
    )
