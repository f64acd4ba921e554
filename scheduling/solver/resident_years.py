"""What one resident may attend in the year, laid out so that the best of every week is found for many coaches at once."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scheduling.solver.arrays import HALF_DAYS_PER_DATE, Bools, Floats, Ints, ProblemArrays
from scheduling.solver.schedule_model import pieces


@dataclass(frozen=True, slots=True)
class ResidentYear:
    """Allowed options, the half-days (or dates) they share, and the weeks in which these lie.

    Options stand in segments, of which one option may be attended; ``slot`` is the place of a segment in a table of
    weeks x ``width``, in which each date has ``per_date`` places and at most ``most`` are taken.
    """

    arrays: ProblemArrays
    option: Ints
    segment_start: Ints
    slot: Ints
    row_min: Ints
    row_max: Ints
    width: int
    per_date: int
    most: int
    year_min: int
    year_max: int
    lengths: Floats  # of the pieces of the score
    weights: Floats

    def there(self, coach: Ints) -> Bools:
        """Coaches x options: whether the coach, or the one of earlier days, is there."""
        session = self.arrays.options.session[self.option]
        earlier = self.arrays.options.earlier_coach[self.option]
        found: Bools = self.arrays.there[coach[:, None], session[None, :]]
        if np.any(earlier >= 0):
            found = np.where(earlier >= 0, self.arrays.there[earlier, session], found)
        return found

    def windows(self, coach: Ints) -> Bools:
        """Coaches x contact windows by first week: whether the coach could be met in it."""
        problem = self.arrays.problem
        length = problem.rules.contact_window_weeks
        if length > problem.weeks or not problem.objective.missed_window:
            return np.zeros((len(coach), 0), dtype=np.bool_)
        met = np.zeros((problem.weeks, len(coach)), dtype=np.bool_)
        np.logical_or.at(met, self.arrays.options.week[self.option], self.there(coach).T)
        return np.asarray(np.lib.stride_tricks.sliding_window_view(met.T, length, axis=1).any(axis=2))

    def best_weeks(self, worth: Floats) -> Floats:
        """The sum of the best of each week, for coaches x options of such worth.

        The better session of each half-day, so many half-days a date, the week's minimum always, more while it pays.
        """
        count = len(worth)
        if not len(self.option):
            return np.zeros(count)
        grid = np.full((count, len(self.row_min) * self.width), -np.inf)
        grid[:, self.slot] = np.maximum.reduceat(worth, self.segment_start, axis=1)
        if self.most < self.per_date:
            dates = -np.sort(-grid.reshape(count, -1, self.per_date), axis=2)
            grid = dates[:, :, : self.most]
        ordered = -np.sort(-grid.reshape(count, len(self.row_min), -1), axis=2)
        place = np.arange(ordered.shape[2])
        always, possible = place < self.row_min[:, None], place < self.row_max[:, None]
        taken = np.where(always, ordered, np.maximum(ordered, 0.0))
        return np.asarray(np.where(possible & np.isfinite(ordered), taken, 0.0).sum(axis=(1, 2)))


def resident_years(arrays: ProblemArrays) -> tuple[ResidentYear, ...]:
    """The year of every resident."""
    allowed = np.flatnonzero(arrays.options.allowed)
    ends = np.searchsorted(arrays.options.resident[allowed], np.arange(arrays.residents + 1))
    lengths, weights = pieces(arrays)
    return tuple(
        _year(arrays, number, allowed[first:end], lengths[number], weights)
        for number, (first, end) in enumerate(pairwise(ends))
    )


def _year(arrays: ProblemArrays, number: int, option: Ints, lengths: Floats, weights: Floats) -> ResidentYear:
    options, resident = arrays.options, arrays.problem.residents[number]
    most = arrays.problem.rules.max_sessions_per_day
    per_date = HALF_DAYS_PER_DATE if most > 1 else 1
    start = _starts(options.half_day[option] if most > 1 else options.date[option])
    first = option[start]
    date_start = _starts(options.date[first])
    date = np.searchsorted(date_start, np.arange(len(first)), side="right") - 1
    dates = first[date_start]
    row_start = _starts(options.week[dates])
    row = np.searchsorted(row_start, np.arange(len(dates)), side="right") - 1
    place = np.arange(len(dates)) - row_start[row]
    width = (int(place.max(initial=0)) + 1) * per_date
    within: Ints = options.half_day[first] % per_date  # 0 where a date has one place
    week_row = options.week_row[dates[row_start]]
    return ResidentYear(
        arrays=arrays,
        option=option,
        segment_start=start,
        slot=row[date] * width + place[date] * per_date + within,
        row_min=arrays.weeks.min[week_row],
        row_max=arrays.weeks.max[week_row],
        width=width,
        per_date=per_date,
        most=min(most, per_date),
        year_min=resident.year_min,
        year_max=resident.year_max,
        lengths=lengths,
        weights=weights,
    )


def _starts(of: Ints) -> Ints:
    """Where a run of equal numbers begins."""
    return np.flatnonzero(np.diff(of, prepend=-1))
