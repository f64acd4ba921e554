"""A person's half-days as an iCalendar file, for phones and calendars to subscribe to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

REFRESH = "PT4H"
PRODUCT = "-//Connectedness//Calendar feed//EN"
MOST_KEPT = 256
LINE_OCTETS = 74
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ESCAPED = re.compile(r"[\\;,]")


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
    """The feed as RFC 5545 text: CRLF lines, folded at 75 octets, every text escaped. The same feed is written once.

    By hand: a year has hundreds of lines, and a library that may write any calendar takes twenty times as long.
    """
    return b"".join(_folded(line) + b"\r\n" for line in _lines(feed))


def _lines(feed: Feed) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{PRODUCT}"
    yield "METHOD:PUBLISH"
    yield f"NAME:{_text(feed.name)}"
    yield f"X-WR-CALNAME:{_text(feed.name)}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}"
    yield f"X-PUBLISHED-TTL:{REFRESH}"
    yield f"X-WR-TIMEZONE:{_text(feed.time_zone)}"
    for event in feed.events:
        yield from _event_lines(event)
    yield "END:VCALENDAR"


def _event_lines(event: FeedEvent) -> Iterator[str]:
    changed_at = _moment(event.changed_at)
    yield "BEGIN:VEVENT"
    yield f"SUMMARY:{_text(event.title)}"
    yield f"DTSTART:{_moment(event.starts)}"
    yield f"DTEND:{_moment(event.ends)}"
    yield f"DTSTAMP:{changed_at}"
    yield f"UID:{_text(event.uid)}"
    yield f"SEQUENCE:{event.sequence}"
    if event.words:
        yield f"DESCRIPTION:{_text(event.words)}"
    yield f"LAST-MODIFIED:{changed_at}"
    yield f"LOCATION:{_text(event.place)}"
    yield f"STATUS:{event.status}"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """On one line, without control characters, which iCalendar cannot carry or calendars show badly; escaped."""
    return _ESCAPED.sub(r"\\\g<0>", " ".join(_BREAKS.sub(" ", text).split()))


def _folded(line: str) -> bytes:
    """In pieces that fit; never within a letter, nor between a backslash and what it escapes."""
    rest = line.encode()
    pieces = []
    while len(rest) > LINE_OCTETS:
        cut = LINE_OCTETS
        while rest[cut] & 0xC0 == 0x80:  # an octet within a letter of several
            cut -= 1
        before = rest[:cut]
        cut -= (len(before) - len(before.rstrip(b"\\"))) % 2
        pieces.append(rest[:cut])
        rest = rest[cut:]
    return b"\r\n ".join([*pieces, rest])
