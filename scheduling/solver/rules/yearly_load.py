"""In the year a resident attends at least the yearly minimum of sessions and at most the maximum."""

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.violations import Violation
from scheduling.domain.wording import counted
from scheduling.solver.schedule_model import ScheduleModel


def add_rows(schedule: ScheduleModel) -> None:
    """A row per resident."""
    arrays = schedule.arrays
    residents = arrays.problem.residents
    low = np.array([resident.year_min for resident in residents], dtype=np.float64)
    high = np.array([resident.year_max for resident in residents], dtype=np.float64)

    def describe(row: int, short: float) -> Violation:
        resident = residents[row]
        message = f"{resident.id} is asked for {resident.year_min} to {counted(resident.year_max, 'session')} in the year."
        return Violation(RuleId.YEARLY_LOAD, message, (resident.id,))

    entries = (arrays.options.resident, schedule.x, 1.0)
    schedule.model.add_rows(RuleId.YEARLY_LOAD, low, high, entries, describe, count=len(residents))
