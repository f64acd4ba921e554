"""Where the controls of the month grid lead."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from scheduling.models import Schedule, ScheduleState
from scheduling.selectors.month_grid import MonthGrid, Window

VIEWS = (("Week", 1), ("Month", 4))


@dataclass(frozen=True, slots=True)
class View:
    """How much to show."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLinks:
    """Addresses, empty where there is nothing to lead to."""

    earlier: str
    later: str
    everybody: str
    day_before: str
    day_after: str
    views: list[View]
    state_kind: str


def grid_links(schedule: Schedule, window: Window, grid: MonthGrid, find: str) -> GridLinks:
    """All of them relative to the page, so that they stay on its version."""

    def to(first: date | None, weeks: int = window.weeks, find: str = find, day: date | None = None) -> str:
        if first is None:
            return ""
        asked = {"from": first, "weeks": weeks, "find": find, "day": day}
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    return GridLinks(
        earlier=to(window.previous),
        later=to(window.next),
        everybody=to(window.first, find=""),
        day_before=to(window.first, day=grid.day.previous) if grid.day.previous else to(window.previous),
        day_after=to(window.first, day=grid.day.next) if grid.day.next else to(window.next),
        views=[View(label, to(window.first, weeks), window.weeks == weeks) for label, weeks in VIEWS],
        state_kind="" if schedule.state == ScheduleState.PUBLISHED else "warn",
    )
