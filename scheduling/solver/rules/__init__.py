"""The hard rules as rows of the model: one module per rule, the twin of the checker of the same name."""

from collections.abc import Callable

from scheduling.domain.ids import RuleId
from scheduling.solver.rules import (
    eligible,
    frozen,
    gap,
    one_place,
    pins,
    rooms,
    supervision,
    weekly_load,
    yearly_load,
)
from scheduling.solver.schedule_model import ScheduleModel

AddRows = Callable[[ScheduleModel], None]

# The order never matters.
SCHEDULE_RULES: dict[RuleId, AddRows] = {
    RuleId.ELIGIBLE: eligible.add_rows,
    RuleId.ONE_PLACE: one_place.add_rows,
    RuleId.WEEKLY_LOAD: weekly_load.add_rows,
    RuleId.YEARLY_LOAD: yearly_load.add_rows,
    RuleId.ROOMS: rooms.add_rows,
    RuleId.SUPERVISION: supervision.add_rows,
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
