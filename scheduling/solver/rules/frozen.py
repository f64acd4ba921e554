"""Before the date ``frozen_before``, attendance is exactly that of the published schedule."""

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.violations import Violation
from scheduling.solver.schedule_model import ScheduleModel


def add_rows(schedule: ScheduleModel) -> None:
    """A row per option of the past."""
    arrays, problem = schedule.arrays, schedule.arrays.problem
    limit = 0 if problem.frozen_before is None else (problem.frozen_before - problem.first_monday).days
    past = np.flatnonzero(arrays.options.date < limit)
    published = arrays.options.published[past]

    def describe(row: int, _short: float) -> Violation:
        resident = problem.residents[arrays.options.resident[past[row]]]
        session = problem.sessions[arrays.options.session[past[row]]]
        verb = "attended" if published[row] else "did not attend"
        message = f"{resident.id} {verb} {session}, which lies before the frozen date."
        return Violation(RuleId.FROZEN, message, (resident.id,), (session.id,))

    value = published.astype(np.float64)
    entries = (np.arange(len(past)), schedule.x[past], 1.0)
    schedule.model.add_rows(RuleId.FROZEN, value, value, entries, describe, count=len(past))
