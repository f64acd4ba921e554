"""Multipliers of pairs at given prices: any give an upper bound on what a pair is worth, a search makes it low."""

from typing import Protocol

import numpy as np

from scheduling.solver.arrays import Bools, Floats, Ints
from scheduling.solver.pairs import PairTable
from scheduling.solver.worth import Multipliers, Prices, pair_values, valuation

STEPS = (2.0, 1.0, 0.5, 0.25, 0.125)
NEAREST = 8  # pairs of each resident whose worth is made low; the bound rests on the best pairs alone


class Valued(Protocol):
    """Pairs of one resident at fixed prices, to be valued at many multipliers."""

    def values(self, mu: Floats, load: Floats) -> Floats:
        """An upper bound on the worth of each pair."""
        ...


def tuned(
    table: PairTable, prices: Prices, start: Multipliers, steps: tuple[float, ...] = STEPS
) -> tuple[Multipliers, Floats]:
    """Multipliers near ``start`` at which each pair is worth less, and the worth."""
    mu, load, values = start.mu.copy(), start.load.copy(), np.zeros(len(start.mu))
    for year, pairs in table.by_resident():
        ready = valuation(table, year, pairs, prices, start.contact[pairs])
        mu[pairs], load[pairs], values[pairs] = lowest(ready, mu[pairs], load[pairs], steps)
    return Multipliers(mu, load, start.contact), values


def lowest(
    ready: Valued, mu: Floats, load: Floats, steps: tuple[float, ...]
) -> tuple[Floats, Floats, Floats]:
    """Steps up and down that lower a pair's worth are kept; the multipliers reached, and the worth."""
    values = ready.values(mu, load)
    for step in steps:
        for shift_mu, shift_load in ((step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)):
            tried = ready.values(mu + shift_mu, load + shift_load)
            better = tried < values
            values = np.where(better, tried, values)
            mu, load = np.where(better, mu + shift_mu, mu), np.where(better, load + shift_load, load)
    return mu, load, values


def tuned_near(
    table: PairTable, prices: Prices, start: Multipliers, panel: Floats
) -> tuple[Multipliers, Floats]:
    """The same, but only for the best pairs of each resident, less what a place in the coach's panel costs."""
    values = pair_values(table, prices, start)
    near = np.flatnonzero(rank_of_pairs(table, panel[table.coach] - values) < NEAREST)
    theirs, values[near] = tuned(table.of(near), prices, start.of(near))
    return start.with_some(near, theirs), values


def rank_of_pairs(table: PairTable, loss: Floats) -> Ints:
    """The place of each pair among its resident's, 0 for the smallest loss."""
    rank = np.zeros(len(loss), dtype=np.int64)
    order = np.lexsort((loss, table.resident))
    first = np.searchsorted(table.resident, np.arange(table.arrays.residents))
    rank[order] = np.arange(len(order)) - first[table.resident]
    return rank


def pairs_of(table: PairTable, coach: Ints) -> Bools:
    """Which pairs a pairing chooses; one faculty number per resident."""
    chosen: Bools = coach[table.resident] == table.coach
    return chosen
