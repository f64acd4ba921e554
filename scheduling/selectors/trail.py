"""The trail, searched: a fixed number of queries, whatever is found."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from connectedness.accounts.models import User
from connectedness.accounts.names import SYSTEM
from connectedness.trail.models import Event

A_PAGE = 50
MOST_EXPORTED = 100_000
SHOWN_OF = ("program", "actor", "about")
HEADINGS = (
    "When", "Who", "Account", "What", "To what", "Whose", "Whose account", "Program", "Before", "After", "Address",
    "Browser",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One event, ready to print. People choose their names; their accounts say who they are."""

    at: datetime
    who: str
    account: str
    what: str
    subject: str
    whose: str
    whose_account: str
    program: str
    before: str
    after: str
    address: str
    agent: str

    def cells(self) -> list[str]:
        """As the export has it, under `HEADINGS`."""
        moment = self.at.isoformat(timespec="seconds")
        return [
            moment, self.who, self.account, self.what, self.subject, self.whose, self.whose_account, self.program,
            self.before, self.after, self.address, self.agent,
        ]  # fmt: skip

    def is_about_another(self) -> bool:
        """Whether it is somebody else's affair."""
        return (self.whose, self.whose_account) != (self.who, self.account)


def search(events: QuerySet[Event], asked: Mapping[str, Any], zone: ZoneInfo) -> QuerySet[Event]:
    """Events that fit everything asked for (``TrailForm``); days are those of the zone."""
    if who := asked.get("who"):
        by = Q(actor_name__icontains=who) | Q(actor__email__icontains=who)
        events = events.filter(by | Q(actor_name="") if who.casefold() in SYSTEM.casefold() else by)
    if what := asked.get("what"):
        events = events.filter(kind=what)
    if whose := asked.get("whose"):
        events = events.filter(Q(about_name__icontains=whose) | Q(about__email__icontains=whose))
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
    paginator = Paginator(events.select_related(*SHOWN_OF), A_PAGE)
    page: Any = paginator.get_page(number)
    page.object_list = [_line(event, zone) for event in page.object_list]
    return page  # type: ignore[no-any-return]  # the stubs know only pages of rows


def rows_of(events: QuerySet[Event], zone: ZoneInfo) -> Iterator[list[str]]:
    """Headings and all lines, read piece by piece."""
    yield list(HEADINGS)
    for event in events.select_related(*SHOWN_OF)[:MOST_EXPORTED].iterator(chunk_size=1000):
        yield _line(event, zone).cells()


def _line(event: Event, zone: ZoneInfo) -> Line:
    return Line(
        at=event.at.astimezone(zone),
        who=event.actor_name or SYSTEM,
        account=_account(event.actor, event.actor_id),
        what=event.get_kind_display(),
        subject=event.subject,
        whose=event.about_name,
        whose_account=_account(event.about, event.about_id),
        program=str(event.program) if event.program else "",
        before=_said(event.before),
        after=_said(event.after),
        address=event.address,
        agent=event.agent,
    )


def _account(user: User | None, pk: int | None) -> str:
    """Its address of today; its number where it is gone; nothing for the system."""
    return user.email if user else f"account {pk}" if pk else ""


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
    return "–" if value in (None, "", "None") else str(value)


def _as_text(field: str) -> Cast:
    return Cast(field, TextField())


def _anywhere(text: str) -> Q:
    fields = (
        "subject", "actor_name", "about_name", "address", "agent", "program__name", "said_before", "said_after",
    )  # fmt: skip
    found = Q()
    for field in fields:
        for spelled in _as_kept(text) if field.startswith("said_") else {text}:
            found |= Q(**{f"{field}__icontains": spelled})
    return found


def _as_kept(text: str) -> set[str]:
    """How a word may stand in JSON: one database keeps other letters than those of English escaped."""
    return {json.dumps(text, ensure_ascii=is_escaped)[1:-1] for is_escaped in (True, False)}


def _midnight(day: date, zone: ZoneInfo, days: int = 0) -> datetime:
    """The moment at which a day begins there. The last days of the calendar have no next one."""
    if day.year in {date.min.year, date.max.year}:
        return datetime.combine(day, time.min, tzinfo=ZoneInfo("UTC"))
    return datetime.combine(day + timedelta(days=days), time.min, tzinfo=zone)
