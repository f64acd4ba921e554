"""Making a relaxation whole: branch and bound on the weeks that hold something broken, the others as they are."""

from dataclasses import replace

import numpy as np

from scheduling.solver.arrays import Bools, Floats
from scheduling.solver.engines import Answer, solve_mip
from scheduling.solver.model import Matrix
from scheduling.solver.rules.open_session import too_few
from scheduling.solver.schedule_model import ScheduleModel

WHOLE = 1e-6
NODES = 2000


def at_fault(schedule: ScheduleModel, values: Floats) -> Bools:
    """For each option whether its week, anybody's, holds one that is neither attended nor not, or too few in a session."""
    x, options = values[schedule.x], schedule.arrays.options
    week = options.week
    broken = np.abs(x - x.round()) > WHOLE
    broken |= np.isin(options.session, too_few(schedule.arrays, x))
    found: Bools = np.isin(week, week[broken])
    return found


def standing(schedule: ScheduleModel, matrix: Matrix, options: Bools, values: Floats) -> Matrix:
    """The matrix in which some options stay as they are in ``values``."""
    kept = schedule.x[options]
    lower, upper = matrix.lower.copy(), matrix.upper.copy()
    lower[kept] = upper[kept] = values[kept].round()
    return replace(matrix, lower=lower, upper=upper)


def made_whole(schedule: ScheduleModel, matrix: Matrix, values: Floats, deadline: float, seed: int) -> Answer:
    """The best whole solution in which the weeks without fault stay; so many nodes at most."""
    held = standing(schedule, matrix, ~at_fault(schedule, values), values)
    return solve_mip(replace(held, integer=True), deadline, seed, nodes=NODES)
