"""Every possible pair of resident and coach, and what it is worth at given prices.

At prices for what residents share (rooms, supervision) and for gaps and pins, residents decouple. For each pair and
any multipliers, `pair_values` is an upper bound on what the resident can contribute with that coach.
"""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Bools, Floats, Ints, ProblemArrays, add_up, faculty_numbers
from scheduling.solver.schedule_model import pieces


@dataclass(frozen=True, slots=True)
class PairTable:
    """All pairs, ordered by resident; and their entries, one per pair and option of its resident.

    Entries are in segments (one per pair and date, or half-day where several sessions a day are allowed), segments in
    rows (one per pair and listed week). ``slot`` is the place of a segment in a table of rows x ``width``.
    """

    arrays: ProblemArrays
    resident: Ints
    coach: Ints
    open: Bools
    entry_pair: Ints
    entry_option: Ints
    entry_there: Bools
    segment_start: Ints
    segment_date: Ints
    date_slot: Ints
    row_pair: Ints
    row_min: Ints
    row_max: Ints
    width: int
    windows: Bools  # pairs x windows by first week: whether the coach could be met in it
    lengths: Floats
    weights: Floats
    worth: Floats  # per entry: what attending earns beside overlap
    affinity: Floats  # per pair


@dataclass(frozen=True, slots=True)
class Prices:
    """What an option costs its resident (rooms, supervision, gaps, pins), and what the priced rows are worth in sum.

    ``contact`` (residents x windows by first week) is what an overlap in a window earns by not missing it.
    """

    option: Floats
    constant: float
    contact: Floats


@dataclass(frozen=True, slots=True)
class Multipliers:
    """Per pair: the price of an overlap (``mu``) and of a session of the year (``load``)."""

    mu: Floats
    load: Floats


def pair_table(arrays: ProblemArrays) -> PairTable:
    """The table of all pairs that the rules allow."""
    problem = arrays.problem
    candidates = [faculty_numbers(problem, problem.candidates_of(resident)) for resident in problem.residents]
    counts = np.array([len(c) for c in candidates], dtype=np.int64)
    resident = np.repeat(np.arange(len(counts)), counts)
    coach = np.concatenate([np.zeros(0, dtype=np.int64), *candidates])
    return table_of(arrays, resident, coach)


def table_of(arrays: ProblemArrays, resident: Ints, coach: Ints) -> PairTable:
    """The table of some pairs, ordered by resident."""
    problem = arrays.problem
    is_open = np.array([problem.has_open_coach(r) for r in problem.residents], dtype=np.bool_)[resident]
    entry_pair, entry_option = _entries(arrays, resident)
    options = arrays.options
    earlier = options.earlier_coach[entry_option]
    present = np.where(earlier >= 0, earlier, coach[entry_pair])
    several = problem.rules.max_sessions_per_day > 1
    slot = options.half_day if several else options.date
    start = _starts(entry_pair, slot[entry_option])
    date_start = _starts(entry_pair[start], options.date[entry_option[start]])
    first = start[date_start]
    row_start = _starts(entry_pair[first], options.week[entry_option[first]])
    row_of_date = np.cumsum(_marks(row_start, len(first))) - 1
    place = np.arange(len(first)) - row_start[row_of_date]
    width = int(place.max(initial=0)) + 1
    week_row = options.week_row[entry_option[first[row_start]]]
    there = arrays.there[present, options.session[entry_option]]
    return PairTable(
        arrays=arrays,
        resident=resident,
        coach=coach,
        open=is_open,
        entry_pair=entry_pair,
        entry_option=entry_option,
        entry_there=there,
        segment_start=start,
        segment_date=np.cumsum(_marks(date_start, len(start))) - 1,
        date_slot=row_of_date * width + place,
        row_pair=entry_pair[first[row_start]],
        row_min=arrays.weeks.min[week_row],
        row_max=arrays.weeks.max[week_row],
        width=width,
        windows=_windows(arrays, len(resident), entry_pair, entry_option, there),
        lengths=pieces(arrays)[0],
        weights=pieces(arrays)[1],
        worth=arrays.worth(entry_option, there),
        affinity=arrays.affinity[resident, coach],
    )


def _entries(arrays: ProblemArrays, resident: Ints) -> tuple[Ints, Ints]:
    """Each pair with each allowed option of its resident."""
    allowed = np.flatnonzero(arrays.options.allowed)
    owner = arrays.options.resident[allowed]
    first = np.searchsorted(owner, np.arange(arrays.residents))
    count = np.bincount(owner, minlength=arrays.residents)
    sizes = count[resident]
    pair = np.repeat(np.arange(len(resident)), sizes)
    offset = np.arange(len(pair)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return pair, allowed[first[resident[pair]] + offset]


def _starts(pair: Ints, slot: Ints) -> Ints:
    """Where a new pair or a new slot begins."""
    if not len(pair):
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(np.r_[True, (pair[1:] != pair[:-1]) | (slot[1:] != slot[:-1])])


def _marks(starts: Ints, length: int) -> Ints:
    marks = np.zeros(length, dtype=np.int64)
    marks[starts] = 1
    return marks


def pair_values(table: PairTable, prices: Prices, multipliers: Multipliers) -> Floats:
    """An upper bound on the worth of each pair, for any prices and multipliers."""
    bonus = contact_by_option(table.arrays, prices.contact)[table.entry_option]
    met = np.where(table.entry_there, multipliers.mu[table.entry_pair] + bonus, 0.0)
    return values_of(table, prices, multipliers, table.worth + met)


def values_of(table: PairTable, prices: Prices, multipliers: Multipliers, earned: Floats) -> Floats:
    """The same, where ``earned`` says what each entry earns before its prices."""
    worth: Floats = earned - prices.option[table.entry_option] - multipliers.load[table.entry_pair]
    year = (
        table.affinity
        + _year(table, multipliers)
        - (table.windows * prices.contact[table.resident]).sum(axis=1)
    )
    value: Floats = year + add_up(table.row_pair, _weeks(table, worth), len(year))
    return value


def _weeks(table: PairTable, worth: Floats) -> Floats:
    """The best of each week: the better session of each slot, the minimum always, more while it pays."""
    if not len(worth):
        return np.zeros(len(table.row_pair))
    best = np.maximum.reduceat(worth, table.segment_start)
    most = table.arrays.problem.rules.max_sessions_per_day
    rows = len(table.row_pair)
    if most == 1:
        grid = np.full(rows * table.width, -np.inf)
        grid[table.date_slot] = best
    else:
        grid = _several_a_day(table, best, most)
    ordered = -np.sort(-grid.reshape(rows, -1), axis=1)
    place = np.arange(ordered.shape[1])[None, :]
    taken = np.where(place < table.row_min[:, None], ordered, np.maximum(ordered, 0.0))
    taken = np.where((place < table.row_max[:, None]) & np.isfinite(ordered), taken, 0.0)
    return np.asarray(taken.sum(axis=1), dtype=np.float64)


def _several_a_day(table: PairTable, best: Floats, most: int) -> Floats:
    """The best half-days of each date, as many as a date may hold, in a table of rows x (width x most)."""
    date = table.segment_date
    order = np.lexsort((-best, date))
    start = np.searchsorted(date[order], np.arange(len(table.date_slot)))
    rank = np.arange(len(order)) - start[date[order]]
    kept = order[rank < most]
    grid = np.full(len(table.row_pair) * table.width * most, -np.inf)
    grid[table.date_slot[date[kept]] * most + rank[rank < most]] = best[kept]
    return grid


def _year(table: PairTable, multipliers: Multipliers) -> Floats:
    residents = table.arrays.problem.residents
    low = np.array([r.year_min for r in residents], dtype=np.float64)[table.resident]
    high = np.array([r.year_max for r in residents], dtype=np.float64)[table.resident]
    overlap = (
        np.maximum(table.weights[None, :] - multipliers.mu[:, None], 0.0) * table.lengths[table.resident]
    )
    found: Floats = overlap.sum(axis=1) + np.maximum(multipliers.load * low, multipliers.load * high)
    return found


def contact_by_option(arrays: ProblemArrays, contact: Floats) -> Floats:
    """What an overlap in each option earns in all windows that hold its week."""
    if not contact.shape[1]:
        return np.zeros(len(arrays.options.week))
    length = arrays.problem.rules.contact_window_weeks
    padded = np.zeros((contact.shape[0], arrays.problem.weeks + 1))
    padded[:, 1:] = np.cumsum(_by_first_week(contact, arrays.problem.weeks), axis=1)
    week = arrays.options.week
    first = np.maximum(week - length + 1, 0)
    found: Floats = padded[arrays.options.resident, week + 1] - padded[arrays.options.resident, first]
    return found


def _by_first_week(contact: Floats, weeks: int) -> Floats:
    full = np.zeros((contact.shape[0], weeks))
    full[:, : contact.shape[1]] = contact
    return full


def _windows(arrays: ProblemArrays, pairs: int, entry_pair: Ints, entry_option: Ints, there: Bools) -> Bools:
    """For each pair and window by first week whether the coach could be met in it."""
    problem = arrays.problem
    length = problem.rules.contact_window_weeks
    if length > problem.weeks or not problem.objective.missed_window:
        return np.zeros((pairs, 0), dtype=np.bool_)
    met = np.zeros((pairs, problem.weeks), dtype=np.bool_)
    met[entry_pair[there], arrays.options.week[entry_option[there]]] = True
    return np.asarray(np.lib.stride_tricks.sliding_window_view(met, length, axis=1).any(axis=2))
