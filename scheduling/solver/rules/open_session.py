"""A session that asks for a minimum of residents has none, or at least so many."""

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.violations import Violation
from scheduling.solver.arrays import Floats, Ints, ProblemArrays, add_up
from scheduling.solver.rows import groups_of
from scheduling.solver.schedule_model import ScheduleModel

WHOLE = 1e-6  # an engine's sum of ones may miss a whole number by so much


def add_rows(schedule: ScheduleModel) -> None:
    """A column per session that asks for two or more (1: it is open), and two rows that tie its residents to it.

    Of at most ``most`` who fit in, ``least`` are asked: residents <= most x open, residents >= least x open.
    """
    arrays = schedule.arrays
    minimum = least_residents(arrays)
    groups = groups_of(arrays.options.session)
    groups = groups.kept(minimum[groups.key] > 1)
    count = len(groups.key)
    if not count:
        return
    least = minimum[groups.key].astype(np.float64)
    most = groups.size.astype(np.float64)
    if schedule.lean:
        allowed = groups.total(arrays.options.allowed.astype(np.float64))
        most = np.minimum(allowed, arrays.rooms[groups.key])
    opened = schedule.model.add_columns(0.0, np.ones(count), 0.0)

    def describe(row: int, _short: float) -> Violation:
        session = arrays.problem.sessions[groups.key[row]]
        message = (
            f"{session} is held with at least {session.min_residents} residents or not at all; "
            f"at most {most[row]:g} fit in."
        )
        return Violation(RuleId.OPEN_SESSION, message, sessions=(session.id,))

    row = np.concatenate((groups.group, np.arange(count)))
    column = np.concatenate((schedule.x[groups.option], opened))
    for lower, upper, each in ((-np.inf, 0.0, most), (0.0, np.inf, least)):
        entries = (row, column, np.concatenate((np.ones(len(groups.option)), -each)))
        schedule.model.add_rows(RuleId.OPEN_SESSION, lower, upper, entries, describe, count=count)


def least_residents(arrays: ProblemArrays) -> Ints:
    """The minimum of each session, if it is held."""
    return np.array([session.min_residents for session in arrays.problem.sessions], dtype=np.int64)


def too_few(arrays: ProblemArrays, attending: Floats) -> Ints:
    """The numbers of the sessions that hold residents, but too few; ``attending`` has one entry per option."""
    held = add_up(arrays.options.session, attending, len(arrays.rooms))
    return np.flatnonzero((held > WHOLE) & (held < least_residents(arrays) - WHOLE))
