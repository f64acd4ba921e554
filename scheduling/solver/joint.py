"""Pairing and schedule in one model over the pairs that may still be better: each pair has its own copy of its resident.

A resident's own rules hold in every copy, scaled by whether the pair is chosen; shared rules hold over all copies. The
relaxation is as strong as the best prices, so its value bounds all pairings among the given pairs.
"""

from dataclasses import dataclass, replace

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.solver.arrays import Bools, Floats, Ints
from scheduling.solver.model import LinearModel, Matrix
from scheduling.solver.pairs import PairTable
from scheduling.solver.prices import PRICED
from scheduling.solver.rules import pairing
from scheduling.solver.schedule import BuiltSchedule
from scheduling.solver.schedule_model import pieces


@dataclass(frozen=True, slots=True)
class JointRows:
    """Where the rows stand that prices are read from; ``shared_rule`` numbers the same rows in the schedule's model."""

    panel: Ints
    shared: Ints
    shared_rule: Ints
    year: Ints
    year_pair: Ints
    overlap: Ints  # one per pair
    window: Ints
    window_pair: Ints
    window_first: Ints


@dataclass(frozen=True, slots=True)
class JointModel:
    """The model, and where its columns stand: ``y`` per pair, ``x`` per entry of the table."""

    built: BuiltSchedule
    copies: "Copies"
    rows: JointRows
    matrix: Matrix
    minima: Bools  # the rows of `open_session`

    def relaxed(self) -> Matrix:
        """The relaxation, without the minima of sessions: no price stands for them in a certificate."""
        return self.matrix.without(self.minima) if self.minima.any() else self.matrix

    def whole(self) -> Matrix:
        """The complete model with all columns whole."""
        return replace(self.matrix, integer=True)

    def whole_pairs(self) -> Matrix:
        """The same model with whole pairs; sessions may be shared, so its value bounds that of every pairing."""
        integer = np.zeros(len(self.matrix.lower), dtype=np.bool_)
        integer[self.copies.y] = True
        return replace(self.matrix, integer=integer)

    def pairing(self, values: Floats) -> Ints:
        """The faculty number of each resident in a whole solution."""
        table = self.copies.table
        coach = np.zeros(table.arrays.residents, dtype=np.int64)
        chosen = values[self.copies.y] > 0.5
        coach[table.resident[chosen]] = table.coach[chosen]
        return coach


def build_joint(table: PairTable, built: BuiltSchedule) -> JointModel:
    """The joint model over the pairs of a (reduced) table; ``built`` lends the rows of the rules."""
    model = LinearModel()
    y = model.add_columns(0.0, np.ones(len(table.resident)), table.affinity)
    copies = _add_copies(model, table, y)
    pairing.add_rows(model, table, y)
    rows = JointRows(
        np.arange(table.arrays.residents, model.rows),
        *_add_shared(model, built, copies),
        *_add_personal(model, built, copies),
        _add_overlap(model, copies),
        *_add_windows(model, copies),
    )
    _add_only_if_chosen(model, copies, _in_at_most_one(built))
    _add_minima(model, built, copies)
    return JointModel(built, copies, rows, model.matrix(), model.rows_of(RuleId.OPEN_SESSION))


@dataclass(frozen=True, slots=True)
class Copies:
    """The columns of the joint model: ``y`` per pair, ``x`` per entry, that is, per pair and option of its resident."""

    table: PairTable
    y: Ints
    x: Ints
    pair: Ints  # per entry
    option: Ints  # per entry
    there: Bools  # per entry: whether the pair's coach is there

    def alone(self) -> Bools:
        """Pairs that are their resident's only one, and so chosen."""
        found: Bools = np.bincount(self.table.resident)[self.table.resident] == 1
        return found

    def of_residents(self, resident: Ints) -> tuple[Ints, Ints]:
        """For items that each belong to a resident: item and pair, once for each pair of the resident."""
        count = np.bincount(self.table.resident, minlength=self.table.arrays.residents)
        first = np.cumsum(count) - count
        sizes = count[resident]
        item = np.repeat(np.arange(len(resident)), sizes)
        place = np.arange(len(item)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return item, first[resident[item]] + place

    def of_options(self, option: Ints) -> tuple[Ints, Ints, Ints]:
        """For items that each concern an allowed option: item, pair and the column of the pair's copy."""
        options = self.table.arrays.options
        rank = np.cumsum(options.allowed) - 1
        owner = options.resident[options.allowed]
        first_option = np.searchsorted(owner, np.arange(self.table.arrays.residents))
        first_entry = np.searchsorted(self.pair, np.arange(len(self.y)))
        item, pair = self.of_residents(options.resident[option])
        place = rank[option[item]] - first_option[options.resident[option[item]]]
        return item, pair, self.x[first_entry[pair] + place]


def _add_copies(model: LinearModel, table: PairTable, y: Ints) -> Copies:
    """A column for each pair and option of its resident."""
    pairs: list[Ints] = []
    options: list[Ints] = []
    there: list[Bools] = []
    for year, place in table.by_resident():
        count = place.stop - place.start
        pairs.append(np.repeat(np.arange(place.start, place.stop), len(year.option)))
        options.append(np.tile(year.option, count))
        there.append(year.there(table.coach[place]).reshape(-1))
    pair, option, seen = np.concatenate(pairs), np.concatenate(options), np.concatenate(there)
    x = model.add_columns(0.0, np.ones(len(pair)), table.arrays.worth(option, seen))
    return Copies(table, y, x, pair, option, seen)


def _rules(built: BuiltSchedule, *, shared: bool) -> Bools:
    """Which rows state the rules that are priced, or those that bind each resident alone."""
    wanted = np.zeros(len(built.matrix.row_lower), dtype=np.bool_)
    for block in built.model.model.blocks:
        wanted[block.first : block.first + block.count] = (
            block.rule not in (None, RuleId.OPEN_SESSION) and (block.rule in PRICED) is shared
        )
    return wanted


def _entries_of(built: BuiltSchedule, wanted: Bools) -> tuple[Ints, Ints, Floats, Ints]:
    """Entries (row, option, value) of some rows, and the numbers of these rows."""
    matrix = built.matrix
    option_of = np.full(len(matrix.lower), -1, dtype=np.int64)
    option_of[built.model.x] = np.arange(len(built.model.x))
    entry = np.flatnonzero(wanted[matrix.row] & (option_of[matrix.column] >= 0))
    entry = entry[built.arrays.options.allowed[option_of[matrix.column[entry]]]]
    return matrix.row[entry], option_of[matrix.column[entry]], matrix.value[entry], np.flatnonzero(wanted)


def _add_shared(model: LinearModel, built: BuiltSchedule, copies: Copies) -> tuple[Ints, Ints]:
    """Each row once, over all copies; returns the numbers here and in the schedule's model."""
    row, option, value, rows = _entries_of(built, _rules(built, shared=True))
    item, _, column = copies.of_options(option)
    place = np.searchsorted(rows, row)[item]
    lower, upper = built.matrix.row_lower[rows], built.matrix.row_upper[rows]
    return model.add_rows(None, lower, upper, (place, column, value[item]), count=len(rows)), rows


def _add_minima(model: LinearModel, built: BuiltSchedule, copies: Copies) -> None:
    """The columns of open sessions, and the rows that tie all copies to them."""
    if not built.minima.any():
        return
    row, option, value, rows = _entries_of(built, built.minima)
    item, _, column = copies.of_options(option)
    matrix, x = built.matrix, built.model.x
    opening = np.flatnonzero(built.minima[matrix.row] & ~np.isin(matrix.column, x))
    opened, number = np.unique(matrix.column[opening], return_inverse=True)
    columns = model.add_columns(0.0, np.ones(len(opened)), 0.0)
    entries = (
        np.searchsorted(rows, np.concatenate((row[item], matrix.row[opening]))),
        np.concatenate((column, columns[number])),
        np.concatenate((value[item], matrix.value[opening])),
    )
    lower, upper = matrix.row_lower[rows], matrix.row_upper[rows]
    model.add_rows(RuleId.OPEN_SESSION, lower, upper, entries, count=len(rows))


def _add_personal(model: LinearModel, built: BuiltSchedule, copies: Copies) -> tuple[Ints, Ints]:
    """Each row once for each pair of its resident: at most (at least) the limit if the pair is chosen, else nothing.

    Returns the rows of yearly loads and their pairs.
    """
    row, option, value, _ = _entries_of(built, _rules(built, shared=False))
    resident = np.zeros(len(built.matrix.row_lower), dtype=np.int64)
    resident[row] = built.arrays.options.resident[option]
    used = np.unique(row)
    row_item, row_pair = copies.of_residents(resident[used])
    first = np.searchsorted(row_item, np.arange(len(used)))
    first_pair = np.searchsorted(copies.table.resident, np.arange(built.arrays.residents))
    item, pair, column = copies.of_options(option)
    place = first[np.searchsorted(used, row[item])] + pair - first_pair[resident[row[item]]]
    block = next(block for block in built.model.model.blocks if block.rule is RuleId.YEARLY_LOAD)
    years: list[tuple[Ints, Ints]] = []
    for limits, lower, upper in (
        (built.matrix.row_upper[used], -np.inf, 0.0),
        (built.matrix.row_lower[used], 0.0, np.inf),
    ):
        copied = limits[row_item]
        binding = np.isfinite(copied) & ((copied > 0) | (upper == 0.0))
        number = np.cumsum(binding) - 1
        kept = binding[place]
        chosen = np.flatnonzero(binding)
        entries = (
            np.concatenate((number[place[kept]], np.arange(len(chosen)))),
            np.concatenate((column[kept], copies.y[row_pair[chosen]])),
            np.concatenate((value[item[kept]], -copied[chosen])),
        )
        numbers = model.add_rows(None, lower, upper, entries, count=len(chosen))
        yearly = (used[row_item[chosen]] - block.first) // block.count == 0
        years.append((numbers[yearly], row_pair[chosen[yearly]]))
    return np.concatenate([part[0] for part in years]), np.concatenate([part[1] for part in years])


def _in_at_most_one(built: BuiltSchedule) -> Bools:
    """Options that lie in a personal rule's row of at most one; its copies already say that the pair must be chosen."""
    row, option, _, _ = _entries_of(built, _rules(built, shared=False))
    found = np.zeros(len(built.model.x), dtype=np.bool_)
    found[option[built.matrix.row_upper[row] == 1]] = True
    return found


def _add_only_if_chosen(model: LinearModel, copies: Copies, said: Bools) -> None:
    """A session is attended only in the copy of a chosen pair, where no row has said so and there is a choice."""
    entry = np.flatnonzero(~said[copies.option] & ~copies.alone()[copies.pair])
    place = np.arange(len(entry))
    ones = np.ones(len(entry))
    entries = (
        np.concatenate((place, place)),
        np.concatenate((copies.x[entry], copies.y[copies.pair[entry]])),
        np.concatenate((ones, -ones)),
    )
    model.add_rows(None, -np.inf, 0.0, entries, count=len(entry))


def _add_overlap(model: LinearModel, copies: Copies) -> Ints:
    """The overlaps of each copy fill the pieces of the score, each as long as its pair is chosen."""
    table = copies.table
    lengths, weights = pieces(table.arrays)
    lengths = lengths[table.resident]
    pair, piece = np.nonzero(lengths)
    z = model.add_columns(0.0, lengths[pair, piece], weights[piece])
    seen = np.flatnonzero(copies.there)
    entries = (
        np.concatenate((copies.pair[seen], pair)),
        np.concatenate((copies.x[seen], z)),
        np.concatenate((np.ones(len(seen)), -np.ones(len(z)))),
    )
    numbers = model.add_rows(None, 0.0, 0.0, entries, count=len(table.resident))
    chosen = np.flatnonzero(~copies.alone()[pair])
    count = np.arange(len(chosen))
    limits = (
        np.concatenate((count, count)),
        np.concatenate((z[chosen], copies.y[pair[chosen]])),
        np.concatenate((np.ones(len(chosen)), -lengths[pair[chosen], piece[chosen]])),
    )
    model.add_rows(None, -np.inf, 0.0, limits, count=len(chosen))
    return numbers


def _add_windows(model: LinearModel, copies: Copies) -> tuple[Ints, Ints, Ints]:
    """A window of a chosen pair without overlap is missed; returns the rows, their pairs and first weeks."""
    table = copies.table
    firsts = table.windows.shape[1]
    pair, first = np.nonzero(table.windows)
    missed = model.add_columns(0.0, np.ones(len(pair)), -table.arrays.problem.objective.missed_window)
    number = np.full((len(table.resident), firsts), -1, dtype=np.int64)
    number[pair, first] = np.arange(len(pair))
    seen = np.flatnonzero(copies.there) if firsts else np.zeros(0, dtype=np.int64)
    week = table.arrays.options.week[copies.option[seen]]
    length = table.arrays.problem.rules.contact_window_weeks
    start = week[:, None] - np.arange(length)[None, :]
    inside = (start >= 0) & (start < firsts)
    entry = np.broadcast_to(seen[:, None], start.shape)[inside]
    window = number[copies.pair[entry], start[inside]]
    entries = (
        np.concatenate((window, np.arange(len(pair)), np.arange(len(pair)))),
        np.concatenate((copies.x[entry], missed, copies.y[pair])),
        np.concatenate((np.ones(len(entry)), np.ones(len(pair)), -np.ones(len(pair)))),
    )
    return model.add_rows(None, 0.0, np.inf, entries, count=len(pair)), pair, first
