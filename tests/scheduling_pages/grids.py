"""Reading the month grid: its address, a cell of it, what is left on a half-day."""

from datetime import date, timedelta

from django.test import Client
from django.urls import reverse

from scheduling.domain.calendar import HalfDay, Period
from scheduling.models import (
    Schedule,
)
from scheduling.selectors.month_grid import Cell, MonthGrid
from tests.scheduling_pages.years import MONDAY

WEDNESDAY = MONDAY + timedelta(days=2)


def url(schedule: Schedule) -> str:
    return reverse("scheduling:grid", args=[schedule.year.program_id, schedule.pk])


def grid_of(desk: Client, schedule: Schedule, **asked: str) -> MonthGrid:
    grid: MonthGrid = desk.get(url(schedule), asked).context["grid"]
    return grid


def cell(grid: MonthGrid, resident: str, day: date, period: str = Period.AM) -> Cell:
    """The cell of a resident on a half-day."""
    spoken = [head.spoken for head in grid.half_days]
    at = spoken.index(f"{day:%A} {day.day} {day:%B}, {period}")
    rows = {row.full_name: row for group in grid.groups for row in group.rows}
    return rows[resident].cells[at]


def left(grid: MonthGrid, half_day: HalfDay) -> tuple[str, str]:
    """Rooms and supervision left, as printed."""
    wanted = f"{half_day.date:%A} {half_day.date.day} {half_day.date:%B}, {half_day.period}"
    head = next(head for head in grid.half_days if head.spoken == wanted)
    return head.rooms.text, head.supervision.text
