"""What a problem is made of, before anybody has looked whether it fits together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from scheduling.domain.calendar import DAYS_IN_WEEK, WEEKDAYS, HalfDay, Period, week_index
from scheduling.domain.ids import (
    Decision,
    FacultyId,
    FacultyPattern,
    ProgramId,
    ResidentId,
    SessionId,
    SiteId,
)


@dataclass(frozen=True, slots=True)
class Rules:
    """What binds everyone: sessions per date, weeks per gap and per contact window, and how faculty's half-days vary."""

    max_sessions_per_day: int = 1
    max_gap_weeks: int = 6
    contact_window_weeks: int = 4
    faculty_pattern: FacultyPattern = FacultyPattern.DATE


@dataclass(frozen=True, slots=True)
class OverlapPiece:
    """Overlaps up to ``share`` of a resident's yearly minimum (None: up to the yearly maximum) earn ``weight`` each."""

    share: Decimal | None
    weight: float


DEFAULT_PIECES = (
    OverlapPiece(Decimal("0.4"), 8.0),
    OverlapPiece(Decimal("0.6"), 4.0),
    OverlapPiece(Decimal("0.8"), 2.0),
    OverlapPiece(None, 1.0),
)


@dataclass(frozen=True, slots=True)
class Objective:
    """The weights of the score."""

    overlap_pieces: tuple[OverlapPiece, ...] = DEFAULT_PIECES
    missed_window: float = 0.5
    changed_assignment: float = 0.1
    team_overlap: float = 0.0


@dataclass(frozen=True, slots=True)
class Program:
    """A residency program. Each faculty member precepting supervises up to ``supervision_ratio`` of resident weight."""

    id: ProgramId
    supervision_ratio: float


@dataclass(frozen=True, slots=True)
class WeeklySlot:
    """A half-day of every week at one site; prints itself ``Tue AM at MAIN``."""

    weekday: int
    period: Period
    site: SiteId

    def __str__(self) -> str:
        return f"{WEEKDAYS[self.weekday]} {self.period} at {self.site}"


@dataclass(frozen=True, slots=True)
class ClinicSession:
    """A clinic half-day at one site."""

    id: SessionId
    site: SiteId
    half_day: HalfDay
    rooms: int
    min_residents: int = 0

    def __str__(self) -> str:
        return f"{self.half_day} at {self.site}"

    @property
    def slot(self) -> WeeklySlot:
        """Its place in a weekly pattern."""
        return WeeklySlot(self.half_day.date.weekday(), self.half_day.period, self.site)


@dataclass(frozen=True, slots=True)
class FacultyMember:
    """A coach: precepts in ``sessions``, sees own patients in ``present``, could precept in ``offered``."""

    id: FacultyId
    program: ProgramId
    panel_min: int
    panel_max: int
    sessions: tuple[SessionId, ...]
    present: tuple[SessionId, ...] = ()
    offered: tuple[SessionId, ...] = ()
    weekly_quota: int | None = None

    @property
    def offers(self) -> tuple[SessionId, ...]:
        """Where they could precept if that is decided: today's sessions first, then the others that they offer."""
        return tuple(dict.fromkeys((*self.sessions, *self.offered)))


@dataclass(frozen=True, slots=True)
class ResidentWeek:
    """What one week allows a resident: the sessions, how many of them, and how heavily they weigh in supervision."""

    week: int
    min: int
    max: int
    sessions: tuple[SessionId, ...]
    supervision_weight: float = 1.0


@dataclass(frozen=True, slots=True)
class EarlierCoach:
    """Sessions up to and including ``until`` overlap with this coach, who was the resident's before the present one."""

    coach: FacultyId
    until: date


@dataclass(frozen=True, slots=True)
class Resident:
    """A resident: the coach (None: to be found), the yearly load, and the weeks that hold allowed sessions."""

    id: ResidentId
    program: ProgramId
    pgy: int
    coach: FacultyId | None
    coach_fixed: bool
    year_min: int
    year_max: int
    weeks: tuple[ResidentWeek, ...]
    candidates: tuple[FacultyId, ...] | None = None
    team: tuple[FacultyId, ...] = ()
    earlier_coaches: tuple[EarlierCoach, ...] = ()


@dataclass(frozen=True, slots=True)
class Pins:
    """What a person decided and the solver must keep: attended, or not attended."""

    attend: frozenset[tuple[ResidentId, SessionId]] = frozenset()
    avoid: frozenset[tuple[ResidentId, SessionId]] = frozenset()

    def __or__(self, other: "Pins") -> "Pins":
        """The pins of both."""
        return Pins(self.attend | other.attend, self.avoid | other.avoid)


@dataclass(frozen=True, slots=True)
class Preference:
    """``weight`` is earned if the resident attends the session."""

    resident: ResidentId
    session: SessionId
    weight: float


@dataclass(frozen=True, slots=True)
class Affinity:
    """``weight`` is earned if the resident is paired with the faculty member."""

    resident: ResidentId
    faculty: FacultyId
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """All that is said of a year, unchecked; a `Problem` is a statement that fits together."""

    name: str
    first_monday: date
    weeks: int
    decide: frozenset[Decision]
    programs: tuple[Program, ...]
    sessions: tuple[ClinicSession, ...]
    faculty: tuple[FacultyMember, ...]
    residents: tuple[Resident, ...]
    rules: Rules = Rules()
    objective: Objective = Objective()
    pins: Pins = Pins()
    preferences: tuple[Preference, ...] = ()
    affinities: tuple[Affinity, ...] = ()
    published: Mapping[ResidentId, tuple[SessionId, ...]] | None = None
    frozen_before: date | None = None
    program_by_id: Mapping[ProgramId, Program] = field(init=False, repr=False, compare=False)
    session_by_id: Mapping[SessionId, ClinicSession] = field(init=False, repr=False, compare=False)
    week_by_session: Mapping[SessionId, int] = field(init=False, repr=False, compare=False)
    faculty_by_id: Mapping[FacultyId, FacultyMember] = field(init=False, repr=False, compare=False)
    resident_by_id: Mapping[ResidentId, Resident] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "program_by_id", {one.id: one for one in self.programs})
        object.__setattr__(self, "session_by_id", {one.id: one for one in self.sessions})
        weeks = {one.id: week_index(one.half_day.date, self.first_monday) for one in self.sessions}
        object.__setattr__(self, "week_by_session", weeks)
        object.__setattr__(self, "faculty_by_id", {one.id: one for one in self.faculty})
        object.__setattr__(self, "resident_by_id", {one.id: one for one in self.residents})

    @property
    def last_day(self) -> date:
        """The Sunday of the last week."""
        return self.first_monday + timedelta(days=DAYS_IN_WEEK * self.weeks - 1)

    def week_of(self, session: SessionId) -> int:
        """The week, from 0, in which a session lies."""
        return self.week_by_session[session]

    @property
    def decides_faculty(self) -> bool:
        """Whether the solver decides where faculty precept."""
        return Decision.FACULTY_SESSIONS in self.decide

    def has_open_coach(self, resident: Resident) -> bool:
        """Whether the solver pairs this resident."""
        return Decision.PAIRING in self.decide and not resident.coach_fixed

    def candidates_of(self, resident: Resident) -> tuple[FacultyId, ...]:
        """The faculty with whom a resident may be paired; one alone if the coach stays."""
        if not self.has_open_coach(resident) and resident.coach is not None:
            return (resident.coach,)
        if resident.candidates is not None:
            return resident.candidates
        return tuple(member.id for member in self.faculty if member.program == resident.program)
