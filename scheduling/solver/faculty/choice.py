"""The best legal half-days of each faculty member, if each offered session is worth so much by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scheduling.domain.calendar import DAYS_IN_WEEK
from scheduling.solver.arrays import HALF_DAYS_PER_DATE, Bools, Floats, Ints, add_up
from scheduling.solver.offers import Offers

MOST_PATTERNS = 20_000


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen units, and for each member a bound on what any legal half-days are worth."""

    units: Bools
    worth: Floats


class Chooser:
    """Chooses half-days at given values. The weekly patterns of the year are listed once."""

    def __init__(self, offers: Offers) -> None:
        self.offers = offers
        everyone = range(len(offers.quota))
        self._patterns = [patterns_of(offers, member) if offers.by_year else None for member in everyone]

    def best(self, values: Floats) -> Chosen:
        """The best choice at a value per entry; a unit that is worth nothing is not chosen.

        A bound is exact but where a member has more weekly patterns than are listed.
        """
        offers = self.offers
        if not offers.by_year:
            taken = best_by_date(offers, values)
            chosen = np.zeros(offers.units, dtype=np.bool_)
            chosen[offers.unit[taken]] = True
            return Chosen(chosen, add_up(offers.member[taken], values[taken], len(offers.quota)))
        return self._best_by_year(values)

    def worth_of(self, member: int, values: Floats) -> float:
        """A bound on what any legal half-days of one member are worth."""
        offers, patterns = self.offers, self._patterns[member]
        mine = np.arange(*np.searchsorted(offers.member, (member, member + 1)))
        if patterns is None:
            return float(values[_best_of_entries(offers, mine[values[mine] > 0], values)].sum())
        first, end = np.searchsorted(offers.member_of_unit, (member, member + 1))
        worth = add_up(offers.unit[mine] - first, values[mine], int(end - first))
        return float((patterns @ np.maximum(worth, 0.0)).max())

    def _best_by_year(self, values: Floats) -> Chosen:
        offers = self.offers
        worth = offers.per_unit(values)
        taken = best_by_date(offers, values)
        most = add_up(offers.member[taken], values[taken], len(offers.quota))
        chosen = np.zeros(offers.units, dtype=np.bool_)
        for member, patterns in enumerate(self._patterns):
            units = np.flatnonzero(offers.member_of_unit == member)
            if patterns is None:
                chosen[units] = _greedy(offers, member, units, worth)
                continue
            totals = patterns @ np.maximum(worth[units], 0.0)
            place = int(totals.argmax())
            chosen[units] = patterns[place] & (worth[units] > 0)
            most[member] = totals[place]
        return Chosen(chosen, most)


def best_by_date(offers: Offers, values: Floats) -> Ints:
    """The entries to take where every date is decided by itself: the best of each half-day, the best of each week."""
    return _best_of_entries(offers, np.flatnonzero(values > 0), values)


def _best_of_entries(offers: Offers, entry: Ints, values: Floats) -> Ints:
    weeks = offers.problem.weeks
    half_days = weeks * DAYS_IN_WEEK * HALF_DAYS_PER_DATE
    owner = offers.member[entry] * half_days + offers.half_day[entry]
    entry = entry[_first_of_each(entry, values[entry], owner, np.ones_like(entry))]
    member = offers.member[entry]
    owner = member * weeks + offers.week[entry]
    return entry[_first_of_each(entry, values[entry], owner, offers.quota[member])]


def _first_of_each(entry: Ints, value: Floats, owner: Ints, most: Ints) -> Ints:
    """Places of the entries with the highest values of each owner, so many at most; all arrays have one per entry."""
    order = np.lexsort((entry, -value, owner))
    sorted_owner = owner[order]
    rank = np.arange(len(order)) - np.searchsorted(sorted_owner, sorted_owner)
    kept: Ints = order[rank < most[order]]
    return kept


def patterns_of(offers: Offers, member: int) -> Bools | None:
    """All largest weekly patterns of a member, one row each over the member's units; None if they are too many."""
    units = np.flatnonzero(offers.member_of_unit == member)
    loads, limits = _limits(offers, member, units)
    found: list[Bools] = []
    for row in _largest(loads, limits, np.zeros(len(units), dtype=np.bool_), 0):
        found.append(row)
        if len(found) > MOST_PATTERNS:
            return None
    return np.array(found, dtype=np.bool_).reshape(len(found), len(units))


def _limits(offers: Offers, member: int, units: Ints) -> tuple[Ints, Ints]:
    """What each unit takes (units x limits) of each half-day and week, and what these hold; each kind of limit once."""
    mine = np.flatnonzero(offers.member == member)
    place = np.searchsorted(units, offers.unit[mine])
    columns = []
    for group, most in ((offers.half_day[mine], 1), (offers.week[mine], int(offers.quota[member]))):
        key, column = np.unique(group, return_inverse=True)
        loads = np.zeros((len(units) + 1, len(key)), dtype=np.int64)
        np.add.at(loads, (place, column), 1)
        loads[-1] = most
        columns.append(loads)
    table = np.unique(np.concatenate(columns, axis=1), axis=1)
    return table[:-1], table[-1]


def _largest(loads: Ints, left: Ints, taken: Bools, first: int) -> Iterator[Bools]:
    """Every legal set of units to which none can be added, found by taking or leaving one unit after the other."""
    fits = (loads <= left).all(axis=1) & ~taken
    later = np.flatnonzero(fits[first:])
    if not len(later):
        if not fits.any():
            yield taken
        return
    unit = first + int(later[0])
    with_it = taken.copy()
    with_it[unit] = True
    yield from _largest(loads, left - loads[unit], with_it, unit + 1)
    yield from _largest(loads, left, taken, unit + 1)


def _greedy(offers: Offers, member: int, units: Ints, worth: Floats) -> Bools:
    """The dearest units first, while they fit."""
    loads, left = _limits(offers, member, units)
    taken = np.zeros(len(units), dtype=np.bool_)
    for place in np.argsort(-worth[units], kind="stable"):
        if worth[units[place]] > 0 and (loads[place] <= left).all():
            taken[place], left = True, left - loads[place]
    return taken
