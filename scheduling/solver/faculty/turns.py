"""Pairing and half-days in turns: the best pairs under the half-days, then the best half-days under the pairs."""

import numpy as np

from scheduling.solver.arrays import Floats, Ints
from scheduling.solver.faculty.moves import climb
from scheduling.solver.faculty.pricing import LinkedPrices, linked_values
from scheduling.solver.faculty.relaxation import Relaxed, relax, tell
from scheduling.solver.faculty.state import FacultySearch
from scheduling.solver.pairing import cross_decompose
from scheduling.solver.progress import Stage
from scheduling.solver.transport import best_pairing

TURNS = 2


def take_turns(search: FacultySearch, coach: Ints) -> None:
    """So many turns; each ends with a bound over everything."""
    for turn in range(TURNS):
        relaxed = relax(search, coach)
        if relaxed is None or search.ended:
            return
        prove_all(search, relaxed)
        if turn == 0:
            search.run.enter(Stage.IMPROVE)
        search.schedule(relaxed.units, coach)
        climb(search)
        if search.best is None or search.ended:
            return
        state = search.at(search.best.units, all_pairs=True)
        answer = search.schedule(search.best.units, search.best.coach)
        if answer.duals is None:
            return
        cross_decompose(state, answer)
        if state.best_coach is None or search.ended:
            return
        coach = state.best_coach
        search.schedule(search.best.units, coach)


def prove_all(search: FacultySearch, relaxed: Relaxed) -> None:
    """Tell the run what the prices of a relaxation under some pairs prove of all pairs."""
    run, scope = search.run, search.scope
    priced = LinkedPrices(relaxed.priced.built, relaxed.priced.raw, spread(search, relaxed))
    values = linked_values(scope, priced)
    found = best_pairing(scope.table, values.pairs, run.deadline, run.limits.seed)
    if found is not None:
        tell(search, scope, priced, values.multipliers, found.panel)


def spread(search: FacultySearch, relaxed: Relaxed) -> Floats:
    """Link prices for all pairs: those of the relaxation for its own, for others what the coach's residents pay."""
    scope, own = search.scope, relaxed.scope
    options = scope.arrays.options
    price, coach = np.zeros(len(options.session)), np.full(len(options.session), -1, dtype=np.int64)
    price[own.table.entry_option] = relaxed.priced.link
    coach[own.table.entry_option] = own.links.coach
    paid, count = np.zeros((2, len(scope.offers.quota), len(scope.arrays.rooms)))
    linked = np.flatnonzero(own.links.offer >= 0)
    place = (own.links.coach[linked], options.session[own.table.entry_option[linked]])
    np.add.at(paid, place, relaxed.priced.link[linked])
    np.add.at(count, place, 1.0)
    option = scope.table.entry_option
    usual = (paid / np.maximum(count, 1.0))[scope.links.coach, options.session[option]]
    found = np.where(coach[option] == scope.links.coach, price[option], usual)
    return np.where(scope.links.offer >= 0, found, 0.0)
