"""From a program's year to the problem: which sessions each resident may attend, and what a week asks of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain
from typing import NamedTuple

from scheduling.domain.calendar import (
    DAYS_IN_WEEK,
    HalfDay,
    Period,
    days_from,
    monday_of,
    nth_weekday_of_month,
    week_index,
)
from scheduling.domain.ids import Decision, FacultyId, SessionId
from scheduling.domain.problem import (
    ClinicSession,
    FacultyMember,
    Problem,
    Program,
    Resident,
    ResidentWeek,
)
from scheduling.domain.program_year import (
    Absence,
    BlockAssignment,
    Duty,
    FacultyDate,
    FacultyYear,
    ProgramYear,
    ResidentYear,
    RotationRule,
    Slot,
    Teaching,
    YearSettings,
)

INTERN = 1


class DayRule(NamedTuple):
    """The rotation that binds a resident on a date, and the half-days that it allows in that week of its block."""

    rotation: RotationRule
    allowed: frozenset[Slot] | None


class Frame(NamedTuple):
    """The year with what is looked up in it again and again."""

    year: ProgramYear
    open_sessions: Mapping[date, tuple[ClinicSession, ...]]
    lessons: Mapping[HalfDay, tuple[Teaching, ...]]
    rules: Mapping[str, RotationRule]


def build_problem(year: ProgramYear) -> Problem:
    """The problem of one program's year.

    Pairing is decided if any resident has no coach or one that may change. An assignment to a rotation that the
    year does not describe allows nothing. Raises `ProblemError` if the year does not fit together.
    """
    frame = _frame(year)
    open_coach = any(resident.coach is None or not resident.coach_fixed for resident in year.residents)
    return Problem(
        name=year.name,
        first_monday=year.first_monday,
        weeks=year.weeks,
        decide=frozenset({Decision.SESSIONS, Decision.PAIRING} if open_coach else {Decision.SESSIONS}),
        rules=year.settings.rules,
        objective=year.settings.objective,
        programs=(Program(year.program, year.settings.supervision_ratio),),
        sessions=tuple(session for session in year.sessions if session.rooms > 0),
        faculty=tuple(_faculty_member(frame, member) for member in year.faculty),
        residents=tuple(_resident(frame, resident) for resident in year.residents),
        affinities=year.affinities,
    )


def sessions_by_duty(year: ProgramYear, member: FacultyYear) -> dict[Duty, tuple[SessionId, ...]]:
    """The open sessions in which a faculty member does what, by pattern, dates and absences."""
    return _sessions_by_duty(_frame(year), member)


def weeks_of(year: ProgramYear, resident: ResidentYear) -> tuple[ResidentWeek, ...]:
    """The weeks that hold a session allowed to a resident, and what each asks, in their order."""
    return tuple(_weeks(_frame(year), resident))


def relieved_limits(rotation_min: int, rotation_max: int, usable: int) -> tuple[int, int]:
    """A week's minimum and maximum where ``usable`` dates (or half-days) are left by holidays and leave.

    ``min = min(rotation_min, max(n // 2, n - 2))``, ``max = min(rotation_max, n)``.
    """
    return min(rotation_min, max(usable // 2, usable - 2)), min(rotation_max, usable)


def _frame(year: ProgramYear) -> Frame:
    open_sessions = [session for session in year.sessions if session.rooms > 0]
    lessons = {one.half_day: lessons_at(year.teaching, one.half_day) for one in open_sessions}
    return Frame(year, _by_date(open_sessions), lessons, {rule.id: rule for rule in year.rotations})


def _by_date(sessions: Iterable[ClinicSession]) -> dict[date, tuple[ClinicSession, ...]]:
    found: dict[date, list[ClinicSession]] = defaultdict(list)
    for session in sessions:
        found[session.half_day.date].append(session)
    return {day: tuple(found[day]) for day in sorted(found)}


def _faculty_member(frame: Frame, member: FacultyYear) -> FacultyMember:
    sessions = _sessions_by_duty(frame, member)
    return FacultyMember(
        id=member.id,
        program=frame.year.program,
        panel_min=member.panel_min,
        panel_max=member.panel_max,
        sessions=sessions[Duty.PRECEPTS],
        present=sessions[Duty.OWN_CLINIC] if frame.year.settings.own_clinic_counts else (),
        offered=sessions[Duty.OFFERED],
        weekly_quota=member.weekly_quota,
    )


def _sessions_by_duty(frame: Frame, member: FacultyYear) -> dict[Duty, tuple[SessionId, ...]]:
    found: dict[Duty, list[SessionId]] = {duty: [] for duty in Duty}
    away = absent_half_days(member.absences)
    exceptions = {exception.half_day: exception for exception in member.dates}
    for session in chain.from_iterable(frame.open_sessions.values()):
        if session.half_day in away:
            continue
        exception = exceptions.get(session.half_day)
        duty = _duty_by_pattern(member, session) if exception is None else _duty_by_date(exception, session)
        if duty is not None:
            found[duty].append(session.id)
    return {duty: tuple(sessions) for duty, sessions in found.items()}


def _duty_by_date(exception: FacultyDate, session: ClinicSession) -> Duty | None:
    return exception.duty if exception.site in {None, session.site} else None


def _duty_by_pattern(member: FacultyYear, session: ClinicSession) -> Duty | None:
    day = session.half_day.date
    for entry in member.half_days:
        if (entry.weekday, entry.period, entry.site) == (
            day.weekday(),
            session.half_day.period,
            session.site,
        ) and (not entry.weeks_of_month or nth_weekday_of_month(day) in entry.weeks_of_month):
            return entry.duty
    return None


def absent_half_days(absences: Iterable[Absence]) -> frozenset[HalfDay]:
    """Every half-day on which somebody is away."""
    return frozenset(
        HalfDay(day, period)
        for absence in absences
        for day in days_from(absence.first, absence.last)
        for period in ((absence.period,) if absence.period else Period)
    )


def _resident(frame: Frame, resident: ResidentYear) -> Resident:
    return Resident(
        id=resident.id,
        program=frame.year.program,
        pgy=resident.pgy,
        coach=resident.coach,
        coach_fixed=resident.coach is not None and resident.coach_fixed,
        candidates=resident.candidates,
        team=_team(frame, resident),
        earlier_coaches=resident.earlier_coaches,
        year_min=resident.year_min,
        year_max=resident.year_max,
        weeks=tuple(_weeks(frame, resident)),
    )


def _team(frame: Frame, resident: ResidentYear) -> tuple[FacultyId, ...]:
    """The team, the coach too if in it: sessions with the coach are overlaps and earn nothing as the team's.

    Where teams do not count at all, nobody: what decides nothing is no part of the problem, so that a change of a
    team then changes no year.
    """
    return resident.team if frame.year.settings.objective.team_overlap else ()


def _weeks(frame: Frame, resident: ResidentYear) -> Iterator[ResidentWeek]:
    """The weeks that hold an allowed session, in their order.

    Where a block ends within a week, the week asks the least of its rotations' minima and allows the greatest maximum.
    """
    day_rules = _rules_by_day(resident.assignments, frame.rules)
    allowed: dict[int, list[ClinicSession]] = defaultdict(list)
    for session in _allowed_sessions(frame, resident, day_rules):
        allowed[week_index(session.half_day.date, frame.year.first_monday)].append(session)
    for week, sessions in allowed.items():
        rotations = [day_rules[session.half_day.date].rotation for session in sessions]
        least, most = relieved_limits(
            min(rotation.min_per_week for rotation in rotations),
            max(rotation.max_per_week for rotation in rotations),
            _usable(frame.year.settings, sessions),
        )
        weight = supervision_weight(frame.year, resident, week)
        yield ResidentWeek(week, least, most, tuple(session.id for session in sessions), weight)


def _allowed_sessions(
    frame: Frame, resident: ResidentYear, day_rules: Mapping[date, DayRule]
) -> Iterator[ClinicSession]:
    away = absent_half_days(resident.absences)
    for day, sessions in frame.open_sessions.items():
        rule = day_rules.get(day)
        if rule is None:
            continue
        for session in sessions:
            half_day = session.half_day
            if not _rotation_allows(rule, half_day) or half_day in away:
                continue
            if not is_taught(resident, frame.lessons[half_day]):
                yield session


def _usable(settings: YearSettings, sessions: Iterable[ClinicSession]) -> int:
    """Dates with an allowed session; half-days, if more than one session a day is allowed."""
    half_days = {session.half_day for session in sessions}
    if settings.rules.max_sessions_per_day > 1:
        return len(half_days)
    return len({half_day.date for half_day in half_days})


def _rules_by_day(
    assignments: Iterable[BlockAssignment], rules: Mapping[str, RotationRule]
) -> dict[date, DayRule]:
    found: dict[date, DayRule] = {}
    for assignment in assignments:
        rule = rules.get(assignment.rotation)
        if rule is None or rule.max_per_week == 0:
            continue
        block_monday = monday_of(assignment.first)
        for day in days_from(assignment.first, assignment.last):
            week_of_block = week_index(day, block_monday) + 1
            found[day] = DayRule(rule, rule.allowed_by_week.get(week_of_block, rule.allowed))
    return found


def _rotation_allows(rule: DayRule, half_day: HalfDay) -> bool:
    return rule.allowed is None or (half_day.date.weekday(), half_day.period) in rule.allowed


def lessons_at(teaching: Iterable[Teaching], half_day: HalfDay) -> tuple[Teaching, ...]:
    """The lessons that are held on a half-day; for whom, their ``pgys`` say."""
    weekday, nth = half_day.date.weekday(), nth_weekday_of_month(half_day.date)
    return tuple(
        lesson
        for lesson in teaching
        if (lesson.weekday, lesson.period) == (weekday, half_day.period)
        and (not lesson.weeks_of_month or nth in lesson.weeks_of_month)
    )


def is_taught(resident: ResidentYear, lessons: Iterable[Teaching]) -> bool:
    """Whether one of the lessons is for the resident."""
    return any(not lesson.pgys or resident.pgy in lesson.pgys for lesson in lessons)


def supervision_weight(year: ProgramYear, resident: ResidentYear, week: int) -> float:
    """How many residents one counts for in supervision: interns more in the weeks that begin in their first months."""
    if resident.pgy != INTERN:
        return 1
    heavy_until = _months_later(resident.intern_from or year.first_monday, year.settings.intern_months)
    monday = year.first_monday + timedelta(days=DAYS_IN_WEEK * week)
    return year.settings.intern_weight if monday < heavy_until else 1


def _months_later(day: date, months: int) -> date:
    """The same day of a later month; the first of the month after it where that day does not exist."""
    years, month = divmod(day.month - 1 + months, 12)
    try:
        return date(day.year + years, month + 1, day.day)
    except ValueError:
        return date(day.year + years + (month + 1) // 12, (month + 1) % 12 + 1, 1)
