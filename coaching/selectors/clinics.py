"""Half-days in published schedules as residents and faculty live them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from coaching.domain.clinics import Clinic
from coaching.selectors.program_book import ProgramBook, book_of
from coaching.selectors.timetable import Counted, clinic_at, in_order
from scheduling.domain.calendar import HalfDay, Period
from scheduling.models import Faculty, Program, Resident, Schedule, Session

_COLUMNS = ("session_id", "schedule_id", "date", "period", "session__site_id")


@dataclass(frozen=True, slots=True)
class Together:
    """A half-day that a resident shares with the coach."""

    resident: int
    clinic: Clinic


def clinic_of(session: Session, schedule: int, zone: ZoneInfo) -> Clinic:
    """A session on the clock; its site must be loaded."""
    return clinic_at(session.site, session.pk, schedule, session.half_day, zone)


def clinics_of(rows: QuerySet[Any], program: Program, *more: str) -> list[tuple[Any, ...]]:
    """People in sessions, in the order of the rows: the clinic of each, and ``more`` of its columns. One query.

    Hundreds of rows stand behind one page: none becomes an object of its own that is not shown.
    """
    sites, zone = book_of(program).sites, program.zone
    return [
        (clinic_at(sites[site], session, schedule, HalfDay(day, Period(period)), zone), *rest)
        for session, schedule, day, period, site, *rest in rows.values_list(*_COLUMNS, *more)
    ]


def resident_clinics(resident: Resident, schedules: Sequence[Schedule]) -> list[Clinic]:
    """Every session that a resident attends, in order of time; of each the program's book knows whether the coach is there."""
    book = book_of(resident.program)
    return in_order(
        clinic for schedule in schedules for clinic in book.timetable(schedule).attended(resident.pk)
    )


def faculty_clinics(faculty: Faculty, schedules: Sequence[Schedule]) -> list[Clinic]:
    """Every session in which a faculty member is in clinic, in order of time.

    ``is_together`` is left false: `together_with` says with whom.
    """
    book = book_of(faculty.program)
    return in_order(
        clinic for schedule in schedules for clinic in book.timetable(schedule).present(faculty.pk)
    )


def together_with(faculty: Faculty, schedules: Sequence[Schedule]) -> list[Together]:
    """Every half-day that a coach shares with a resident of the panel, in order of time and name."""
    book = book_of(faculty.program)
    found = [
        Together(resident, clinic)
        for schedule in schedules
        for resident, clinic in book.timetable(schedule).together_with(faculty.pk)
    ]
    return sorted(found, key=lambda shares: shares.clinic.starts)


def preceptors(
    book: ProgramBook, schedules: Sequence[Schedule], sessions: Collection[int]
) -> dict[int, list[str]]:
    """Who precepts in each of the sessions, ``Dr. Okafor``, by name."""
    found: dict[int, list[str]] = {}
    for schedule in schedules:
        timetable = book.timetable(schedule)
        for session in sessions:
            for faculty in timetable.preceptors(session):
                found.setdefault(session, []).append(book.member(faculty).short_name)
    return found


def coaches_counted(
    book: ProgramBook, resident: Resident, schedules: Sequence[Schedule]
) -> dict[int, Counted]:
    """With whom each published year counts overlaps, by the key of its schedule."""
    counted = {schedule.pk: book.timetable(schedule).coaches.get(resident.pk) for schedule in schedules}
    return {schedule: one for schedule, one in counted.items() if one is not None}
