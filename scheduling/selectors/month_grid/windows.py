"""Which weeks are on show, and the columns they have."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from scheduling.domain.calendar import MONTHS, HalfDay, Period, days_from, monday_of, week_index
from scheduling.models import AcademicYear, Block
from scheduling.selectors.month_grid.content import Window

WORKDAYS = 5
MONTH = 4
SHORTEST_BLOCK = timedelta(days=4)


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


def blocks_of(year: AcademicYear) -> list[Block]:
    """The year's blocks that last at least a week, in order of time. One query."""
    blocks = Block.objects.filter(year=year)
    return [block for block in blocks if block.last_date - block.first_date >= SHORTEST_BLOCK]


def window_of_block(year: AcademicYear, wanted: date, blocks: Sequence[Block]) -> Window:
    """The weeks of the block that holds the wanted day; without such a block, a month."""
    at = next((n for n, block in enumerate(blocks) if block.first_date <= wanted <= block.last_date), None)
    if at is None:
        return window_of(year, wanted, MONTH)
    block = blocks[at]
    first = monday_of(block.first_date)
    weeks = week_index(block.last_date, first) + 1
    before, after = blocks[at - 1] if at else None, blocks[at + 1] if at + 1 < len(blocks) else None
    return replace(
        window_of(year, first, weeks),
        title=block.label,
        previous=before.first_date if before else None,
        next=after.first_date if after else None,
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
