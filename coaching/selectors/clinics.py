"""Half-days in published schedules as residents and faculty live them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from coaching.domain.clinics import Clinic
from coaching.domain.wording import short_site
from scheduling.domain.program_year import Duty
from scheduling.models import Assignment, Faculty, Precepting, Resident, Schedule, Session


@dataclass(frozen=True, slots=True)
class Together:
    """A half-day that a resident shares with the coach."""

    resident: int
    clinic: Clinic


def clinic_of(session: Session, schedule: int, zone: ZoneInfo, *, is_together: bool = False) -> Clinic:
    """A session on the clock; its site must be loaded."""
    begins, ends = session.site.hours(session.half_day.period)
    return Clinic(
        session=session.pk,
        schedule=schedule,
        half_day=session.half_day,
        code=session.site.code,
        site=short_site(session.site.name),
        letter=session.site.letter,
        starts=datetime.combine(session.date, begins, tzinfo=zone),
        ends=datetime.combine(session.date, ends, tzinfo=zone),
        is_together=is_together,
    )


def resident_clinics(resident: Resident, schedules: Sequence[Schedule]) -> list[Clinic]:
    """Every session that a resident attends, in order of time. One query."""
    rows = (
        Assignment.objects.filter(schedule__in=schedules, resident=resident)
        .with_together()
        .select_related("session__site")
    )
    zone = resident.program.zone
    return _in_order(clinic_of(row.session, row.schedule_id, zone, is_together=row.together) for row in rows)


def faculty_clinics(faculty: Faculty, schedules: Sequence[Schedule]) -> list[Clinic]:
    """Every session in which a faculty member is in clinic, in order of time. One query.

    ``is_together`` is left false: `together_with` says with whom.
    """
    rows = Precepting.objects.filter(schedule__in=schedules, faculty=faculty).select_related("session__site")
    zone = faculty.program.zone
    return _in_order(clinic_of(row.session, row.schedule_id, zone) for row in rows)


def together_with(faculty: Faculty, schedules: Sequence[Schedule]) -> list[Together]:
    """Every half-day that a coach shares with a resident of the panel, in order of time and name. One query."""
    rows = (
        Assignment.objects.filter(
            Q(
                resident__schedule_coaches__schedule=F("schedule"),
                resident__schedule_coaches__faculty=faculty,
            ),
            Q(session__preceptings__schedule=F("schedule"), session__preceptings__faculty=faculty),
            schedule__in=schedules,
        )
        .select_related("session__site")
        .order_by("resident__name")
    )
    zone = faculty.program.zone
    found = [
        Together(row.resident_id, clinic_of(row.session, row.schedule_id, zone, is_together=True))
        for row in rows
    ]
    return sorted(found, key=lambda together: together.clinic.starts)


def preceptors(schedules: Sequence[Schedule], sessions: Collection[int]) -> dict[int, list[str]]:
    """Who precepts in each of the sessions, ``Dr. Okafor``, by name. One query."""
    rows = (
        Precepting.objects.filter(schedule__in=schedules, session__in=sessions, duty=Duty.PRECEPTS)
        .select_related("faculty")
        .order_by("faculty__name")
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.session_id, []).append(row.faculty.short_name)
    return found


def _in_order(clinics: Iterable[Clinic]) -> list[Clinic]:
    return sorted(clinics, key=lambda clinic: clinic.starts)
