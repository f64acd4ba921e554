"""Pairing and half-days together: each relaxation's prices value every pair, whose best pairing is relaxed next.

The prices of all relaxations so far are averaged, as where half-days are given (`scheduling.solver.pairing`), and bound
everything that is decided. In the end the best half-days keep still while the pairing is searched once more.
"""

import numpy as np

from scheduling.solver.arrays import Floats, Ints
from scheduling.solver.faculty.moves import climb
from scheduling.solver.faculty.pricing import LinkedPrices, linked_values
from scheduling.solver.faculty.relaxation import Relaxed, relax, tell
from scheduling.solver.faculty.state import FacultySearch
from scheduling.solver.pairing import cross_decompose
from scheduling.solver.progress import Stage
from scheduling.solver.transport import TransportAnswer, best_pairing

TURNS = 6
# What a resident who may get another coach pays to meet them, of what the coach's residents pay: a little bounds best.
SHARE_OF_USUAL = 0.1


def take_turns(search: FacultySearch, coach: Ints) -> None:
    """Half-days for pairs, pairs for half-days, so many times; then the best of both is improved."""
    average: LinkedPrices | None = None
    for turn in range(TURNS):
        relaxed = relax(search, coach)
        if relaxed is None or search.ended:
            break
        average = _blended(average, _for_all_pairs(search, relaxed), 1.0 / (turn + 1))
        found = _prove(search, average)
        if turn == 0:
            search.run.enter(Stage.IMPROVE)
        search.schedule(relaxed.units, coach)
        if found is None or search.ended:
            return
        coach = found.coach
    climb(search)
    _pair_again(search)
    climb(search)


def _blended(average: LinkedPrices | None, latest: LinkedPrices, weight: float) -> LinkedPrices:
    """The average in which the latest prices have this weight."""
    if average is None:
        return latest
    link = (1.0 - weight) * average.link + weight * latest.link
    return LinkedPrices(latest.built, average.raw.blend(latest.raw, weight), link)


def _prove(search: FacultySearch, priced: LinkedPrices) -> TransportAnswer | None:
    """Tell the run what prices prove of everything; the best pairing at them, or None if time is up."""
    run, scope = search.run, search.scope
    values = linked_values(scope, priced)
    found = best_pairing(scope.table, values.pairs, run.deadline, run.limits.seed)
    if found is not None:
        tell(search, scope, priced, values.multipliers, found.panel)
    return found


def _pair_again(search: FacultySearch) -> None:
    """Search the pairing under the half-days of the best plan."""
    plan = search.best
    if plan is None or plan.answer.duals is None or search.ended:
        return
    state = search.at(plan.units, all_pairs=True)
    cross_decompose(state, plan.answer)
    if state.best_coach is not None and not search.run.over:
        search.schedule(plan.units, state.best_coach)


def _for_all_pairs(search: FacultySearch, relaxed: Relaxed) -> LinkedPrices:
    """Link prices for all pairs: those of the relaxation for its own, for others a share of what is usual."""
    scope, own = search.scope, relaxed.scope
    options = len(scope.arrays.options.session)
    price, coach = np.zeros(options), np.full(options, -1, dtype=np.int64)
    price[own.entries.option] = relaxed.priced.link
    coach[own.entries.option] = own.links.coach
    option = scope.entries.option
    usual = _usual(relaxed)[scope.links.coach, scope.entries.session]
    found = np.where(coach[option] == scope.links.coach, price[option], usual)
    found = np.where(scope.links.offer >= 0, found, 0.0)
    return LinkedPrices(
        relaxed.priced.built, relaxed.priced.raw, np.where(scope.single, found, SHARE_OF_USUAL * found)
    )


def _usual(relaxed: Relaxed) -> Floats:
    """Faculty x sessions: what those residents who may attend pay on average to meet them there."""
    own = relaxed.scope
    paid, count = np.zeros((2, len(own.offers.quota), len(own.arrays.rooms)))
    linked = np.flatnonzero(own.links.offer >= 0)
    session = own.entries.session[linked]
    np.add.at(paid, (own.links.coach[linked], session), relaxed.priced.link[linked])
    np.add.at(count, (own.links.coach[linked], session), 1.0)
    usual: Floats = paid / np.maximum(count, 1.0)
    return usual
