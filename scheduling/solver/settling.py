"""Sessions with too few residents are closed or filled, week by week, in a schedule that is whole but for their minima.

Residents rarely care which of several half-days of a week they attend, so a week can nearly always be settled at the
score that it has without the minima; and its model is small.
"""

import time

import numpy as np

from scheduling.domain.half_days import with_half_days
from scheduling.solver.arrays import Bools, Floats, Ints, precepting_of
from scheduling.solver.certify import TOLERANCE
from scheduling.solver.engines import Answer, Ending, solve_mip
from scheduling.solver.model import Matrix
from scheduling.solver.one_week import is_hopeless
from scheduling.solver.rules.open_session import too_few
from scheduling.solver.schedule_model import ScheduleModel

# Weeks on either side that may change with a week that could not be settled, or not without a loss.
RADII = (0, 1, 2, 4)
NODES = 500  # of the branch and bound of a few weeks


def settled(schedule: ScheduleModel, matrix: Matrix, near: Answer, deadline: float, seed: int) -> Answer:
    """A schedule that also keeps the minima of sessions, near one that keeps all other rules.

    ``near`` itself if it keeps them; STOPPED where none was found, INFEASIBLE where some week alone shows that there
    is none. ``matrix`` is the complete model with all columns whole.
    """
    assert near.values is not None
    problem = with_half_days(schedule.arrays.problem, precepting_of(schedule.arrays))
    values = near.values.copy()
    values[schedule.x] = values[schedule.x].round()
    weeks = np.unique(schedule.arrays.options.week[_at_fault(schedule, values)])
    if not len(weeks):
        return near
    for radius in RADII:
        left = []
        for week in weeks:
            if time.monotonic() >= deadline:
                return Answer(Ending.STOPPED)
            free = _around(schedule, matrix, week, radius)
            part = matrix.part(free, values)
            found = solve_mip(part, deadline, seed, NODES)
            if found.ending is Ending.INFEASIBLE and is_hopeless(problem, int(week), deadline, seed):
                return found
            if found.values is None or not _same(part, found.values, values[free]):
                left.append(week)
            if found.values is not None:
                values[free] = found.values.round()
        weeks = np.array(left, dtype=np.int64)
    if len(_at_fault(schedule, values)):
        return Answer(Ending.STOPPED)
    return Answer(Ending.FEASIBLE, values)


def _at_fault(schedule: ScheduleModel, values: Floats) -> Ints:
    """The options of the sessions that hold too few."""
    arrays = schedule.arrays
    return np.flatnonzero(np.isin(arrays.options.session, too_few(arrays, values[schedule.x])))


def _around(schedule: ScheduleModel, matrix: Matrix, week: int, radius: int) -> Bools:
    """The columns of what is attended in some weeks, and those that count what is attended there."""
    attendance = np.zeros(len(matrix.lower), dtype=np.bool_)
    attendance[schedule.x] = True
    near = schedule.x[np.abs(schedule.arrays.options.week - week) <= radius]
    rows = np.zeros(len(matrix.row_lower), dtype=np.bool_)
    rows[matrix.row[np.isin(matrix.column, near)]] = True
    free = np.zeros(len(matrix.lower), dtype=np.bool_)
    free[matrix.column[rows[matrix.row]]] = True
    free &= ~attendance
    free[near] = True
    return free


def _same(part: Matrix, found: Floats, before: Floats) -> bool:
    """Whether two schedules of a part score the same."""
    return abs(float(part.objective @ (found - before))) <= TOLERANCE
