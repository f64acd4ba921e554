"""In a session, each program's faculty precepting there can supervise its residents, by their weight."""

from scheduling.domain.ids import RuleId
from scheduling.domain.violations import Violation
from scheduling.solver.rows import groups_of
from scheduling.solver.schedule_model import ScheduleModel


def add_rows(schedule: ScheduleModel) -> None:
    """A row per session and program whose residents could outweigh its faculty there."""
    arrays = schedule.arrays
    options = arrays.options
    sessions = len(arrays.rooms)
    groups = groups_of(arrays.program[options.resident] * sessions + options.session)
    groups = groups.kept(groups.total(options.weight) > arrays.supervision.reshape(-1)[groups.key])
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
