"""Who coaches whom: cross decomposition between pairing and schedule, with a bound on all pairings in every round.

A schedule's duals price the rooms; at the averaged prices each pair has its worth; the best pairing at these worths is
scheduled next. See docs/solver.md.
"""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Floats
from scheduling.solver.certificate import StagePrices, certificate, price_bound, stage_prices
from scheduling.solver.prices import multipliers_of, no_prices, prices_of, raw_prices
from scheduling.solver.progress import Stage
from scheduling.solver.schedule import BuiltSchedule, ScheduleAnswer
from scheduling.solver.state import Search
from scheduling.solver.transport import TransportAnswer, best_pairing
from scheduling.solver.tuning import tuned_near
from scheduling.solver.worth import Multipliers, pair_values

ROUNDS = 8
FREE_OVERLAP_PRICES = (0.0, 1.0, 2.0, 4.0)


@dataclass(frozen=True, slots=True)
class Bounded:
    """A bound on all pairings: the prices behind it, and the best pairing at the worth of every pair at them.

    ``value`` bounds the model's objective; the multipliers are those of the pairs of ``stage.table``.
    """

    stage: StagePrices
    multipliers: Multipliers
    found: TransportAnswer
    value: float


def first_pairing(search: Search) -> TransportAnswer | None:
    """The best pairing if rooms were unlimited; None if panels cannot be kept (or time is up)."""
    table, prices = search.table, no_prices(search.arrays)
    zero, contact = np.zeros(len(table.resident)), np.zeros(table.windows.shape)
    values = pair_values(table, prices, Multipliers(zero, zero, contact))
    for mu in FREE_OVERLAP_PRICES:
        values = np.minimum(values, pair_values(table, prices, Multipliers(zero + mu, zero, contact)))
    return best_pairing(table, values, search.run.deadline, search.run.limits.seed)


def bounded(
    search: Search, built: BuiltSchedule, rows: Floats, multipliers: Multipliers, values: Floats
) -> Bounded | None:
    """The bound that pairs of these worths give, told to the run; None if time is up."""
    found = best_pairing(search.table, values, search.run.deadline, search.run.limits.seed)
    if found is None:
        return None
    stage = stage_prices(built, search.table, rows, multipliers, found.panel)
    value = price_bound(stage)
    search.bound(value, certificate(*search.dropped, stage))
    return Bounded(stage, multipliers, found, value)


def cross_decompose(search: Search, first: ScheduleAnswer) -> Bounded | None:
    """Rounds of pricing, pairing and scheduling; returns the best bound."""
    answer, average = first, raw_prices(first)
    panel = np.zeros(len(search.arrays.problem.faculty))
    best: Bounded | None = None
    for number in range(ROUNDS):
        prices = prices_of(answer.built, average.rows)
        start = multipliers_of(search.table, average)
        multipliers, values = tuned_near(search.table, prices, start, panel)
        here = bounded(search, answer.built, average.rows, multipliers, values)
        if here is None or search.run.over:
            break
        if best is None or here.value < best.value:
            best = here
        if search.run.closed:
            break
        if number == 0:
            search.run.enter(Stage.IMPROVE)
        panel, coach = here.found.panel, here.found.coach
        if coach.tobytes() not in search.tried or number == 0:
            answer = search.schedule(coach, thorough=False)
        if answer.duals is None or search.run.over or search.run.closed:
            break
        average = average.blend(raw_prices(answer), 1.0 / (number + 2))
    return best
