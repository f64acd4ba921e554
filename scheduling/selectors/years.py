"""Which year a program's pages speak of, and which day it is there."""

from datetime import date, datetime

from django.utils import timezone

from scheduling.models import AcademicYear, Program


def program_today(program: Program, now: datetime | None = None) -> date:
    """The date on the wall of the program's clinic."""
    return (now or timezone.now()).astimezone(program.zone).date()


def current_year(program: Program, today: date) -> AcademicYear | None:
    """The year that holds today; else the next to begin; else the last one. One query."""
    years = list(AcademicYear.objects.filter(program=program).order_by("first_monday"))
    for year in years:
        year.program = program
        if today <= year.last_date:
            return year
    return years[-1] if years else None
