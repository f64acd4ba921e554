"""Pairing and schedule priced together: the joint relaxation over the likely pairs, solved well enough, for all pairs.

A first-order engine gives duals long before it gives a solution, and any duals bound. They price what residents share
for every pair, likely or not; a pair that then turns out to be likely joins in the next round. Pairs that can be in no
better schedule are dropped.
"""

from dataclasses import replace

import numpy as np

from scheduling.solver.arrays import Bools, Ints
from scheduling.solver.engines import near_optimum
from scheduling.solver.exchange_pairs import Likely, exchange_pairs, schedule_likely
from scheduling.solver.joint import build_joint
from scheduling.solver.joint_prices import joint_prices
from scheduling.solver.pairing import Bounded, bounded
from scheduling.solver.prices import prices_of
from scheduling.solver.schedule import BuiltSchedule
from scheduling.solver.state import Search
from scheduling.solver.tuning import pairs_of, rank_of_pairs, tuned
from scheduling.solver.worth import Multipliers

ITERATIONS = (1000, 2000, 4000)  # of the engine, in each round
MOST_WORK = 1_000_000_000  # steps x copies of options in one round; a longer round is not begun
LIKELY = 3  # pairs of each resident
FINE_STEPS = (1.0, 0.5, 0.25, 0.125, 0.0625)
WORTH_DROPPING = 0.7  # a stage of the certificate is added if no larger share of the pairs is left


def price_jointly(search: Search, built: BuiltSchedule, best: Bounded) -> Bounded:
    """Rounds of the joint relaxation; returns the best bound."""
    here, likely = best, None
    joined = np.zeros(len(search.table.resident), dtype=np.bool_)
    for iterations in ITERATIONS:
        joined |= likely_pairs(search, here)
        pairs = np.flatnonzero(joined)
        if iterations * search.table.of(pairs).entries > MOST_WORK:
            break
        found = _round(search, built, here, pairs, iterations)
        if found is None:
            break
        here, likely = found
        if here.value < best.value:
            best = here
        if search.run.closed or search.run.over:
            break
        kept = drop_hopeless(search, best)
        if kept is not None:
            best, here, joined = _of(search, best, kept), _of(search, here, kept), joined[kept]
    if likely is not None:
        exchange_pairs(search, likely)
    return best


def likely_pairs(search: Search, here: Bounded) -> Bools:
    """The best pairs of each resident that can still be better, and those of the best schedule."""
    assert search.best_coach is not None
    kept: Bools = search.hopeful(here.value, here.found.loss)
    kept &= rank_of_pairs(search.table, here.found.loss) < LIKELY
    return kept | pairs_of(search.table, search.best_coach) | pairs_of(search.table, here.found.coach)


def drop_hopeless(search: Search, best: Bounded) -> Ints | None:
    """Keep in the search the pairs that can be better, and those of the best schedule; which, if any were dropped."""
    assert search.best_coach is not None
    hopeful = search.hopeful(best.value, best.found.loss)
    kept = np.flatnonzero(hopeful | pairs_of(search.table, search.best_coach))
    if len(kept) > WORTH_DROPPING * len(hopeful):
        return None
    search.dropped = (*search.dropped, best.stage)
    search.table = search.table.of(kept)
    return kept


def _of(search: Search, bound: Bounded, kept: Ints) -> Bounded:
    """A bound seen from the pairs that are left."""
    stage = replace(bound.stage, table=search.table, multipliers=bound.stage.multipliers.of(kept))
    found = replace(bound.found, loss=bound.found.loss[kept])
    return Bounded(stage, bound.multipliers.of(kept), found, bound.value)


def _round(
    search: Search, built: BuiltSchedule, here: Bounded, pairs: Ints, iterations: int
) -> tuple[Bounded, Likely] | None:
    """One joint relaxation: its prices bound all pairs, its pairs are rounded to a pairing, which is scheduled."""
    run, table = search.run, search.table.of(pairs)
    joint = build_joint(table, built)
    near = near_optimum(joint.relaxed(), run.deadline, iterations)
    if near is None:
        return None
    found = joint_prices(joint, near.duals)
    start = _with_likely(search, here.multipliers, pairs, found.multipliers)
    multipliers, values = tuned(search.table, prices_of(built, found.rows), start, FINE_STEPS)
    bound = bounded(search, built, found.rows, multipliers, values)
    if bound is None:
        return None
    likely = Likely(table, near.values[joint.copies.y])
    if not run.closed and not run.over:
        schedule_likely(search, likely, likely.share)
    return bound, likely


def _with_likely(search: Search, before: Multipliers, pairs: Ints, found: Multipliers) -> Multipliers:
    """The likely pairs' own multipliers; the other pairs of a resident take the mean prices of windows."""
    table = search.table
    count = np.bincount(table.resident[pairs], minlength=table.arrays.residents)
    total = np.zeros((table.arrays.residents, table.windows.shape[1]))
    np.add.at(total, table.resident[pairs], found.contact)
    mean = total / np.maximum(count, 1)[:, None]
    return Multipliers(before.mu, before.load, mean[table.resident]).with_some(pairs, found)
