"""A session never holds more residents than it has rooms."""

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.violations import Violation
from scheduling.domain.wording import counted
from scheduling.solver.rows import groups_of
from scheduling.solver.schedule_model import ScheduleModel


def add_rows(schedule: ScheduleModel) -> None:
    """A row per session that more residents may attend than it has rooms."""
    arrays = schedule.arrays
    groups = groups_of(arrays.options.session)
    groups = groups.kept(groups.size > arrays.rooms[groups.key])

    def describe(row: int, short: float) -> Violation:
        session = arrays.problem.sessions[groups.key[row]]
        message = f"{session} has {counted(session.rooms, 'room')}."
        return Violation(RuleId.ROOMS, message, sessions=(session.id,))

    entries = (groups.group, schedule.x[groups.option], 1.0)
    high = arrays.rooms[groups.key].astype(np.float64)
    schedule.model.add_rows(
        RuleId.ROOMS, 0.0, high, entries, describe, count=len(groups.key), keys=groups.key
    )
