"""The month grid put together, and what an edit changes of it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from scheduling.domain.calendar import HalfDay
from scheduling.domain.year_window import resident_weeks
from scheduling.models import ResidentYear, Schedule
from scheduling.selectors.month_grid.cells import Column, RowFacts, row_cells
from scheduling.selectors.month_grid.choices import Choices
from scheduling.selectors.month_grid.content import (
    Cell,
    GridUpdate,
    HalfDayHead,
    MonthGrid,
    SiteMark,
    Window,
)
from scheduling.selectors.month_grid.counters import Left, left_over
from scheduling.selectors.month_grid.day_list import day_list
from scheduling.selectors.month_grid.grouping import wanted
from scheduling.selectors.month_grid.heads import columns_with_starts, day_heads, half_day_head, week_heads
from scheduling.selectors.month_grid.offers import offered
from scheduling.selectors.month_grid.reading import GridFacts, read_grid
from scheduling.selectors.month_grid.rows import groups, row_facts, rows_of
from scheduling.selectors.month_grid.windows import columns_of

EVERYBODY = Choices()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The columns of a window, and what fills the rows."""

    facts: GridFacts
    half_days: list[HalfDay]
    columns: list[Column]
    left: Left
    allowed: dict[int, RowFacts]

    @classmethod
    def of(cls, facts: GridFacts, today: date) -> "Sheet":
        """The sheet of the facts' window."""
        window = facts.window
        weeks = resident_weeks(facts.described, window.first, window.weeks)
        used = {session.half_day for session in facts.sessions} | {half_day for _, half_day in facts.attended}
        half_days = columns_of(window, used)
        columns = columns_with_starts(half_days, today, facts.described.teaching)
        return cls(facts, half_days, columns, left_over(facts, weeks), row_facts(facts, weeks))

    def heads(self) -> tuple[HalfDayHead, ...]:
        """The heads of the half-days, with their counters."""
        open_at: dict[HalfDay, list[tuple[str, int]]] = defaultdict(list)
        for session in self.facts.sessions:
            open_at[session.half_day].append((self.facts.sites[session.site].letter, session.pk))
        return tuple(half_day_head(column, self.left, open_at[column.half_day]) for column in self.columns)

    def cells(self, place: ResidentYear) -> tuple[Cell, ...]:
        """One resident's cells."""
        return row_cells(self.facts, self.columns, self.allowed[place.resident_id])


def month_grid(
    schedule: Schedule, window: Window, *, today: date, day: date, choices: Choices = EVERYBODY
) -> MonthGrid:
    """One window of one version. ``day`` is the day of the phone's list."""
    facts = read_grid(schedule, window)
    sheet = Sheet.of(facts, today)
    places = wanted(facts, choices)
    return MonthGrid(
        weeks=week_heads(facts, sheet.half_days),
        days=day_heads(sheet.half_days),
        half_days=sheet.heads(),
        groups=groups(facts, places, choices, sheet.cells),
        sites=tuple(SiteMark(site.pk, site.letter, site.name) for site in facts.sites.values()),
        shown=len(places),
        total=len(facts.places),
        day=day_list(facts, sheet.half_days, day, sheet.left, places),
        offered=offered(facts),
    )


def grid_update(schedule: Schedule, window: Window, *, today: date, residents: Collection[int]) -> GridUpdate:
    """The counters of a window, and the rows of the residents (by primary key) who are in the year."""
    facts = read_grid(schedule, window, only=residents)
    sheet = Sheet.of(facts, today)
    places = [place for place in facts.places if place.resident_id in residents]
    return GridUpdate(half_days=sheet.heads(), rows=rows_of(facts, places, sheet.cells))
