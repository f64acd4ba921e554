"""Which weeks are on show, and the columns they have."""

from collections.abc import Iterable
from datetime import date, timedelta

from scheduling.domain.calendar import MONTHS, HalfDay, Period, days_from, monday_of, week_index
from scheduling.models import AcademicYear
from scheduling.selectors.month_grid.content import Window

WORKDAYS = 5


def window_of(year: AcademicYear, wanted: date, weeks: int) -> Window:
    """The window of so many weeks that holds the wanted day, moved to lie inside the year."""
    weeks = min(weeks, year.weeks)
    latest = year.first_monday + timedelta(weeks=year.weeks - weeks)
    first = min(max(monday_of(wanted), year.first_monday), latest)
    last = first + timedelta(weeks=weeks, days=-1)
    step = timedelta(weeks=weeks)
    number = week_index(first, year.first_monday) + 1
    return Window(
        first=first,
        last=last,
        weeks=weeks,
        previous=max(first - step, year.first_monday) if first > year.first_monday else None,
        next=min(first + step, latest) if first < latest else None,
        label=f"{_short(first)} – {_short(last - timedelta(days=2))}",
        title=f"Week {number}" if weeks == 1 else f"Weeks {number} to {number + weeks - 1}",
    )


def columns_of(window: Window, used: Iterable[HalfDay]) -> list[HalfDay]:
    """AM and PM of Monday to Friday, and every other half-day on which there is clinic."""
    usual = {
        HalfDay(day, period)
        for day in days_from(window.first, window.last)
        if day.weekday() < WORKDAYS
        for period in (Period.AM, Period.PM)
    }
    return sorted(usual.union(used))


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"
