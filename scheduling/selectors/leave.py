"""The leave of a program's residents and faculty, and what the schedule still expects of people who are away."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from scheduling.domain.calendar import Period
from scheduling.models import Absence, AcademicYear, Faculty, Program, Resident, Schedule
from scheduling.selectors.years import day_looked_at, program_today


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """One leave in a row; ``expected``: half-days on which the version looked at still has the person in clinic."""

    absence: Absence
    who: Resident | Faculty
    is_past: bool
    is_to_come: bool
    expected: int

    @property
    def is_faculty(self) -> bool:
        """Whether it is a faculty member's."""
        return isinstance(self.who, Faculty)


@dataclass(frozen=True, slots=True)
class LeaveFilter:
    """Whose leave: ``residents``, ``faculty`` or both; by a part of the name."""

    who: str = ""
    find: str = ""


def leave_lines(year: AcademicYear, schedule: Schedule | None, asked: LeaveFilter) -> list[LeaveLine]:
    """A year's leave, what is to come first and then the latest past, in three queries."""
    today = program_today(year.program)
    rows = list(_absences(year, asked))
    expected = _expected(schedule, today) if schedule else {}
    lines = [_line(row, expected, today) for row in rows]
    coming = [line for line in lines if not line.is_past]
    past = [line for line in lines if line.is_past]
    past.sort(key=lambda line: line.absence.last_date, reverse=True)
    return [*coming, *past]


def people_of(year: AcademicYear) -> tuple[list[Resident], list[Faculty]]:
    """Residents of the year and faculty who are here, by name, in two queries."""
    day = day_looked_at(year, program_today(year.program))
    residents = Resident.objects.here_on(day).filter(program=year.program_id, years__year=year)
    faculty = Faculty.objects.here_on(day).filter(program=year.program_id)
    return list(residents.order_by("name")), list(faculty.order_by("name"))


def overlapping_leave(
    who: Resident | Faculty, first: date, last: date, period: str, *, but: Absence | None = None
) -> Absence | None:
    """Leave of the same person on some of the same half-days."""
    rows = who.absences.filter(first_date__lte=last, last_date__gte=first)
    if period:
        rows = rows.filter(period__in=["", period])
    return (rows.exclude(pk=but.pk) if but else rows).first()


def leave_between(program: Program, key: str) -> tuple[Absence | None, list[Absence]]:
    """The leave of a program that a key names (``services.leave``); and all of that person in its dates. One query."""
    kind, pk, first, last, period = key.split("/")
    rows = list(
        Absence.objects.filter(
            **{
                f"{kind}": int(pk),
                f"{kind}__program": program,
                "first_date__lte": last,
                "last_date__gte": first,
            }
        ).select_related("resident", "faculty")
    )
    named = [
        row
        for row in rows
        if (row.first_date.isoformat(), row.last_date.isoformat(), row.period) == (first, last, period)
    ]
    return next(iter(named), None), rows


def _absences(year: AcademicYear, asked: LeaveFilter) -> QuerySet[Absence]:
    of_program = Q(resident__program=year.program_id) | Q(faculty__program=year.program_id)
    rows = Absence.objects.filter(
        of_program, first_date__lte=year.last_date, last_date__gte=year.first_monday
    )
    if asked.who:
        rows = rows.filter(faculty__isnull=asked.who == "residents")
    if asked.find:
        rows = rows.filter(Q(resident__name__icontains=asked.find) | Q(faculty__name__icontains=asked.find))
    return rows.select_related("resident", "faculty").order_by("first_date", "last_date", "pk")


def _line(row: Absence, expected: dict[tuple[str, int], list[tuple[date, str]]], today: date) -> LeaveLine:
    who = row.resident or row.faculty
    assert who is not None  # the database says that it is of one person
    places = expected.get((who._meta.model_name or "", who.pk), [])
    count = sum(
        row.first_date <= day <= row.last_date and row.period in {"", period} for day, period in places
    )
    return LeaveLine(row, who, row.last_date < today, row.first_date >= today, count)


def _expected(schedule: Schedule, today: date) -> dict[tuple[str, int], list[tuple[date, str]]]:
    """Where a version has people from today on, of those who are away at some time then."""
    away = Absence.objects.filter(last_date__gte=today)
    found: dict[tuple[str, int], list[tuple[date, str]]] = defaultdict(list)
    for kind, rows in (("resident", schedule.assignments), ("faculty", schedule.preceptings)):
        people = away.filter(**{f"{kind}__program": schedule.year.program_id}).values(kind)
        places = rows.filter(**{f"{kind}__in": people}, date__gte=today)
        for pk, day, period in places.values_list(f"{kind}_id", "date", "period"):
            found[kind, pk].append((day, str(Period(period))))
    return found
