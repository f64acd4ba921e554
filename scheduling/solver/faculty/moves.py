"""Moving half-days: the schedule's prices say what each offered session would gain; the schedule says whether it did."""

import numpy as np

from scheduling.solver.arrays import Bools, Floats, Ints, add_up
from scheduling.solver.faculty.scope import Scope
from scheduling.solver.faculty.state import FacultySearch
from scheduling.solver.prices import supervision_prices
from scheduling.solver.schedule import ScheduleAnswer

SMALL = 1e-6
ROUNDS = 40
LEAST_SHARE = 0.001


def climb(search: FacultySearch) -> None:
    """Move half-days of the best plan while a schedule confirms that they gain; fewer at a time where it does not."""
    share, gains, start = 0.25, None, None
    for _ in range(ROUNDS):
        plan = search.best
        if plan is None or plan.answer.duals is None or search.ended or share < LEAST_SHARE:
            return
        if plan is not start:
            start, gains = plan, session_gains(search.scope, plan.answer)
        assert gains is not None
        units = moved(search.scope, plan.units, gains, share)
        if units is None:
            return
        search.schedule(units, plan.coach)
        share = min(2 * share, 1.0) if search.best is not plan else share / 2


def session_gains(scope: Scope, answer: ScheduleAnswer) -> Floats:
    """What each offered session is worth at the prices of a schedule: supervision, and the overlaps it gives or would.

    A resident who attends anyway gains the price of an overlap; one who does not, what is left of it after moving there.
    """
    built, duals = answer.built, answer.duals
    assert duals is not None
    assert answer.attended is not None
    arrays, offers, table, links = scope.arrays, scope.offers, scope.table, scope.links
    matrix = built.matrix
    priced = add_up(matrix.column, matrix.value * duals[matrix.row], len(matrix.lower))
    loss = np.maximum(priced - matrix.objective, 0.0)[built.model.x]
    overlap = -duals[built.score.overlap_rows][arrays.options.resident]
    met = built.arrays.coach_there(built.coach)
    gain = np.where(answer.attended, overlap, np.where(met, 0.0, np.maximum(overlap - loss, 0.0)))
    mine = built.coach[table.resident] == table.coach
    entry = np.flatnonzero((links.offer >= 0) & mine[table.entry_pair])
    found = add_up(links.offer[entry], gain[table.entry_option[entry]], len(offers.member))
    return found + scope.supervised(supervision_prices(built, duals))


def moved(scope: Scope, now: Bools, gains: Floats, share: float) -> Bools | None:
    """The chosen units after the most promising moves, so large a share of them; None if nothing promises anything.

    What moves together is a faculty member's week, or year where one pattern holds for it.
    """
    offers = scope.offers
    target = scope.chooser.best(gains).units
    group = _groups(scope)
    worth = offers.per_unit(gains)
    promise = add_up(group, worth * (target.astype(np.float64) - now), int(group.max(initial=-1)) + 1)
    ranked = np.argsort(-promise, kind="stable")
    ranked = ranked[promise[ranked] > SMALL]
    if not len(ranked):
        return None
    taken = np.zeros(len(promise), dtype=np.bool_)
    taken[ranked[: max(1, int(len(ranked) * share))]] = True
    return np.where(taken[group], target, now)


def _groups(scope: Scope) -> Ints:
    """For each unit the number of what moves with it."""
    offers = scope.offers
    if offers.by_year:
        return offers.member_of_unit
    week = np.zeros(offers.units, dtype=np.int64)
    week[offers.unit] = offers.week
    keys = offers.member_of_unit * (int(week.max(initial=0)) + 1) + week
    group: Ints = np.unique(keys, return_inverse=True)[1]
    return group
