"""In each week a resident attends at least the week's minimum of sessions and at most its maximum."""

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.violations import Violation
from scheduling.domain.wording import counted
from scheduling.solver.schedule_model import ScheduleModel


def add_rows(schedule: ScheduleModel) -> None:
    """A row per listed week of each resident that could break it."""
    arrays, rows = schedule.arrays, schedule.arrays.weeks
    listed = np.flatnonzero(arrays.options.week_row >= 0)
    row_of_option = arrays.options.week_row[listed]
    size = np.bincount(row_of_option, minlength=len(rows.week))
    allowed = np.bincount(row_of_option[arrays.options.allowed[listed]], minlength=len(rows.week))
    kept = (rows.min > 0) | (rows.max < size)
    numbers = np.flatnonzero(kept)
    entry = kept[row_of_option]
    renumbered = np.cumsum(kept) - 1

    def describe(row: int, short: float) -> Violation:
        week = numbers[row]
        resident = arrays.problem.residents[rows.resident[week]]
        message = (
            f"{resident.id} is asked for {rows.min[week]} to {counted(int(rows.max[week]), 'session')} "
            f"in week {rows.week[week]}, "
            f"with {allowed[week]} allowed."
        )
        return Violation(RuleId.WEEKLY_LOAD, message, (resident.id,), weeks=(int(rows.week[week]),))

    entries = (renumbered[row_of_option[entry]], schedule.x[listed[entry]], 1.0)
    schedule.model.add_rows(
        RuleId.WEEKLY_LOAD, rows.min[numbers], rows.max[numbers], entries, describe, count=len(numbers)
    )
