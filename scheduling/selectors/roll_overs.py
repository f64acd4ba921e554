"""The roll-over of a program that was made last, and what has been built on it since."""

from scheduling.domain.wording import counted
from scheduling.models import AcademicYear, Holiday, Program, ResidentYear, RollOver


def last_roll_over(program: Program) -> RollOver | None:
    """The last one that was not reversed."""
    rows = RollOver.objects.filter(program=program, reversed_at__isnull=True)
    return rows.select_related("year__program", "from_year", "actor").order_by("-year__first_monday").first()


def built_on(roll_over: RollOver) -> list[str]:
    """What would go with the new year if it were taken back: ``2 drafts``."""
    if roll_over.year is None:
        return []
    counts = {"draft": roll_over.year.schedules.count(), "run": roll_over.year.runs.count()}
    return [counted(count, word) for word, count in counts.items() if count]


def off_cycle_of(year: AcademicYear) -> list[ResidentYear]:
    """Off-cycle residents of a year who are still here when it has ended."""
    rows = ResidentYear.objects.filter(year=year, resident__off_cycle=True).select_related("resident")
    return [row for row in rows if not row.resident.left_on or row.resident.left_on > year.last_date]


def holidays_of(year: AcademicYear) -> list[Holiday]:
    """The dates without clinic of a year."""
    days = (year.first_monday, year.last_date)
    return list(Holiday.objects.filter(program=year.program, date__range=days))
