"""Half-days in published schedules as residents and faculty live them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from coaching.domain.clinics import Clinic
from coaching.domain.wording import short_site
from connectedness.web.once import once_a_request
from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.names import short_title
from scheduling.domain.program_year import Duty
from scheduling.models import Assignment, Faculty, Precepting, Program, Resident, Schedule, Session, Site

_COLUMNS = ("session_id", "schedule_id", "date", "period", "session__site_id")


@dataclass(frozen=True, slots=True)
class Together:
    """A half-day that a resident shares with the coach."""

    resident: int
    clinic: Clinic


def clinic_of(session: Session, schedule: int, zone: ZoneInfo) -> Clinic:
    """A session on the clock; its site must be loaded."""
    return _clinic(session.site, session.pk, schedule, session.half_day, zone)


def clinics_of(rows: QuerySet[Any], program: Program, *more: str) -> list[tuple[Any, ...]]:
    """People in sessions, in the order of the rows: the clinic of each, and ``more`` of its columns.

    Two queries, the second for the sites, once a request. Hundreds of rows stand behind one page: none becomes an object
    of its own that is not shown.
    """
    sites, zone = sites_of(program), program.zone
    return [
        (_clinic(sites[site], session, schedule, HalfDay(day, Period(period)), zone), *rest)
        for session, schedule, day, period, site, *rest in rows.values_list(*_COLUMNS, *more)
    ]


def sites_of(program: Program) -> dict[int, Site]:
    """The program's sites by key. One query, once a request."""
    read = Site.objects.filter(program=program).in_bulk
    return once_a_request(("sites", program.pk), read)


def _clinic(site: Site, session: int, schedule: int, half_day: HalfDay, zone: ZoneInfo) -> Clinic:
    begins, ends = site.hours(half_day.period)
    return Clinic(
        session=session,
        schedule=schedule,
        half_day=half_day,
        code=site.code,
        site=short_site(site.name),
        letter=site.letter,
        starts=datetime.combine(half_day.date, begins, tzinfo=zone),
        ends=datetime.combine(half_day.date, ends, tzinfo=zone),
    )


def resident_clinics(resident: Resident, schedules: Sequence[Schedule]) -> list[Clinic]:
    """Every session that a resident attends, in order of time. Two queries."""
    rows = Assignment.objects.filter(schedule__in=schedules, resident=resident).with_together()
    found = clinics_of(rows, resident.program, "together")
    return _in_order(clinic.shared() if together else clinic for clinic, together in found)


def faculty_clinics(faculty: Faculty, schedules: Sequence[Schedule]) -> list[Clinic]:
    """Every session in which a faculty member is in clinic, in order of time. Two queries.

    ``is_together`` is left false: `together_with` says with whom.
    """
    rows = Precepting.objects.filter(schedule__in=schedules, faculty=faculty)
    return _in_order(clinic for (clinic,) in clinics_of(rows, faculty.program))


def together_with(faculty: Faculty, schedules: Sequence[Schedule]) -> list[Together]:
    """Every half-day that a coach shares with a resident of the panel, in order of time and name. Two queries."""
    rows = Assignment.objects.filter(
        Q(resident__schedule_coaches__schedule=F("schedule"), resident__schedule_coaches__faculty=faculty),
        Q(session__preceptings__schedule=F("schedule"), session__preceptings__faculty=faculty),
        schedule__in=schedules,
    ).order_by("resident__name")
    found = clinics_of(rows, faculty.program, "resident_id")
    together = (Together(resident, clinic.shared()) for clinic, resident in found)
    return sorted(together, key=lambda shares: shares.clinic.starts)


def preceptors(schedules: Sequence[Schedule], sessions: Collection[int]) -> dict[int, list[str]]:
    """Who precepts in each of the sessions, ``Dr. Okafor``, by name. One query."""
    rows = Precepting.objects.filter(schedule__in=schedules, session__in=sessions, duty=Duty.PRECEPTS)
    found: dict[int, list[str]] = {}
    for session, name in rows.order_by("faculty__name").values_list("session_id", "faculty__name"):
        found.setdefault(session, []).append(short_title(name))
    return found


def _in_order(clinics: Iterable[Clinic]) -> list[Clinic]:
    return sorted(clinics, key=lambda clinic: clinic.starts)
