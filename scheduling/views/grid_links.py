"""Where the controls of the month grid lead."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from scheduling.forms.lists import Span
from scheduling.models import Schedule, ScheduleState
from scheduling.selectors.month_grid import Choices, Grouping, MonthGrid, RowOrder, Window

READERS_SPANS = ((Span.WEEK, "Week"), (Span.MONTH, "Month"))
SPANS = ((Span.WEEK, "Week"), (Span.BLOCK, "Block"), (Span.MONTH, "Month"), (Span.YEAR, "Year"))
GROUPS = ((Grouping.PGY, "PGY"), (Grouping.COHORT, "Cohort"), (Grouping.COACH, "Coach"))
ORDERS = (
    (RowOrder.NAME, "Name"),
    (RowOrder.SHARE, "Least together first"),
    (RowOrder.GAP, "Longest gap first"),
)


@dataclass(frozen=True, slots=True)
class View:
    """How much to show."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLinks:
    """Addresses, empty where there is nothing to lead to; ``kept`` is what a form hands on."""

    earlier: str
    later: str
    everybody: str
    day_before: str
    day_after: str
    views: list[View]
    state_kind: str
    kept: list[tuple[str, str]]


To = Callable[..., str]


def grid_links(
    schedule: Schedule,
    window: Window,
    grid: MonthGrid,
    choices: Choices,
    *,
    span: Span,
    spans: tuple[tuple[Span, str], ...] = READERS_SPANS,
) -> GridLinks:
    """All of them relative to the page, so that they stay on its version."""
    to = _to(choices, span)
    return GridLinks(
        earlier=to(window.previous),
        later=to(window.next),
        everybody=to(window.first, chosen={}),
        day_before=to(window.first, day=grid.day.previous) if grid.day.previous else to(window.previous),
        day_after=to(window.first, day=grid.day.next) if grid.day.next else to(window.next),
        views=views(window.first, choices, span, spans),
        state_kind=state_kind(schedule),
        kept=[("from", window.first.isoformat()), ("span", span.value)],
    )


def views(
    first: date, choices: Choices, span: Span, spans: tuple[tuple[Span, str], ...] = SPANS
) -> list[View]:
    """The same residents, with more or fewer weeks."""
    to = _to(choices, span)
    return [View(label, to(first, span=offered), offered == span) for offered, label in spans]


def state_kind(schedule: Schedule) -> str:
    """The emphasis of the version's tag."""
    return "" if schedule.state == ScheduleState.PUBLISHED else "warn"


def chosen_words(choices: Choices) -> dict[str, str]:
    """The choices as an address names them, without the usual ones."""
    asked = {
        "find": choices.search,
        "group": choices.group.value if choices.group != Grouping.PGY else "",
        "sort": choices.order.value if choices.order != RowOrder.NAME else "",
        "pgy": str(choices.pgy or ""),
        "coach": str(choices.coach or ""),
        "site": str(choices.site or ""),
    }
    return {name: value for name, value in asked.items() if value}


def _to(choices: Choices, span: Span) -> To:
    words = chosen_words(choices)

    def to(
        first: date | None,
        *,
        span: Span = span,
        day: date | None = None,
        chosen: dict[str, str] = words,
    ) -> str:
        if first is None:
            return ""
        return "?" + urlencode({"from": first, "span": span.value, **({"day": day} if day else {}), **chosen})

    return to
