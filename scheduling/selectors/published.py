"""The published schedules that a person's pages speak of."""

from datetime import date

from scheduling.models import Program, Schedule, ScheduleState


def published_schedules(program: Program, today: date) -> list[Schedule]:
    """Those of the year that holds today and of later years, in order of time. One query."""
    rows = (
        Schedule.objects.filter(year__program=program, state=ScheduleState.PUBLISHED)
        .select_related("year")
        .order_by("year__first_monday")
    )
    found = [schedule for schedule in rows if schedule.year.last_date >= today]
    for schedule in found:
        schedule.year.program = program
    return found


def published_schedule(program: Program, today: date) -> Schedule | None:
    """That of the year that holds today, else of the next year. One query."""
    return next(iter(published_schedules(program, today)), None)


def published_of_year(year_id: int) -> Schedule | None:
    """The published version of a year, with its year and program. One query."""
    rows = Schedule.objects.filter(year=year_id, state=ScheduleState.PUBLISHED)
    return rows.select_related("year__program").first()
