"""The published schedules that a person's pages speak of."""

from copy import copy
from datetime import date

from scheduling.kept import kept, marks_seen
from scheduling.models import Program, Schedule, ScheduleState


def published_schedules(program: Program, today: date) -> list[Schedule]:
    """Those of the year that holds today and of later years, in order of time, for the asker to do with what they like."""
    rows = (
        Schedule.objects.filter(year__program=program, state=ScheduleState.PUBLISHED)
        .select_related("year")
        .order_by("year__first_monday")
    )
    known = kept("published", program.pk, marks_seen(), lambda: list(rows))
    found = [copy(schedule) for schedule in known if schedule.year.last_date >= today]
    for schedule in found:
        schedule.year = copy(schedule.year)
        schedule.year.program = program
    return found


def published_schedule(program: Program, today: date) -> Schedule | None:
    """That of the year that holds today, else of the next year."""
    return next(iter(published_schedules(program, today)), None)


def published_of_year(year_id: int) -> Schedule | None:
    """The published version of a year, with its year and program. One query."""
    rows = Schedule.objects.filter(year=year_id, state=ScheduleState.PUBLISHED)
    return rows.select_related("year__program").first()
