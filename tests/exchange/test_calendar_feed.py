"""The iCalendar file: right times across clock changes, and text that cannot break out of its line."""

from datetime import UTC, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from scheduling.exchange.calendar_feed import Feed, FeedEvent, write_feed

CLOCK_CHANGES = [
    ("America/New_York", "2026-10-31", "2026-11-02"),
    ("America/New_York", "2027-03-13", "2027-03-15"),
    ("America/Los_Angeles", "2026-10-31", "2026-11-02"),
    ("America/Los_Angeles", "2027-03-13", "2027-03-15"),
    ("Europe/Stockholm", "2026-10-24", "2026-10-26"),
    ("Europe/Stockholm", "2027-03-27", "2027-03-29"),
    ("Australia/Adelaide", "2026-10-03", "2026-10-05"),
    ("Australia/Adelaide", "2027-04-03", "2027-04-05"),
]


def event(**fields: object) -> FeedEvent:
    """A morning at Main."""
    zone = ZoneInfo("America/New_York")
    given: dict[str, object] = {
        "uid": "resident-1-2026-11-25-AM@connectedness",
        "title": "Clinic, Main",
        "place": "Main clinic",
        "words": "",
        "starts": datetime(2026, 11, 25, 8, tzinfo=zone),
        "ends": datetime(2026, 11, 25, 12, tzinfo=zone),
        "sequence": 3,
        "changed_at": datetime(2026, 6, 1, 15, 30, tzinfo=UTC),
        **fields,
    }
    return FeedEvent(**given)  # type: ignore[arg-type]


def written(*events: FeedEvent, name: str = "Connectedness") -> bytes:
    return write_feed(Feed(name=name, time_zone="America/New_York", events=events))


def raw_lines(content: bytes) -> list[str]:
    """The lines as RFC 5545 puts them, unfolded, read without the library that wrote them."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    return content.replace(b"\r\n ", b"").decode().removesuffix("\r\n").split("\r\n")


def raw_values(content: bytes, name: str) -> list[str]:
    return [
        line.partition(":")[2] for line in raw_lines(content) if line.partition(":")[0].split(";")[0] == name
    ]


@pytest.mark.parametrize(("zone", "before", "after"), CLOCK_CHANGES)
def test_eight_stays_eight_across_a_clock_change(zone: str, before: str, after: str) -> None:
    here = ZoneInfo(zone)
    mornings = [datetime.fromisoformat(f"{day} 08:00").replace(tzinfo=here) for day in (before, after)]
    assert mornings[0].utcoffset() != mornings[1].utcoffset()
    content = written(
        *(event(uid=str(start), starts=start, ends=start.replace(hour=12)) for start in mornings)
    )
    read = [
        cast("datetime", found.decoded("DTSTART")) for found in Calendar.from_ical(content).walk("VEVENT")
    ]
    assert [f"{start.astimezone(here):%Y-%m-%d %H:%M}" for start in read] == [
        f"{before} 08:00",
        f"{after} 08:00",
    ]
    assert {start.utcoffset() for start in read} == {timedelta(0)}
    in_utc = [datetime.strptime(value, "%Y%m%dT%H%M%S%z") for value in raw_values(content, "DTSTART")]
    assert [value.astimezone(here).hour for value in in_utc] == [8, 8]
    assert in_utc[0].hour != in_utc[1].hour


def test_an_event_carries_what_calendars_compare() -> None:
    lines = raw_lines(written(event()))
    for line in (
        "UID:resident-1-2026-11-25-AM@connectedness",
        "DTSTART:20261125T130000Z",
        "DTEND:20261125T170000Z",
        "SEQUENCE:3",
        "DTSTAMP:20260601T153000Z",
        "LAST-MODIFIED:20260601T153000Z",
        "LOCATION:Main clinic",
    ):
        assert line in lines


def test_calendars_are_asked_to_look_again_in_four_hours() -> None:
    lines = raw_lines(written())
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in lines
    assert "X-PUBLISHED-TTL:PT4H" in lines
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\u2028", "\u2029", "\x0b", "\x85", "\x00"])
def test_a_line_break_in_a_name_adds_no_property(line_break: str) -> None:
    evil = f"Dr. Lindqvist{line_break}ATTENDEE:mailto:evil@example.org"
    content = written(event(title=evil, place=evil, words=evil), name=evil)
    names = {line.partition(":")[0].split(";")[0] for line in raw_lines(content)}
    assert "ATTENDEE" not in names
    read = Calendar.from_ical(content).walk("VEVENT")[0]
    assert "ATTENDEE" not in read
    assert read["SUMMARY"] == read["LOCATION"] == "Dr. Lindqvist ATTENDEE:mailto:evil@example.org"


@pytest.mark.parametrize(
    "title",
    [
        "Clinic, Main; with \\ and \\n",
        "José Ångström 山田 😀",
        "דנה לוי",
        "پریسا می\u200cخواهد",
        "e\u0301" * 60,
        "x" * 300,
    ],
)
def test_a_title_comes_back_as_it_was(title: str) -> None:
    content = written(event(title=title))
    assert raw_lines(content)
    assert Calendar.from_ical(content).walk("VEVENT")[0]["SUMMARY"] == title
