"""The hard rules as rows of the model: one module per rule, the twin of the checker of the same name."""

from collections.abc import Callable

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.solver.arrays import ProblemArrays
from scheduling.solver.model import LinearModel
from scheduling.solver.rules import (
    eligible,
    frozen,
    gap,
    one_place,
    open_session,
    pins,
    rooms,
    supervision,
    weekly_load,
    yearly_load,
)
from scheduling.solver.schedule_model import ScheduleModel, start_model

AddRows = Callable[[ScheduleModel], None]

# The order never matters.
SCHEDULE_RULES: dict[RuleId, AddRows] = {
    RuleId.ELIGIBLE: eligible.add_rows,
    RuleId.ONE_PLACE: one_place.add_rows,
    RuleId.WEEKLY_LOAD: weekly_load.add_rows,
    RuleId.YEARLY_LOAD: yearly_load.add_rows,
    RuleId.ROOMS: rooms.add_rows,
    RuleId.SUPERVISION: supervision.add_rows,
    RuleId.OPEN_SESSION: open_session.add_rows,
    RuleId.GAP: gap.add_rows,
    RuleId.PINS: pins.add_rows,
    RuleId.FROZEN: frozen.add_rows,
}


# Who coaches whom is a row of the transportation and of the joint model; where faculty precept is given, their sessions
# are figures in the rows of `supervision` and of the score, and need no row of their own.
MODELLED = frozenset((*SCHEDULE_RULES, RuleId.PAIRING, RuleId.FACULTY_SESSIONS))


def add_rules(schedule: ScheduleModel) -> None:
    """The rows of every rule about who attends what."""
    for add_rows in SCHEDULE_RULES.values():
        add_rows(schedule)


def rules_model(arrays: ProblemArrays) -> LinearModel:
    """The rules about who attends what, and no score."""
    schedule = start_model(arrays, np.zeros(len(arrays.options.session), dtype=np.bool_))
    add_rules(schedule)
    return schedule.model
