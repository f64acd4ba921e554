"""Pairs with the allowed options of their resident, one entry each: what depends on half-days differs from entry to entry."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Ints
from scheduling.solver.pairs import PairTable
from scheduling.solver.resident_years import ResidentYear


@dataclass(frozen=True, slots=True)
class Entries:
    """Ordered by pair, and by option in each: the number of the pair in ``table``, and of the option."""

    table: PairTable
    pair: Ints
    option: Ints

    @property
    def resident(self) -> Ints:
        """Whose entry each is."""
        return self.table.resident[self.pair]

    @property
    def session(self) -> Ints:
        """The session of each."""
        return self.table.arrays.options.session[self.option]

    @property
    def first_pair(self) -> Ints:
        """The first pair of each entry's resident."""
        return np.searchsorted(self.table.resident, self.resident)

    def by_resident(self) -> Iterator[tuple[ResidentYear, slice, slice]]:
        """The year of each resident who has pairs, where these stand, and where their entries do."""
        start = 0
        for year, pairs in self.table.by_resident():
            end = start + (pairs.stop - pairs.start) * len(year.option)
            yield year, pairs, slice(start, end)
            start = end


def entries_of(table: PairTable) -> Entries:
    """The entries of a pair table."""
    pairs, options = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for year, place in table.by_resident():
        count = place.stop - place.start
        pairs.append(np.repeat(np.arange(place.start, place.stop), len(year.option)))
        options.append(np.tile(year.option, count))
    return Entries(table, np.concatenate(pairs), np.concatenate(options))
