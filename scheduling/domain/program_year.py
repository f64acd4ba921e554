"""One program's academic year, as the database and the workbook both describe it.

Dates, half-days and rules as people state them; `scheduling.domain.problem_building.build_problem` turns it into
the problem that the solver reads. Ids are strings chosen by whoever describes the year.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.ids import FacultyId, ProgramId, ResidentId, SessionId, SiteId
from scheduling.domain.problem import Affinity, ClinicSession, EarlierCoach, Objective, Rules

Slot = tuple[int, Period]
"""A half-day of the week: weekday 0 (Monday) to 6, and its period."""


class Duty(StrEnum):
    """What a faculty member does on a half-day; where nothing is said, they cannot."""

    PRECEPTS = "precepts"
    OFFERED = "offered"
    OWN_CLINIC = "own_clinic"


@dataclass(frozen=True, slots=True)
class Absence:
    """Away from ``first`` to ``last``, both included; ``period`` None = the whole day."""

    first: date
    last: date
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class RotationRule:
    """When a rotation lets residents attend clinic, and how often a week.

    ``allowed`` None = any half-day, empty = none. ``allowed_by_week`` replaces it in single weeks of a block,
    counted from 1.
    """

    id: str
    allowed: frozenset[Slot] | None
    min_per_week: int
    max_per_week: int
    allowed_by_week: Mapping[int, frozenset[Slot] | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BlockAssignment:
    """The rotation of a resident from ``first`` to ``last``, both included; the block begins at ``first``."""

    first: date
    last: date
    rotation: str


@dataclass(frozen=True, slots=True)
class Teaching:
    """Protected teaching. Empty ``pgys`` = every class; empty ``weeks_of_month`` = every week.

    ``weeks_of_month`` holds 1 for the weekday's first date in a month, to 5.
    """

    weekday: int
    period: Period
    pgys: frozenset[int] = frozenset()
    weeks_of_month: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class FacultyHalfDay:
    """One entry of a faculty member's weekly pattern; empty ``weeks_of_month`` = every week."""

    weekday: int
    period: Period
    duty: Duty
    site: SiteId
    weeks_of_month: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class FacultyDate:
    """A single half-day that differs from the pattern; ``duty`` None = cannot."""

    half_day: HalfDay
    duty: Duty | None
    site: SiteId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FacultyYear:
    """A faculty member in this year: panel limits, weekly precepting quota (None = no limit), and when they do what."""

    id: FacultyId
    panel_min: int
    panel_max: int
    weekly_quota: int | None = None
    half_days: tuple[FacultyHalfDay, ...] = ()
    dates: tuple[FacultyDate, ...] = ()
    absences: tuple[Absence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentYear:
    """A resident in this year.

    ``coach`` None = to be paired; a coach that is there stays unless ``coach_fixed`` is false. ``intern_from`` is
    the day from which the months of a heavier supervision weight count (None: the year's first day).
    """

    id: ResidentId
    pgy: int
    year_min: int
    year_max: int
    assignments: tuple[BlockAssignment, ...] = ()
    absences: tuple[Absence, ...] = ()
    coach: FacultyId | None = None
    coach_fixed: bool = True
    candidates: tuple[FacultyId, ...] | None = None
    team: tuple[FacultyId, ...] = ()
    earlier_coaches: tuple[EarlierCoach, ...] = ()
    intern_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSettings:
    """What the program sets for everyone.

    Interns (PGY 1) weigh ``intern_weight`` in supervision for their first ``intern_months`` months, then 1.
    ``own_clinic_counts``: overlap counts where the coach sees own patients.
    """

    supervision_ratio: float
    rules: Rules = field(default_factory=Rules)
    objective: Objective = field(default_factory=Objective)
    intern_weight: float = 1
    intern_months: int = 0
    own_clinic_counts: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramYear:
    """Everything that one program's schedule of one year depends on.

    A session with 0 rooms is closed. Sessions outside ``weeks`` from ``first_monday`` are not expected.
    """

    program: ProgramId
    name: str
    first_monday: date
    weeks: int
    settings: YearSettings
    sessions: tuple[ClinicSession, ...]
    rotations: tuple[RotationRule, ...]
    residents: tuple[ResidentYear, ...]
    faculty: tuple[FacultyYear, ...]
    teaching: tuple[Teaching, ...] = ()
    affinities: tuple[Affinity, ...] = ()


def session_id(site: SiteId, half_day: HalfDay) -> SessionId:
    """``MAIN/2026-06-29/AM``."""
    return SessionId(f"{site.upper()}/{half_day.date.isoformat()}/{half_day.period}")
