"""A resident attends only sessions listed for them in that week: only those have a column, or a row that closes it."""

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.violations import Violation
from scheduling.solver.schedule_model import ScheduleModel


def add_rows(schedule: ScheduleModel) -> None:
    """Sessions that only a pin names stay empty."""
    arrays = schedule.arrays
    closed = np.flatnonzero(~arrays.options.allowed)

    def describe(row: int, short: float) -> Violation:
        resident = arrays.problem.residents[arrays.options.resident[closed[row]]]
        session = arrays.problem.sessions[arrays.options.session[closed[row]]]
        message = f"{session} is not among the sessions that {resident.id} may attend."
        return Violation(RuleId.ELIGIBLE, message, (resident.id,), (session.id,))

    entries = (np.arange(len(closed)), schedule.x[closed], 1.0)
    schedule.model.add_rows(RuleId.ELIGIBLE, 0.0, 0.0, entries, describe, count=len(closed))
