"""What pairs of resident and coach are worth at given prices.

At prices for what residents share (rooms, supervision) and for gaps and pins, residents decouple. For each pair and
any multipliers, `pair_values` is an upper bound on what the resident can contribute with that coach.
"""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Bools, Floats, Ints
from scheduling.solver.pairs import PairTable
from scheduling.solver.resident_years import ResidentYear


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

    def of(self, pairs: Ints | Bools | slice) -> "Multipliers":
        """Those of some of the pairs."""
        return Multipliers(self.mu[pairs], self.load[pairs], self.contact[pairs])

    def with_some(self, pairs: Ints, theirs: "Multipliers") -> "Multipliers":
        """These, but for some pairs those of a smaller table."""
        mu, load, contact = self.mu.copy(), self.load.copy(), self.contact.copy()
        mu[pairs], load[pairs], contact[pairs] = theirs.mu, theirs.load, theirs.contact
        return Multipliers(mu, load, contact)


@dataclass(frozen=True, slots=True)
class Valuation:
    """The pairs of one resident at fixed prices of options and windows, to be valued at many prices of the rest."""

    year: ResidentYear
    there: Bools  # pairs x options
    worth: Floats  # pairs x options
    alone: Floats  # pairs: what each is worth before any session

    def values(self, mu: Floats, load: Floats) -> Floats:
        """An upper bound on the worth of each pair, for any prices of an overlap and of a session."""
        return self.alone + best_year(self.year, self.worth + self.there * mu[:, None], mu, load)


def best_year(year: ResidentYear, worth: Floats, mu: Floats, load: Floats) -> Floats:
    """The most that a year earns with each coach, if options (coaches x options) are worth so much before ``load``."""
    overlap: Floats = np.maximum(year.weights - mu[:, None], 0.0) @ year.lengths
    loads = np.maximum(load * year.year_min, load * year.year_max)
    return overlap + loads + year.best_weeks(worth - load[:, None])


def valuation(
    table: PairTable, year: ResidentYear, pairs: slice, prices: Prices, contact: Floats
) -> Valuation:
    """The pairs of one resident; ``contact`` (pairs x windows by first week) is theirs alone."""
    there = year.there(table.coach[pairs])
    worth = table.arrays.worth(year.option, there) - prices.option[year.option]
    alone = table.affinity[pairs]
    if contact.shape[1]:
        bonus = _bonus(table, contact)
        worth += there * bonus[:, table.arrays.options.week[year.option]]
        alone = alone - (table.windows[pairs] * contact).sum(axis=1)
    return Valuation(year, there, worth, alone)


def pair_values(table: PairTable, prices: Prices, multipliers: Multipliers) -> Floats:
    """An upper bound on the worth of each pair, for any prices and multipliers."""
    found = np.zeros(len(table.resident))
    for year, pairs in table.by_resident():
        ready = valuation(table, year, pairs, prices, multipliers.contact[pairs])
        found[pairs] = ready.values(multipliers.mu[pairs], multipliers.load[pairs])
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
