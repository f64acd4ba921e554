"""The search where faculty's half-days are decided: from today's half-days to better ones, with a bound on them all.

A relaxation prices the half-days; it is rounded, and half-days then move where a schedule's prices promise a gain. With
coaches to be found, pairing and half-days take turns. See docs/solver.md.
"""

import time
from dataclasses import replace

import numpy as np

from scheduling.domain.half_days import with_half_days
from scheduling.domain.violations import Violation
from scheduling.solver.array_building import arrays_of
from scheduling.solver.arrays import Bools, Ints, precepting_of
from scheduling.solver.engines import Ending, solve_lp, solve_mip
from scheduling.solver.faculty.exact import is_small, solve_whole
from scheduling.solver.faculty.model import build_rules
from scheduling.solver.faculty.moves import climb
from scheduling.solver.faculty.relaxation import prove, relax
from scheduling.solver.faculty.state import FacultySearch
from scheduling.solver.faculty.turns import take_turns
from scheduling.solver.infeasible.explain import giving_way, pairing_conflicts, schedule_conflicts
from scheduling.solver.infeasible.minima import minima_conflicts
from scheduling.solver.infeasible.telling import tell_collisions
from scheduling.solver.model import LinearModel
from scheduling.solver.pairing import first_pairing
from scheduling.solver.progress import Run, Stage
from scheduling.solver.transport import TransportAnswer

NODES = 20_000


def decide_faculty(run: Run, began: float) -> None:
    """Fill a run with the best half-days, pairs and schedule, and their bound, or with what collides."""
    search = FacultySearch(run, arrays_of(run.problem))
    run.build_seconds = time.monotonic() - began
    pairing = first_pairing(search.whole)
    if pairing is None:
        run.enter(Stage.EXPLAIN)
        found = pairing_conflicts(search.scope.table, run.deadline, run.limits.seed)
        tell_collisions(search.at(_today(search)), None, found)
        return
    if run.over:
        return
    run.enter(Stage.FIRST_SCHEDULE)
    if not _first_plan(search, pairing) or run.over:
        return
    run.enter(Stage.FIRST_BOUND)
    if np.any(search.scope.table.open):
        take_turns(search, pairing.coach)
    else:
        _improve(search, pairing.coach)
    if search.ended:
        return
    run.enter(Stage.CLOSE)
    if is_small(search):
        solve_whole(search)
    elif search.best is not None and search.best.loose:
        search.schedule(search.best.units, search.best.coach, thorough=True)


def _improve(search: FacultySearch, coach: Ints) -> None:
    """Prices, a bound and better half-days under the pairs that are given."""
    relaxed = relax(search, coach)
    if relaxed is None:
        return
    prove(search, relaxed.scope, relaxed.priced)
    if not search.ended:
        search.run.enter(Stage.IMPROVE)
        search.schedule(relaxed.units, coach)
        climb(search)


def _first_plan(search: FacultySearch, pairing: TransportAnswer) -> bool:
    """A schedule under today's half-days, as far as the rule allows them, or under any; else what collides."""
    answer = search.schedule(_today(search), pairing.coach)
    if answer.attended is not None or search.run.over:
        return answer.attended is not None
    units = _any_half_days(search, pairing)
    if units is None:
        return False
    return search.schedule(units, pairing.coach).attended is not None


def _today(search: FacultySearch) -> Bools:
    offers = search.scope.offers
    return search.scope.chooser.best(
        search.arrays.precepts[offers.member, offers.session].astype(np.float64)
    ).units


def _any_half_days(search: FacultySearch, pairing: TransportAnswer) -> Bools | None:
    """Half-days under which there is a schedule, or None after saying what collides, if that is proven."""
    run = search.run
    schedule, f = build_rules(search.scope.arrays, search.scope.offers, minima=True)
    matrix = schedule.model.matrix()
    ending = solve_lp(matrix, run.deadline, run.limits.seed).ending
    if ending is not Ending.INFEASIBLE:
        answer = solve_mip(replace(matrix, integer=True), run.deadline, run.limits.seed, nodes=NODES)
        if answer.values is not None:
            return answer.values[f] > 0.5
        ending = answer.ending
    if ending is Ending.INFEASIBLE:
        run.enter(Stage.EXPLAIN)
        tell_collisions(search.at(_today(search)), pairing, _collisions(search, schedule.model))
    return None


def _collisions(search: FacultySearch, model: LinearModel) -> tuple[Violation, ...]:
    """What collides even if faculty precept wherever they offer to; else what gives way in a model of all half-days."""
    run, everywhere = search.run, search.scope.arrays
    most = with_half_days(run.problem, precepting_of(everywhere))
    return (
        minima_conflicts(most, run.deadline, run.limits.seed)
        or schedule_conflicts(everywhere, run.deadline, run.limits.seed)
        or giving_way(model, run.deadline, run.limits.seed)
    )
