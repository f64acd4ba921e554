"""Helpers for rules whose rows are sums over groups of options."""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Bools, Floats, Ints, add_up


@dataclass(frozen=True, slots=True)
class Groups:
    """Options in groups: ``key`` per group, ``group`` and ``option`` per entry, ``size`` per group."""

    key: Ints
    group: Ints
    option: Ints
    size: Ints

    def kept(self, keep: Bools) -> "Groups":
        """Only some of the groups, numbered anew."""
        renumbered = np.cumsum(keep) - 1
        entries = keep[self.group]
        return Groups(self.key[keep], renumbered[self.group[entries]], self.option[entries], self.size[keep])

    def total(self, values: Floats) -> Floats:
        """The sum of a figure of the options in each group."""
        return add_up(self.group, values[self.option], len(self.key))


def groups_of(keys: Ints, options: Ints | None = None) -> Groups:
    """Entries with the same key form a group; ``options`` are the entries' options (default: 0, 1, 2 ...)."""
    key, group, size = np.unique(keys, return_inverse=True, return_counts=True)
    return Groups(key, group, np.arange(len(keys)) if options is None else options, size)
