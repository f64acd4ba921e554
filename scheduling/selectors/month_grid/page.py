"""The month grid put together."""

from collections.abc import Collection
from datetime import date

from scheduling.domain.year_window import resident_weeks
from scheduling.models import Schedule
from scheduling.selectors.month_grid.content import GridUpdate, MonthGrid, SiteMark, Window
from scheduling.selectors.month_grid.counters import left_over
from scheduling.selectors.month_grid.day_list import day_list
from scheduling.selectors.month_grid.heads import columns_with_starts, day_heads, half_day_head, week_heads
from scheduling.selectors.month_grid.reading import read_grid
from scheduling.selectors.month_grid.rows import groups, rows_of
from scheduling.selectors.month_grid.windows import columns_of


def month_grid(schedule: Schedule, window: Window, *, today: date, day: date, search: str = "") -> MonthGrid:
    """One window of one version. ``day`` is the day of the phone's list; ``search`` keeps names that hold it."""
    facts = read_grid(schedule, window)
    weeks = resident_weeks(facts.described, window.first, window.weeks)
    used = {session.half_day for session in facts.sessions} | {half_day for _, half_day in facts.attended}
    half_days = columns_of(window, used)
    columns = columns_with_starts(half_days, today)
    left = left_over(facts, weeks)
    wanted = [place for place in facts.places if search.casefold() in place.resident.name.casefold()]
    wanted.sort(key=lambda place: (place.pgy, place.resident.name.casefold()))
    return MonthGrid(
        weeks=week_heads(facts, half_days),
        days=day_heads(half_days),
        half_days=tuple(half_day_head(column, left) for column in columns),
        groups=groups(facts, columns, weeks, wanted),
        sites=tuple(SiteMark(site.letter, site.name) for site in facts.sites.values()),
        shown=len(wanted),
        total=len(facts.places),
        day=day_list(facts, half_days, day, left, wanted),
    )


def grid_update(schedule: Schedule, window: Window, *, today: date, residents: Collection[int]) -> GridUpdate:
    """The counters of a window, and the rows of the residents (by primary key) who are in the year."""
    facts = read_grid(schedule, window, only=residents)
    weeks = resident_weeks(facts.described, window.first, window.weeks)
    used = {session.half_day for session in facts.sessions} | {half_day for _, half_day in facts.attended}
    columns = columns_with_starts(columns_of(window, used), today)
    left = left_over(facts, weeks)
    wanted = [place for place in facts.places if place.resident_id in residents]
    return GridUpdate(
        half_days=tuple(half_day_head(column, left) for column in columns),
        rows=rows_of(facts, columns, weeks, wanted),
    )
