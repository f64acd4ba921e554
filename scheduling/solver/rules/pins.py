"""What a person pinned stays: attended, or not attended."""

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.violations import Violation
from scheduling.solver.arrays import number
from scheduling.solver.schedule_model import ScheduleModel


def add_rows(schedule: ScheduleModel) -> None:
    """A row per pin."""
    arrays, problem = schedule.arrays, schedule.arrays.problem
    wanted = [(pin, 1.0) for pin in sorted(problem.pins.attend)]
    wanted += [(pin, 0.0) for pin in sorted(problem.pins.avoid)]
    resident, session = number(problem.resident_by_id), number(problem.session_by_id)
    width = len(problem.sessions)
    keys = arrays.options.resident * width + arrays.options.session
    order = np.argsort(keys)
    pinned = np.array([resident[who] * width + session[what] for (who, what), _ in wanted], dtype=np.int64)
    option = order[np.searchsorted(keys[order], pinned)]

    def describe(row: int, short: float) -> Violation:
        (who, what), value = wanted[row]
        verb = "attend" if value else "stay away from"
        message = f"{who} is pinned to {verb} {problem.session_by_id[what]}."
        return Violation(RuleId.PINS, message, (who,), (what,))

    values = np.array([value for _, value in wanted])
    entries = (np.arange(len(wanted)), schedule.x[option], 1.0)
    schedule.model.add_rows(RuleId.PINS, values, values, entries, describe, count=len(wanted))
