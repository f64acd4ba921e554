"""The scheduling problem: complete and consistent, or it does not exist.

Everything is checked once, when a `Problem` is made; afterwards nobody checks again. `ProblemError` names the place.
"""

from copy import copy
from dataclasses import dataclass

from scheduling.domain.problem_checks import check_pins, check_problem
from scheduling.domain.problem_parts import (
    DEFAULT_PIECES,
    Affinity,
    ClinicSession,
    EarlierCoach,
    FacultyMember,
    Objective,
    OverlapPiece,
    Pins,
    Preference,
    Program,
    Resident,
    ResidentWeek,
    Rules,
    Statement,
    WeeklySlot,
)

__all__ = [
    "DEFAULT_PIECES",
    "Affinity",
    "ClinicSession",
    "EarlierCoach",
    "FacultyMember",
    "Objective",
    "OverlapPiece",
    "Pins",
    "Preference",
    "Problem",
    "Program",
    "Resident",
    "ResidentWeek",
    "Rules",
    "WeeklySlot",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Statement):
    """All that the solver needs to know. Raises `ProblemError` in one line if anything does not fit together."""

    def __post_init__(self) -> None:
        Statement.__post_init__(self)
        check_problem(self)

    def with_pins(self, pins: Pins) -> "Problem":
        """The same with other pins, which alone are checked: of a year, all else takes a while. Raises `ProblemError`."""
        found = copy(self)
        object.__setattr__(found, "pins", pins)
        check_pins(found)
        return found
