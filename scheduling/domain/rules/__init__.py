"""The hard rules as checkers that know no solver: one module per rule, listed here like a contents page."""

from collections.abc import Callable, Iterator

from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.domain.rules import (
    eligible,
    faculty_sessions,
    frozen,
    gap,
    one_place,
    open_session,
    pairing,
    pins,
    rooms,
    supervision,
    weekly_load,
    yearly_load,
)
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation

Checker = Callable[[Problem, Solution], Iterator[Violation]]

CHECKERS: dict[RuleId, Checker] = {
    RuleId.ELIGIBLE: eligible.violations,
    RuleId.ONE_PLACE: one_place.violations,
    RuleId.WEEKLY_LOAD: weekly_load.violations,
    RuleId.YEARLY_LOAD: yearly_load.violations,
    RuleId.ROOMS: rooms.violations,
    RuleId.SUPERVISION: supervision.violations,
    RuleId.OPEN_SESSION: open_session.violations,
    RuleId.GAP: gap.violations,
    RuleId.PAIRING: pairing.violations,
    RuleId.FACULTY_SESSIONS: faculty_sessions.violations,
    RuleId.PINS: pins.violations,
    RuleId.FROZEN: frozen.violations,
}


def violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """Every place where a schedule breaks a hard rule; nothing for a legal one."""
    for checker in CHECKERS.values():
        yield from checker(problem, solution)
