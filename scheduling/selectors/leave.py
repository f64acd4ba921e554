"""The leave of a program's residents and faculty, and what the schedule still expects of people who are away."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from scheduling.domain.calendar import Period
from scheduling.models import Absence, AcademicYear, Faculty, Program, Resident, Schedule
from scheduling.selectors.years import day_looked_at, program_today

SHOWN = 60


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
    """Whose leave: ``residents``, ``faculty`` or both; by a part of the name; what has passed too."""

    who: str = ""
    find: str = ""
    past: bool = False


@dataclass(frozen=True, slots=True)
class LeaveList:
    """The first of the leave to come and, if asked for, the latest that passed; how many more there are of either.

    ``people``: how many are away in the time to come. ``past``: how many leaves have passed.
    """

    lines: list[LeaveLine]
    more: int
    people: int
    past: int


def leave_list(year: AcademicYear, schedule: Schedule | None, asked: LeaveFilter) -> LeaveList:
    """A year's leave, what is to come first, in at most seven queries."""
    today = program_today(year.program)
    rows = _absences(year, asked)
    coming, past = rows.filter(last_date__gte=today), rows.filter(last_date__lt=today)
    count, past_count = coming.count(), past.count()
    shown = list(coming[:SHOWN])
    if asked.past:
        shown += past.order_by("-last_date", "-pk")[:SHOWN]
    expected = _expected(schedule, today, shown) if schedule else {}
    return LeaveList(
        lines=[_line(row, expected, today) for row in shown],
        more=count + (past_count if asked.past else 0) - len(shown),
        people=coming.order_by().values("resident", "faculty").distinct().count(),
        past=past_count,
    )


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


def _expected(
    schedule: Schedule, today: date, shown: list[Absence]
) -> dict[tuple[str, int], list[tuple[date, str]]]:
    """Where a version has these people from today on."""
    found: dict[tuple[str, int], list[tuple[date, str]]] = defaultdict(list)
    for kind, rows in (("resident", schedule.assignments), ("faculty", schedule.preceptings)):
        people = {getattr(row, f"{kind}_id") for row in shown if row.last_date >= today} - {None}
        places = rows.filter(**{f"{kind}__in": people}, date__gte=today)
        for pk, day, period in places.values_list(f"{kind}_id", "date", "period"):
            found[kind, pk].append((day, str(Period(period))))
    return found
