"""The month grid put together."""

from collections import defaultdict
from datetime import date

from scheduling.domain.calendar import HalfDay
from scheduling.domain.year_window import resident_weeks
from scheduling.models import ResidentYear, Schedule
from scheduling.selectors.month_grid.cells import row_cells
from scheduling.selectors.month_grid.choices import Choices
from scheduling.selectors.month_grid.content import Cell, MonthGrid, SiteMark, Window
from scheduling.selectors.month_grid.counters import left_over
from scheduling.selectors.month_grid.day_list import day_list
from scheduling.selectors.month_grid.grouping import wanted
from scheduling.selectors.month_grid.heads import columns_with_starts, day_heads, half_day_head, week_heads
from scheduling.selectors.month_grid.offers import offered
from scheduling.selectors.month_grid.reading import GridFacts, read_grid
from scheduling.selectors.month_grid.rows import groups, row_facts
from scheduling.selectors.month_grid.windows import columns_of

EVERYBODY = Choices()


def month_grid(
    schedule: Schedule, window: Window, *, today: date, day: date, choices: Choices = EVERYBODY
) -> MonthGrid:
    """One window of one version. ``day`` is the day of the phone's list."""
    facts = read_grid(schedule, window)
    weeks = resident_weeks(facts.described, window.first, window.weeks)
    used = {session.half_day for session in facts.sessions} | {half_day for _, half_day in facts.attended}
    half_days = columns_of(window, used)
    columns = columns_with_starts(half_days, today)
    left = left_over(facts, weeks)
    sessions = _sessions(facts)
    places = wanted(facts, choices)
    allowed = row_facts(facts, weeks)

    def cells(place: ResidentYear) -> tuple[Cell, ...]:
        return row_cells(facts, columns, allowed[place.resident_id])

    return MonthGrid(
        weeks=week_heads(facts, half_days),
        days=day_heads(half_days),
        half_days=tuple(half_day_head(column, left, sessions[column.half_day]) for column in columns),
        groups=groups(facts, places, choices, cells),
        sites=tuple(SiteMark(site.pk, site.letter, site.name) for site in facts.sites.values()),
        shown=len(places),
        total=len(facts.places),
        day=day_list(facts, half_days, day, left, places),
        offered=offered(facts),
    )


def _sessions(facts: GridFacts) -> dict[HalfDay, list[tuple[str, int]]]:
    found: dict[HalfDay, list[tuple[str, int]]] = defaultdict(list)
    for session in facts.sessions:
        found[session.half_day].append((facts.sites[session.site].letter, session.pk))
    return found
