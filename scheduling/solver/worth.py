"""What every pair of resident and coach is worth at given prices.

At prices for what residents share (rooms, supervision) and for gaps and pins, residents decouple. For each pair and
any multipliers, `pair_values` is an upper bound on what the resident can contribute with that coach.
"""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Bools, Floats, Ints, add_up
from scheduling.solver.pairs import PairTable


@dataclass(frozen=True, slots=True)
class Prices:
    """What an option costs its resident (rooms, supervision, gaps, pins), and what the priced rows are worth in sum."""

    option: Floats
    constant: float


@dataclass(frozen=True, slots=True)
class Multipliers:
    """Per pair: the price of an overlap (``mu``) and of a session of the year (``load``).

    ``contact`` (pairs x windows by first week, from 0 to ``missed_window``) is what an overlap earns by not missing
    the window.
    """

    mu: Floats
    load: Floats
    contact: Floats

    def of(self, pairs: Ints | Bools) -> "Multipliers":
        """Those of some of the pairs."""
        return Multipliers(self.mu[pairs], self.load[pairs], self.contact[pairs])

    def with_some(self, pairs: Ints, theirs: "Multipliers") -> "Multipliers":
        """These, but for some pairs those of a smaller table."""
        mu, load, contact = self.mu.copy(), self.load.copy(), self.contact.copy()
        mu[pairs], load[pairs], contact[pairs] = theirs.mu, theirs.load, theirs.contact
        return Multipliers(mu, load, contact)


@dataclass(frozen=True, slots=True)
class Valuation:
    """Pairs at fixed prices of options and windows, ready to be valued at many prices of overlaps and sessions."""

    table: PairTable
    entry: Floats
    pair: Floats

    def values(self, mu: Floats, load: Floats) -> Floats:
        """An upper bound on the worth of each pair."""
        table = self.table
        worth = self.entry - load[table.entry_pair]
        worth += np.where(table.entry_there, mu[table.entry_pair], 0.0)
        return self.pair + _year(table, mu, load) + add_up(table.row_pair, _weeks(table, worth), len(mu))


def valuation(table: PairTable, prices: Prices, contact: Floats) -> Valuation:
    """The worth of every entry, and of every pair by itself, before overlaps and sessions have their prices."""
    entry = table.worth - prices.option[table.entry_option]
    if contact.shape[1]:
        seen = np.flatnonzero(table.entry_there)
        bonus = _bonus(table, contact)
        entry[seen] += bonus[table.entry_pair[seen], table.arrays.options.week[table.entry_option[seen]]]
    return Valuation(table, entry, table.affinity - (table.windows * contact).sum(axis=1))


def pair_values(table: PairTable, prices: Prices, multipliers: Multipliers) -> Floats:
    """An upper bound on the worth of each pair, for any prices and multipliers."""
    return valuation(table, prices, multipliers.contact).values(multipliers.mu, multipliers.load)


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


def _year(table: PairTable, mu: Floats, load: Floats) -> Floats:
    residents = table.arrays.problem.residents
    low = np.array([r.year_min for r in residents], dtype=np.float64)[table.resident]
    high = np.array([r.year_max for r in residents], dtype=np.float64)[table.resident]
    overlap = np.maximum(table.weights[None, :] - mu[:, None], 0.0) * table.lengths[table.resident]
    found: Floats = overlap.sum(axis=1) + np.maximum(load * low, load * high)
    return found


def _bonus(table: PairTable, contact: Floats) -> Floats:
    """What an overlap in each week earns each pair in all windows that hold the week (pairs x weeks)."""
    weeks, length = table.arrays.problem.weeks, table.arrays.problem.rules.contact_window_weeks
    reached = np.zeros((len(contact), weeks + 1))
    reached[:, 1 : contact.shape[1] + 1] = np.cumsum(contact, axis=1)
    reached[:, contact.shape[1] + 1 :] = reached[:, contact.shape[1], None]
    first = np.maximum(np.arange(weeks) - length + 1, 0)
    found: Floats = reached[:, 1:] - reached[:, first]
    return found
