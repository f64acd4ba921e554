"""The month grid put together, and what an edit changes of it."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import date

from scheduling.domain.calendar import HalfDay
from scheduling.models import ResidentYear, Schedule
from scheduling.selectors.month_grid.cells import Blank, Column, blank_row, row_cells
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
from scheduling.selectors.month_grid.frame import Frame
from scheduling.selectors.month_grid.grouping import wanted
from scheduling.selectors.month_grid.heads import columns_with_starts, day_heads, half_day_head, week_heads
from scheduling.selectors.month_grid.offers import offered
from scheduling.selectors.month_grid.reading import GridFacts, read_grid
from scheduling.selectors.month_grid.rows import groups, rows_of
from scheduling.selectors.month_grid.windows import columns_of

EVERYBODY = Choices()


@dataclass(frozen=True, slots=True)
class Blanks:
    """The columns of a window, and the cells of everybody while nobody attends; kept between requests."""

    columns: tuple[Column, ...]
    at: Mapping[HalfDay, int]
    rows: Mapping[int, tuple[Blank, ...]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A version on its columns."""

    facts: GridFacts
    half_days: list[HalfDay]
    today: date
    left: Left
    blanks: Blanks

    @classmethod
    def of(cls, facts: GridFacts, today: date) -> "Sheet":
        """The sheet of the facts' window."""
        used = {session.half_day for session in facts.frame.sessions}
        used.update(*facts.attended.values())
        half_days = columns_of(facts.frame.window, used)
        return cls(facts, half_days, today, left_over(facts), _blanks(facts, half_days, today))

    @property
    def what(self) -> Hashable:
        """What its rows are made for."""
        return "month", tuple(self.half_days), self.today

    def heads(self) -> tuple[HalfDayHead, ...]:
        """The heads of the half-days, with their counters."""
        open_at: dict[HalfDay, list[tuple[str, int]]] = defaultdict(list)
        for session in self.facts.frame.sessions:
            open_at[session.half_day].append((self.facts.frame.sites[session.site].letter, session.pk))
        return tuple(
            half_day_head(column, self.left, open_at[column.half_day]) for column in self.blanks.columns
        )

    def cells(self, place: ResidentYear) -> tuple[Cell, ...]:
        """One resident's cells."""
        return row_cells(self.facts, place.resident_id, self.blanks.rows[place.resident_id], self.blanks.at)


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
        groups=groups(facts, sheet.what, places, choices, sheet.cells),
        sites=tuple(SiteMark(site.pk, site.letter, site.name) for site in facts.frame.sites.values()),
        shown=len(places),
        total=len(facts.frame.places),
        day=day_list(facts, sheet.half_days, day, sheet.left, places),
        offered=offered(facts),
    )


def grid_update(schedule: Schedule, window: Window, *, today: date, residents: Collection[int]) -> GridUpdate:
    """The counters of a window, and the rows of the residents (by primary key) who are in the year."""
    facts = read_grid(schedule, window)
    sheet = Sheet.of(facts, today)
    places = [place for place in facts.frame.places if place.resident_id in residents]
    return GridUpdate(half_days=sheet.heads(), rows=rows_of(facts, sheet.what, places, sheet.cells))


def _blanks(facts: GridFacts, half_days: list[HalfDay], today: date) -> Blanks:
    """The frame's blank rows on these columns, made once for each day on which somebody looks."""
    frame, what = facts.frame, (tuple(half_days), today)
    found: Blanks | None = frame.made.get(what)
    return found or frame.made.setdefault(what, _new_blanks(frame, half_days, today))


def _new_blanks(frame: Frame, half_days: list[HalfDay], today: date) -> Blanks:
    columns = tuple(columns_with_starts(half_days, today, frame.described.teaching))
    return Blanks(
        columns,
        {half_day: at for at, half_day in enumerate(half_days)},
        {resident: blank_row(frame, columns, row) for resident, row in frame.rows.items()},
    )
