"""In a session, each program's faculty precepting there can supervise its residents, by their weight."""

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.violations import Violation
from scheduling.solver.arrays import Floats
from scheduling.solver.rows import Groups, groups_of
from scheduling.solver.schedule_model import ScheduleModel


def add_rows(schedule: ScheduleModel) -> None:
    """A row per session and program whose residents, as many as there are rooms, could outweigh its faculty there."""
    arrays = schedule.arrays
    options = arrays.options
    sessions = len(arrays.rooms)
    groups = groups_of(arrays.program[options.resident] * sessions + options.session)
    groups = groups.kept(_heaviest(schedule, groups) > arrays.supervision.reshape(-1)[groups.key])
    limit = arrays.supervision.reshape(-1)[groups.key]

    def describe(row: int, short: float) -> Violation:
        program = arrays.problem.programs[groups.key[row] // sessions]
        session = arrays.problem.sessions[groups.key[row] % sessions]
        message = f"{session}: the faculty of {program.id} there may supervise a weight of {limit[row]:g}."
        return Violation(RuleId.SUPERVISION, message, sessions=(session.id,))

    entries = (groups.group, schedule.x[groups.option], options.weight[groups.option])
    schedule.model.add_rows(
        RuleId.SUPERVISION, 0.0, limit, entries, describe, count=len(groups.key), keys=groups.key
    )


def _heaviest(schedule: ScheduleModel, groups: Groups) -> Floats:
    """What the residents in each session can weigh at most: all of them, or, in a lean model, the heaviest in every room."""
    arrays = schedule.arrays
    weight = np.zeros(len(groups.key))
    np.maximum.at(weight, groups.group, arrays.options.weight[groups.option])
    found: Floats = groups.total(arrays.options.weight)
    if schedule.lean:
        found = np.minimum(found, arrays.rooms[groups.key % len(arrays.rooms)] * weight)
    return found
