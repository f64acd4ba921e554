"""The search from the first pairing to the proof."""

import time

import numpy as np

from scheduling.domain.rules import pairing
from scheduling.domain.solution import Solution
from scheduling.solver.array_building import arrays_of
from scheduling.solver.arrays import faculty_numbers
from scheduling.solver.certificate import certificate, price_bound, stage_prices
from scheduling.solver.certify import grid
from scheduling.solver.closing import close_gap
from scheduling.solver.faculty.search import decide_faculty
from scheduling.solver.infeasible.explain import pairing_conflicts, schedule_conflicts
from scheduling.solver.infeasible.minima import minima_conflicts
from scheduling.solver.infeasible.telling import tell_collisions
from scheduling.solver.joint_rounds import price_jointly
from scheduling.solver.pairing import cross_decompose, first_pairing
from scheduling.solver.pairs import pair_table
from scheduling.solver.prices import multipliers_of, raw_prices
from scheduling.solver.progress import Run, Stage
from scheduling.solver.schedule import ScheduleAnswer
from scheduling.solver.state import Search
from scheduling.solver.transport import TransportAnswer


def search(run: Run) -> None:
    """Fill a run with the best schedule and its bound, or with what collides."""
    began = time.monotonic()
    run.enter(Stage.BUILD)
    if run.problem.decides_faculty:
        decide_faculty(run, began)
    else:
        _decide_attendance(run, began)


def _decide_attendance(run: Run, began: float) -> None:
    """The search where faculty precept as given."""
    arrays = arrays_of(run.problem)
    table = pair_table(arrays)
    state = Search(run, arrays, table, grid(run.problem))
    run.build_seconds = time.monotonic() - began
    first = first_pairing(state)
    if first is None:
        _explain(state, None)
        return
    if run.over:
        return
    run.enter(Stage.FIRST_SCHEDULE)
    is_open = bool(np.any(table.open))
    answer = state.schedule(first.coach, thorough=False)
    if answer.infeasible:
        _explain(state, first)
        return
    if answer.attended is None or run.over:
        return
    if not is_open:
        if state.loose:
            answer = state.schedule(first.coach, thorough=True)
        _bound_given_pairing(state, answer)
        return
    _try_pairing_at_hand(state)
    run.enter(Stage.FIRST_BOUND)
    found = cross_decompose(state, answer)
    if found is not None and not run.closed and not run.over:
        found = price_jointly(state, answer.built, found)
    if found is not None and not run.closed and not run.over:
        run.enter(Stage.CLOSE)
        if state.loose and state.best_coach is not None:
            state.schedule(state.best_coach, thorough=True)
        close_gap(state, answer.built, found)


def _try_pairing_at_hand(state: Search) -> None:
    """Where everyone has a coach already, and panels allow it, the answer is never worse than with these pairs."""
    problem = state.arrays.problem
    coach = {resident.id: resident.coach for resident in problem.residents if resident.coach is not None}
    if len(coach) == len(problem.residents) and not any(pairing.violations(problem, Solution(coach, {}, {}))):
        numbers = faculty_numbers(problem, tuple(coach.values()))
        if numbers.tobytes() not in state.tried:
            state.schedule(numbers, thorough=False)


def _bound_given_pairing(state: Search, answer: ScheduleAnswer) -> None:
    """The schedule's own prices as a certificate, and what branch and bound proved, where that is lower."""
    arrays, table = state.arrays, state.table
    if answer.duals is not None:
        raw = raw_prices(answer)
        panel = np.zeros(len(arrays.problem.faculty))
        stage = stage_prices(answer.built, table, raw.rows, multipliers_of(table, raw), panel)
        state.bound(price_bound(stage), certificate(stage))
    state.bound(answer.bound + arrays.pair_worth(answer.built.coach))


def _explain(state: Search, pairing: TransportAnswer | None) -> None:
    """What collides, then the schedule that breaks least; ``pairing`` is None where the panels collide."""
    run = state.run
    run.enter(Stage.EXPLAIN)
    panels = pairing_conflicts(state.table, run.deadline, run.limits.seed) if pairing is None else ()
    found = panels + (
        minima_conflicts(run.problem, run.deadline, run.limits.seed)
        or schedule_conflicts(state.arrays, run.deadline, run.limits.seed)
    )
    tell_collisions(state, pairing, found)
