"""The content of a program's workbook as plain rows, one dataclass a sheet.

Names are kept exactly as typed (outer blanks removed); references between sheets (a resident's coach, a
rotation code) carry the spelling of the sheet that defines them. ``source_row`` is the row in the file, for
messages, and takes no part in comparisons.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from scheduling.domain.calendar import Period
from scheduling.domain.program_year import Duty

Slot = tuple[int, Period]
"""A half-day of the week: weekday 0 (Monday) to 6, and its period."""

DEFAULT_HOURS: Mapping[Period, tuple[time, time]] = {
    Period.AM: (time(8), time(12)),
    Period.PM: (time(13), time(17)),
    Period.EVE: (time(17, 30), time(20, 30)),
}
WEEKDAY_SLOTS: tuple[Slot, ...] = tuple(
    (day, period) for day in range(5) for period in (Period.AM, Period.PM)
)


class PersonKind(StrEnum):
    """On which sheet a person of the Away sheet stands."""

    RESIDENT = "resident"
    FACULTY = "faculty"


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A clinic site. ``code`` (upper case, ASCII) names it in session ids, ``letter`` in the grid."""

    name: str
    code: str
    letter: str
    rooms: int
    hours: Mapping[Period, tuple[time, time]] = field(default_factory=lambda: dict(DEFAULT_HOURS))
    phone: str = ""
    source_row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class RoomChange:
    """A date whose rooms differ; 0 = closed. ``period`` None: the whole day; ``site`` None: every site."""

    date: date
    period: Period | None
    rooms: int
    why: str = ""
    site: str | None = None
    source_row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A date on which every site is closed."""

    date: date
    name: str
    source_row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class TeachingRow:
    """Protected teaching: these classes have no clinic. Empty ``pgys`` or ``weeks_of_month`` means all."""

    weekday: int
    period: Period
    pgys: frozenset[int] = frozenset()
    weeks_of_month: frozenset[int] = frozenset()
    what: str = ""
    source_row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ClinicSettings:
    """The Clinic sheet with the optional Sites, Holidays and Teaching sheets.

    ``first_day`` and ``last_day`` bound the academic year; ``first_monday`` starts its week 0 and ``weeks``
    counts the weeks to its end. ``clinic_slots`` are the half-days on which there is clinic, already
    without ``teaching_slots``. Contact window, longest gap and months are whole numbers of weeks, months.
    """

    program: str
    year_label: str
    first_day: date
    last_day: date
    first_monday: date
    weeks: int
    sites: tuple[SiteRow, ...]
    residents_per_preceptor: int
    clinics_per_day: int
    max_gap_weeks: int
    contact_window_weeks: int = 4
    clinic_slots: tuple[Slot, ...] = WEEKDAY_SLOTS
    teaching_slots: tuple[Slot, ...] = ()
    room_changes: tuple[RoomChange, ...] = ()
    holidays: tuple[HolidayRow, ...] = ()
    teaching: tuple[TeachingRow, ...] = ()
    clinic_line: str = ""
    time_zone: str = "America/New_York"
    intern_weight: int = 1
    intern_months: int = 0
    own_clinic_counts: bool = True


@dataclass(frozen=True, slots=True)
class ResidentRow:
    """A resident in this academic year; ``coach`` None = to be paired, else kept."""

    name: str
    email: str
    pgy: int
    program_start: date | None
    coach: str | None
    coach_since: date | None
    clinics_min: int
    clinics_max: int
    phone: str = ""
    pager: str = ""
    pronouns: str = ""
    off_cycle: bool = False
    source_row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class BlockColumn:
    """A block of the year, both dates included."""

    label: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """The rotation of one resident in one block."""

    resident: str
    block: str
    first: date
    last: date
    rotation: str
    source_row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class RotationRow:
    """A rotation's clinic rule.

    ``allowed`` None = any half-day, empty = none. ``allowed_by_week`` replaces it in single weeks of a
    block, counted from 1. ``clinics_min`` and ``clinics_max`` are per week.
    """

    code: str
    name: str
    allowed: frozenset[Slot] | None
    clinics_min: int
    clinics_max: int
    allowed_by_week: Mapping[int, frozenset[Slot] | None] = field(default_factory=dict)
    source_row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class DutyCell:
    """What a faculty member does on a half-day of the week.

    ``site`` is a site code, None = the first site; empty ``weeks_of_month`` = every week, else those in
    which the weekday is the 1st to 5th of its month.
    """

    duty: Duty
    site: str | None = None
    weeks_of_month: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class FacultyRow:
    """A faculty member; a half-day absent from ``pattern`` is one on which they cannot."""

    name: str
    email: str
    panel_min: int
    panel_max: int
    weekly_quota: int | None
    pattern: Mapping[Slot, tuple[DutyCell, ...]]
    phone: str = ""
    pager: str = ""
    pronouns: str = ""
    source_row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class AwayRow:
    """An absence, both dates included; ``period`` None = the whole day."""

    person: str
    kind: PersonKind
    first: date
    last: date
    period: Period | None
    reason: str = ""
    source_row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class TeamRow:
    """Somebody in a longitudinal team; ``kind`` None = a nurse, who is named by an e-mail address."""

    team: str
    person: str
    kind: PersonKind | None


@dataclass(frozen=True, slots=True)
class WorkbookTables:
    """Everything a workbook holds, in the order of its rows."""

    clinic: ClinicSettings
    residents: tuple[ResidentRow, ...]
    blocks: tuple[BlockColumn, ...]
    assignments: tuple[AssignmentRow, ...]
    rotations: tuple[RotationRow, ...]
    faculty: tuple[FacultyRow, ...]
    away: tuple[AwayRow, ...]
    teams: tuple[TeamRow, ...] = ()
