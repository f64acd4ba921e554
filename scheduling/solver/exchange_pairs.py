"""From the shares of pairs in a relaxation to pairings: round them, then exchange pairs of the best schedule."""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Floats
from scheduling.solver.pairs import PairTable
from scheduling.solver.state import Search
from scheduling.solver.transport import best_pairing
from scheduling.solver.tuning import pairs_of

EXCHANGES = 40  # pairs that are tried
LEAST_SHARE = 0.02
KEPT, FORCED = 1.0, 100.0  # what keeping a pair, and making the one on trial, is worth beside shares


@dataclass(frozen=True, slots=True)
class Likely:
    """Some pairs, and the share of each resident that a relaxation gives to each."""

    table: PairTable
    share: Floats


def schedule_likely(search: Search, likely: Likely, worth: Floats) -> None:
    """Schedule the pairing that is worth most among the likely pairs, if it has not been scheduled already."""
    found = best_pairing(likely.table, worth, search.run.deadline, search.run.limits.seed)
    if found is not None and found.coach.tobytes() not in search.tried:
        search.schedule(found.coach, thorough=False)


def exchange_pairs(search: Search, likely: Likely) -> None:
    """Try each pair that the relaxation likes and the best schedule lacks, with as few other changes as panels allow.

    A better schedule is the best from then on, so the score never falls.
    """
    assert search.best_coach is not None
    missing = ~pairs_of(likely.table, search.best_coach) & (likely.share > LEAST_SHARE)
    order = np.argsort(-likely.share, kind="stable")
    for pair in order[missing[order]][:EXCHANGES]:
        if search.run.closed or search.run.over:
            return
        worth = likely.share + KEPT * pairs_of(likely.table, search.best_coach)
        worth[pair] += FORCED
        schedule_likely(search, likely, worth)
