"""Every possible pair of resident and coach, with what each could attend; `scheduling.solver.worth` values them."""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Bools, Floats, Ints, ProblemArrays, faculty_numbers
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

    def of(self, pairs: Ints | Bools) -> "PairTable":
        """The table of some of these pairs, in the same order."""
        return table_of(self.arrays, self.resident[pairs], self.coach[pairs])


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


def _windows(arrays: ProblemArrays, pairs: int, entry_pair: Ints, entry_option: Ints, there: Bools) -> Bools:
    """For each pair and window by first week whether the coach could be met in it."""
    problem = arrays.problem
    length = problem.rules.contact_window_weeks
    if length > problem.weeks or not problem.objective.missed_window:
        return np.zeros((pairs, 0), dtype=np.bool_)
    met = np.zeros((pairs, problem.weeks), dtype=np.bool_)
    met[entry_pair[there], arrays.options.week[entry_option[there]]] = True
    return np.asarray(np.lib.stride_tricks.sliding_window_view(met, length, axis=1).any(axis=2))
