"""The search from the first pairing to the proof."""

import time

import numpy as np

from scheduling.solver.arrays import arrays_of
from scheduling.solver.certificate import certificate, price_bound, stage_prices
from scheduling.solver.certify import grid
from scheduling.solver.closing import close_gap
from scheduling.solver.explain import pairing_conflicts, schedule_conflicts
from scheduling.solver.faculty.search import decide_faculty
from scheduling.solver.pairing import cross_decompose, first_pairing
from scheduling.solver.pairs import pair_table
from scheduling.solver.prices import multipliers_of, raw_prices
from scheduling.solver.progress import Run, Stage
from scheduling.solver.schedule import ScheduleAnswer
from scheduling.solver.state import Search


def search(run: Run) -> None:
    """Fill a run with the best schedule and its bound, or with what collides."""
    began = time.monotonic()
    run.enter(Stage.BUILD)
    arrays = arrays_of(run.problem)
    if run.problem.decides_faculty:
        decide_faculty(run, arrays, began)
        return
    table = pair_table(arrays)
    state = Search(run, arrays, table, grid(run.problem))
    run.build_seconds = time.monotonic() - began
    pairing = first_pairing(state)
    if pairing is None:
        _explain_pairing(state)
        return
    if run.over:
        return
    run.enter(Stage.FIRST_SCHEDULE)
    is_open = bool(np.any(table.open))
    answer = state.schedule(pairing.coach, thorough=not is_open)
    if answer.infeasible:
        _explain_schedule(state)
        return
    if answer.attended is None or run.over:
        return
    if not is_open:
        _bound_given_pairing(state, answer)
        return
    run.enter(Stage.FIRST_BOUND)
    found = cross_decompose(state, answer)
    if found is not None and not run.closed and not run.over:
        run.enter(Stage.CLOSE)
        if state.loose and state.best_coach is not None:
            state.schedule(state.best_coach, thorough=True)
        close_gap(state, answer.built, *found)


def _bound_given_pairing(state: Search, answer: ScheduleAnswer) -> None:
    """The schedule's own prices as a certificate, and what branch and bound proved, where that is lower."""
    arrays, table = state.arrays, state.table
    if answer.duals is not None:
        raw = raw_prices(answer)
        panel = np.zeros(len(arrays.problem.faculty))
        stage = stage_prices(answer.built, table, raw, multipliers_of(table, raw), panel)
        state.bound(price_bound(stage), certificate(stage))
    state.bound(answer.bound + arrays.pair_worth(answer.built.coach))


def _explain_pairing(state: Search) -> None:
    state.run.enter(Stage.EXPLAIN)
    found = pairing_conflicts(state.table, state.run.deadline, state.run.limits.seed)
    if found:
        state.run.collide(found)


def _explain_schedule(state: Search) -> None:
    state.run.enter(Stage.EXPLAIN)
    found = schedule_conflicts(state.arrays, state.run.deadline, state.run.limits.seed)
    if found:
        state.run.collide(found)
