"""Pairing and schedule priced together: the joint relaxation over the likely pairs, solved well enough, for all pairs.

A first-order engine gives duals long before it gives a solution, and any duals bound. They price what residents share
for every pair, likely or not; a pair that then turns out to be likely joins in the next round.
"""

import numpy as np

from scheduling.solver.arrays import Bools
from scheduling.solver.engines import near_optimum
from scheduling.solver.joint import build_joint
from scheduling.solver.joint_prices import joint_prices
from scheduling.solver.pairing import Bounded, bounded
from scheduling.solver.prices import prices_of
from scheduling.solver.schedule import BuiltSchedule
from scheduling.solver.state import Search
from scheduling.solver.transport import best_pairing
from scheduling.solver.tuning import pairs_of, rank_of_pairs, tuned
from scheduling.solver.worth import Multipliers

ITERATIONS = (1000, 2000, 4000, 4000)  # of the engine, in each round
LIKELY = 3  # pairs of each resident
FINE_STEPS = (1.0, 0.5, 0.25, 0.125, 0.0625)


def price_jointly(search: Search, built: BuiltSchedule, best: Bounded) -> Bounded:
    """Rounds of the joint relaxation; returns the best bound."""
    likely = np.zeros(len(search.table.resident), dtype=np.bool_)
    here: Bounded | None = best
    for iterations in ITERATIONS:
        assert here is not None
        likely |= likely_pairs(search, here)
        here = _round(search, built, here, likely, iterations)
        if here is None or search.run.over:
            break
        if here.value < best.value:
            best = here
        if search.run.closed:
            break
    return best


def likely_pairs(search: Search, here: Bounded) -> Bools:
    """The best pairs of each resident that can still be better, and those of the best schedule."""
    assert search.best_coach is not None
    kept: Bools = search.hopeful(here.value, here.loss)
    kept &= rank_of_pairs(search.table, here.loss) < LIKELY
    return kept | pairs_of(search.table, search.best_coach) | pairs_of(search.table, here.found.coach)


def _round(
    search: Search, built: BuiltSchedule, here: Bounded, likely: Bools, iterations: int
) -> Bounded | None:
    """One joint relaxation: its prices bound all pairs, its pairs are rounded to a pairing, which is scheduled."""
    pairs = np.flatnonzero(likely)
    table = search.table.of(pairs)
    joint = build_joint(table, built)
    near = near_optimum(joint.matrix, search.run.deadline, iterations)
    if near is None:
        return None
    found = joint_prices(joint, near.duals)
    prices = prices_of(built, found.rows)
    start = _with_contact_of_likely(search, here.multipliers, pairs, found.multipliers)
    multipliers, values = tuned(search.table, prices, start, FINE_STEPS)
    bound = bounded(search, built, found.rows, multipliers, values)
    if bound is None or search.run.closed or search.run.over:
        return bound
    pairing = best_pairing(table, near.values[joint.copies.y], search.run.deadline, search.run.limits.seed)
    if pairing is not None and pairing.coach.tobytes() not in search.tried:
        search.schedule(pairing.coach, thorough=False)
    return bound


def _with_contact_of_likely(
    search: Search, before: Multipliers, pairs: np.ndarray, found: Multipliers
) -> Multipliers:
    """The likely pairs' own multipliers; the other pairs of a resident take the windows' mean prices."""
    table = search.table
    count = np.bincount(table.resident[pairs], minlength=table.arrays.residents)
    total = np.zeros((table.arrays.residents, table.windows.shape[1]))
    np.add.at(total, table.resident[pairs], found.contact)
    mean = total / np.maximum(count, 1)[:, None]
    return Multipliers(before.mu, before.load, mean[table.resident]).with_some(pairs, found)
