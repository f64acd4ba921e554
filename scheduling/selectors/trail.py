"""The trail, searched: a fixed number of queries, whatever is found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from connectedness.trail.models import Event

A_PAGE = 50
MOST_EXPORTED = 100_000
SYSTEM = "The system"
HEADINGS = ("When", "Who", "What", "To what", "Whose", "Program", "Before", "After", "Address", "Browser")


@dataclass(frozen=True, slots=True)
class Line:
    """One event, ready to print."""

    at: datetime
    who: str
    what: str
    subject: str
    whose: str
    program: str
    before: str
    after: str
    address: str
    agent: str

    def cells(self) -> list[str]:
        """As the export has it, under `HEADINGS`."""
        moment = self.at.isoformat(timespec="seconds")
        return [
            moment, self.who, self.what, self.subject, self.whose, self.program, self.before, self.after,
            self.address, self.agent,
        ]  # fmt: skip


def search(events: QuerySet[Event], asked: Mapping[str, Any], zone: ZoneInfo) -> QuerySet[Event]:
    """Events that fit everything asked for (``TrailForm``); days are those of the zone."""
    if who := asked.get("who"):
        by = Q(actor_name__icontains=who)
        events = events.filter(by | Q(actor_name="") if who.casefold() in SYSTEM.casefold() else by)
    if what := asked.get("what"):
        events = events.filter(kind=what)
    if whose := asked.get("whose"):
        events = events.filter(about_name__icontains=whose)
    if first := asked.get("first"):
        events = events.filter(at__gte=_midnight(first, zone))
    if last := asked.get("last"):
        events = events.filter(at__lt=_midnight(last, zone, days=1))
    if text := asked.get("text"):
        events = events.annotate(said_before=_as_text("before"), said_after=_as_text("after"))
        events = events.filter(_anywhere(text))
    return events


def page_of(events: QuerySet[Event], number: str, zone: ZoneInfo) -> "Page[Line]":
    """One page of them, in two queries; the nearest there is to the number asked for."""
    paginator = Paginator(events.select_related("program"), A_PAGE)
    page: Any = paginator.get_page(number)
    page.object_list = [_line(event, zone) for event in page.object_list]
    return page  # type: ignore[no-any-return]  # the stubs know only pages of rows


def rows_of(events: QuerySet[Event], zone: ZoneInfo) -> Iterator[list[str]]:
    """Headings and all lines, read piece by piece."""
    yield list(HEADINGS)
    for event in events.select_related("program")[:MOST_EXPORTED].iterator(chunk_size=1000):
        yield _line(event, zone).cells()


def _line(event: Event, zone: ZoneInfo) -> Line:
    return Line(
        at=event.at.astimezone(zone),
        who=event.actor_name or SYSTEM,
        what=event.get_kind_display(),
        subject=event.subject,
        whose=event.about_name,
        program=str(event.program) if event.program else "",
        before=_said(event.before),
        after=_said(event.after),
        address=event.address,
        agent=event.agent,
    )


def _said(values: Mapping[str, Any]) -> str:
    """``version: 3; pairings begun: 12``."""
    return "; ".join(f"{key.replace('_', ' ')}: {_plain(value)}" for key, value in values.items())


def _plain(value: Any) -> str:
    if isinstance(value, list):
        # What an import did to one table.
        said = [
            f"{number} {word}"
            for number, word in zip(value, ("new", "changed", "gone"), strict=False)
            if number
        ]
        return ", ".join(said) or "nothing"
    return "–" if value in {None, "", "None"} else str(value)


def _as_text(field: str) -> Cast:
    return Cast(field, TextField())


def _anywhere(text: str) -> Q:
    fields = (
        "subject", "actor_name", "about_name", "address", "agent", "program__name", "said_before", "said_after",
    )  # fmt: skip
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__icontains": text})
    return found


def _midnight(day: date, zone: ZoneInfo, days: int = 0) -> datetime:
    """The moment at which a day begins there. The last days of the calendar have no next one."""
    if day.year in {date.min.year, date.max.year}:
        return datetime.combine(day, time.min, tzinfo=ZoneInfo("UTC"))
    return datetime.combine(day + timedelta(days=days), time.min, tzinfo=zone)
