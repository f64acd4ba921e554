"""At most one session per half-day, and so many per date as the program allows."""

from scheduling.domain.calendar import day_label
from scheduling.domain.ids import RuleId
from scheduling.domain.violations import Violation
from scheduling.solver.arrays import HALF_DAYS_PER_DATE, Ints
from scheduling.solver.rows import groups_of
from scheduling.solver.schedule_model import ScheduleModel


def add_rows(schedule: ScheduleModel) -> None:
    """A row per resident and date; per half-day only where the date alone does not say it."""
    most = schedule.arrays.problem.rules.max_sessions_per_day
    options = schedule.arrays.options
    _add(schedule, options.date, most)
    if most > 1:
        _add(schedule, options.half_day, 1)


def _add(schedule: ScheduleModel, slot: Ints, most: int) -> None:
    arrays = schedule.arrays
    slots = arrays.problem.weeks * 7 * HALF_DAYS_PER_DATE
    groups = groups_of(arrays.options.resident * slots + slot)
    groups = groups.kept(groups.size > most)

    def describe(row: int, short: float) -> Violation:
        options = groups.option[groups.group == row]
        resident = arrays.problem.residents[arrays.options.resident[options[0]]]
        sessions = [arrays.problem.sessions[index] for index in arrays.options.session[options]]
        day = day_label(sessions[0].half_day.date)
        message = f"{resident.id} can be in only {most} of {len(options)} sessions on {day}."
        return Violation(RuleId.ONE_PLACE, message, (resident.id,), tuple(session.id for session in sessions))

    entries = (groups.group, schedule.x[groups.option], 1.0)
    schedule.model.add_rows(RuleId.ONE_PLACE, 0.0, most, entries, describe, count=len(groups.key))
