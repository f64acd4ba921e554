"""Who coaches whom: cross decomposition between pairing and schedule, with a bound on all pairings in every round.

A schedule's duals price the rooms; at the averaged prices each pair has its worth; the best pairing at these worths is
scheduled next. See docs/solver.md.
"""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Floats
from scheduling.solver.certificate import StagePrices, certificate, price_bound, stage_prices
from scheduling.solver.pairs import Multipliers, PairTable, Prices, pair_values
from scheduling.solver.prices import RawPrices, multipliers_of, no_prices, prices_of, raw_prices
from scheduling.solver.progress import Stage
from scheduling.solver.schedule import BuiltSchedule, ScheduleAnswer
from scheduling.solver.state import Search
from scheduling.solver.transport import TransportAnswer, best_pairing

ROUNDS = 20
STEPS = (2.0, 1.0, 0.5, 0.25, 0.125)
FREE_OVERLAP_PRICES = (0.0, 1.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True)
class Priced:
    """The prices and multipliers at which pairs were last valued, and their worth."""

    built: BuiltSchedule
    raw: RawPrices
    prices: Prices
    multipliers: Multipliers
    values: Floats


def first_pairing(search: Search) -> TransportAnswer | None:
    """The best pairing if rooms were unlimited; None if panels cannot be kept (or time is up)."""
    table, prices = search.table, no_prices(search.arrays)
    zero = np.zeros(len(table.resident))
    values = pair_values(table, prices, Multipliers(zero, zero))
    for mu in FREE_OVERLAP_PRICES:
        values = np.minimum(values, pair_values(table, prices, Multipliers(zero + mu, zero)))
    return best_pairing(table, values, search.run.deadline, search.run.limits.seed)


def value_pairs(table: PairTable, answer: ScheduleAnswer, raw: RawPrices) -> Priced:
    """Bounds on the worth of every pair, tightened by a search over each pair's own multipliers."""
    prices = prices_of(answer.built, raw)
    start = multipliers_of(table, raw)
    mu, load = start.mu, start.load
    values = pair_values(table, prices, start)
    for step in STEPS:
        for shift_mu, shift_load in ((step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)):
            trial = Multipliers(mu + shift_mu, load + shift_load)
            tried = pair_values(table, prices, trial)
            better = tried < values
            values = np.where(better, tried, values)
            mu, load = np.where(better, trial.mu, mu), np.where(better, trial.load, load)
    return Priced(answer.built, raw, prices, Multipliers(mu, load), values)


def stage_of(table: PairTable, priced: Priced, found: TransportAnswer) -> StagePrices:
    """The rounded prices of a round and of its transportation."""
    return stage_prices(priced.built, table, priced.raw, priced.multipliers, found.panel)


def cross_decompose(search: Search, first: ScheduleAnswer) -> tuple[Priced, TransportAnswer] | None:
    """Rounds of pricing, pairing and scheduling. Returns the prices of the best bound and its transportation."""
    answer, average = first, raw_prices(first)
    best: tuple[Priced, TransportAnswer] | None = None
    lowest = np.inf
    for number in range(ROUNDS):
        priced = value_pairs(search.table, answer, average)
        found = best_pairing(search.table, priced.values, search.run.deadline, search.run.limits.seed)
        if found is None or search.run.over:
            break
        bound = priced.prices.constant + found.bound
        if bound < lowest:
            lowest, best = bound, (priced, found)
        rounded = stage_of(search.table, priced, found)
        search.bound(price_bound(rounded), certificate(rounded))
        if search.run.closed:
            break
        if number == 0:
            search.run.enter(Stage.IMPROVE)
        if found.coach.tobytes() not in search.tried or number == 0:
            answer = search.schedule(found.coach, thorough=False)
        if answer.duals is None or search.run.over or search.run.closed:
            break
        average = average.blend(raw_prices(answer), 1.0 / (number + 2))
    return best
