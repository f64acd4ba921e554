"""What a year is to everybody: settings, sessions, rotations and protected teaching."""

from collections import defaultdict
from decimal import Decimal

from scheduling.domain import program_year as described
from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.ids import FacultyPattern, SiteId
from scheduling.domain.problem import ClinicSession, Objective, OverlapPiece, Rules
from scheduling.models import AcademicYear, ClinicRule, Holiday, Program, ProtectedTeaching, Rotation, Session


def settings_of(program: Program) -> described.YearSettings:
    """What the program sets for everyone; without a query."""
    return described.YearSettings(
        supervision_ratio=program.residents_per_preceptor,
        rules=Rules(
            max_sessions_per_day=program.sessions_per_day,
            max_gap_weeks=program.max_gap_weeks,
            contact_window_weeks=program.contact_window_weeks,
            faculty_pattern=FacultyPattern(program.faculty_pattern),
        ),
        objective=Objective(
            overlap_pieces=tuple(
                OverlapPiece(None if share is None else Decimal(str(share)), float(weight))
                for share, weight in program.overlap_pieces
            ),
            missed_window=float(program.missed_window),
            changed_assignment=float(program.changed_assignment),
            team_overlap=float(program.team_overlap),
        ),
        intern_weight=program.intern_weight,
        intern_months=program.intern_months,
        own_clinic_counts=program.own_clinic_counts,
    )


def sessions_of(year: AcademicYear) -> tuple[ClinicSession, ...]:
    holidays = set(Holiday.objects.filter(program=year.program).values_list("date", flat=True))
    rows = (
        Session.objects.filter(site__program=year.program, date__range=(year.first_monday, year.last_date))
        .order_by("date", "period", "site__code")
        .values_list("site__code", "date", "period", "rooms", "site__min_residents")
    )
    return tuple(
        session_described(code, HalfDay(day, Period(period)), 0 if day in holidays else rooms, least)
        for code, day, period, rooms, least in rows
    )


def session_described(code: str, half_day: HalfDay, rooms: int, min_residents: int) -> ClinicSession:
    """A clinic half-day of the site with that code."""
    site = SiteId(code)
    return ClinicSession(described.session_id(site, half_day), site, half_day, rooms, min_residents)


def rotations_of(program: Program) -> tuple[described.RotationRule, ...]:
    rotations = Rotation.objects.filter(program=program).prefetch_related("half_days", "weeks")
    return tuple(_rotation(rotation) for rotation in rotations)


def _rotation(rotation: Rotation) -> described.RotationRule:
    listed: dict[int | None, set[described.Slot]] = defaultdict(set)
    for half_day in rotation.half_days.all():
        listed[half_day.week_of_block].add((half_day.weekday, Period(half_day.period)))
    return described.RotationRule(
        id=rotation.code,
        allowed=allowed_by(rotation.clinic_rule, listed[None]),
        min_per_week=rotation.min_per_week,
        max_per_week=rotation.max_per_week,
        allowed_by_week={
            week.week_of_block: allowed_by(week.clinic_rule, listed[week.week_of_block])
            for week in rotation.weeks.all()
        },
    )


def allowed_by(rule: str, listed: set[described.Slot]) -> frozenset[described.Slot] | None:
    """The half-days that a clinic rule allows; None means any."""
    if rule == ClinicRule.ANY:
        return None
    return frozenset(listed) if rule == ClinicRule.LISTED else frozenset()


def teaching_of(program: Program) -> tuple[described.Teaching, ...]:
    return tuple(
        described.Teaching(
            row.weekday, Period(row.period), frozenset(row.pgys), frozenset(row.weeks_of_month)
        )
        for row in ProtectedTeaching.objects.filter(program=program)
    )
