"""Names of things, typed so that a faculty id cannot slip into a resident's place."""

from enum import StrEnum
from typing import NewType

ProgramId = NewType("ProgramId", str)
SiteId = NewType("SiteId", str)
SessionId = NewType("SessionId", str)
FacultyId = NewType("FacultyId", str)
ResidentId = NewType("ResidentId", str)


class RuleId(StrEnum):
    """The hard rules. These words are public and permanent: they are stored with runs and shown to people."""

    ELIGIBLE = "eligible"
    ONE_PLACE = "one_place"
    WEEKLY_LOAD = "weekly_load"
    YEARLY_LOAD = "yearly_load"
    ROOMS = "rooms"
    SUPERVISION = "supervision"
    OPEN_SESSION = "open_session"
    GAP = "gap"
    PAIRING = "pairing"
    FACULTY_SESSIONS = "faculty_sessions"
    PINS = "pins"
    FROZEN = "frozen"


class Decision(StrEnum):
    """What the solver may decide."""

    SESSIONS = "sessions"
    PAIRING = "pairing"
    FACULTY_SESSIONS = "faculty_sessions"


class FacultyPattern(StrEnum):
    """How decided half-days of faculty may vary: from date to date, or one weekly pattern for the whole year."""

    DATE = "date"
    YEAR = "year"


class Status(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"
