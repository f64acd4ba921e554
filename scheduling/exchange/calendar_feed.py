"""A person's half-days as an iCalendar file, for phones and calendars to subscribe to."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, Event

REFRESH = timedelta(hours=4)
PRODUCT = "-//Connectedness//Calendar feed//EN"
MOST_KEPT = 256
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEvent:
    """One half-day or one meeting. Times are aware and written in UTC; ``sequence`` rises with every change."""

    uid: str
    title: str
    place: str
    words: str
    starts: datetime
    ends: datetime
    sequence: int
    changed_at: datetime
    status: str = "CONFIRMED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Everything that one address carries."""

    name: str
    time_zone: str
    events: tuple[FeedEvent, ...]


@lru_cache(maxsize=MOST_KEPT)
def write_feed(feed: Feed) -> bytes:
    """The feed as RFC 5545 text: CRLF lines, folded at 75 octets, every text escaped. The same feed is written once."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _one_line(feed.name))
    calendar.add("x-wr-calname", _one_line(feed.name))
    calendar.add("x-wr-timezone", feed.time_zone)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{int(REFRESH.total_seconds()) // 3600}H")
    for event in feed.events:
        calendar.add_component(_component(event))
    return bytes(calendar.to_ical())


def _component(event: FeedEvent) -> Event:
    component = Event()
    component.add("uid", event.uid)
    component.add("summary", _one_line(event.title))
    component.add("dtstart", event.starts.astimezone(UTC))
    component.add("dtend", event.ends.astimezone(UTC))
    component.add("location", _one_line(event.place))
    if event.words:
        component.add("description", _one_line(event.words))
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.changed_at.astimezone(UTC))
    component.add("last-modified", event.changed_at.astimezone(UTC))
    component.add("status", event.status)
    return component


def _one_line(text: str) -> str:
    """Without line breaks and control characters, which iCalendar cannot carry or calendars show badly."""
    return " ".join(_BREAKS.sub(" ", text).split())
