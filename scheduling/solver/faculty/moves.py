"""Moving half-days: the schedule's prices say what each offered session would gain; the schedule says whether it did."""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Bools, Floats, Ints, add_up
from scheduling.solver.faculty.scope import Scope
from scheduling.solver.faculty.state import FacultySearch, Plan
from scheduling.solver.prices import supervision_prices
from scheduling.solver.schedule import ScheduleAnswer
from scheduling.solver.tuning import pairs_of

SMALL = 1e-6
ROUNDS = 80
AT_FIRST = 4  # one of so many promising moves


def climb(search: FacultySearch) -> None:
    """Move half-days of the best plan while a schedule confirms that they gain.

    The most promising moves are made together; fewer, if they do not gain; in the end one after the other.
    """
    moves, start, first, count = None, None, 0, 0
    for _ in range(ROUNDS):
        plan = search.best
        if plan is None or plan.answer.duals is None or search.ended:
            return
        if plan is not start or moves is None:
            start, first, moves = plan, 0, promising(search.scope, plan)
            count = 2 * count or len(moves.ranked) // AT_FIRST
        count = max(1, min(count, len(moves.ranked)))
        if first >= len(moves.ranked):
            return
        search.schedule(moves.made(plan.units, first, count), plan.coach)
        if search.best is plan:
            first, count = (first, count // 2) if count > 1 else (first + 1, 1)


@dataclass(frozen=True, slots=True)
class Moves:
    """The units to choose if every promise held, the group of each unit, and groups by what they promise, best first.

    What moves together is a faculty member's week, or year where one pattern holds for it.
    """

    target: Bools
    group: Ints
    ranked: Ints

    def made(self, now: Bools, first: int, count: int) -> Bools:
        """The chosen units after so many moves from a place on."""
        return np.where(np.isin(self.group, self.ranked[first : first + count]), self.target, now)


def promising(scope: Scope, plan: Plan) -> Moves:
    """The moves that promise a gain at the prices of a plan's schedule."""
    gains = session_gains(scope, plan.answer)
    target = scope.chooser.best(gains).units
    group = _groups(scope)
    change = scope.offers.per_unit(gains) * (target.astype(np.float64) - plan.units)
    promise = add_up(group, change, int(group.max(initial=-1)) + 1)
    ranked = np.argsort(-promise, kind="stable")
    return Moves(target, group, ranked[promise[ranked] > SMALL])


def session_gains(scope: Scope, answer: ScheduleAnswer) -> Floats:
    """What each offered session is worth at the prices of a schedule: supervision, and the overlaps it gives or would.

    A resident who attends anyway gains the price of an overlap; one who does not, what is left of it after moving there.
    """
    built, duals = answer.built, answer.duals
    assert duals is not None
    assert answer.attended is not None
    arrays, offers, entries, links = scope.arrays, scope.offers, scope.entries, scope.links
    matrix = built.matrix
    priced = add_up(matrix.column, matrix.value * duals[matrix.row], len(matrix.lower))
    loss = np.maximum(priced - matrix.objective, 0.0)[built.model.x]
    overlap = -duals[built.score.overlap_rows][arrays.options.resident]
    met = built.arrays.coach_there(built.coach)
    gain = np.where(answer.attended, overlap, np.where(met, 0.0, np.maximum(overlap - loss, 0.0)))
    mine = pairs_of(scope.table, built.coach)
    entry = np.flatnonzero((links.offer >= 0) & mine[entries.pair])
    found = add_up(links.offer[entry], gain[entries.option[entry]], len(offers.member))
    return found + scope.supervised(supervision_prices(built, duals))


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
