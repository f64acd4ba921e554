"""Which year a program's pages speak of, and which day it is there."""

from collections.abc import Sequence
from copy import copy
from datetime import date, datetime

from django.utils import timezone

from scheduling.domain.calendar import MONTHS
from scheduling.kept import kept, marks_seen
from scheduling.models import AcademicYear, Program


def program_today(program: Program, now: datetime | None = None) -> date:
    """The date on the wall of the program's clinic."""
    return (now or timezone.now()).astimezone(program.zone).date()


def day_looked_at(year: AcademicYear, today: date) -> date:
    """Whose people a year's pages show: those of today, and those of its first day while it is to come."""
    return max(today, year.first_monday)


def current_year(program: Program, today: date) -> AcademicYear | None:
    """The year that holds today; else the next to begin; else the last one. One query."""
    return year_worked_on(years_of(program), today)


def years_of(program: Program) -> list[AcademicYear]:
    """The program's years in order of time: those of this request, which may do with them what it likes."""
    read = AcademicYear.objects.filter(program=program).order_by("first_monday")
    years = [copy(year) for year in kept("years", program.pk, marks_seen(), lambda: list(read))]
    for year in years:
        year.program = program
    return years


def year_worked_on(
    years: Sequence[AcademicYear], today: date, chosen: int | None = None
) -> AcademicYear | None:
    """The chosen one of a program's years in order of time, by its key; without a choice, the current year."""
    current = [year for year in years if today <= year.last_date] or years[-1:]
    return next((year for year in years if year.pk == chosen), next(iter(current), None))


def short_day(day: date) -> str:
    """``4 Jan``."""
    return f"{day.day} {MONTHS[day.month - 1]}"
