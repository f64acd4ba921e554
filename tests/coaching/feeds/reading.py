"""Calendar feeds as a calendar reads them."""

from datetime import datetime
from typing import cast

from django.test import Client
from icalendar import Calendar, Event

from connectedness.accounts.models import User
from scheduling.services.feeds import feed_address, make_feed


def fetched(client: Client, user: User) -> bytes:
    """The feed of a user, as a calendar that knows nothing but the address fetches it."""
    response = client.get(feed_address(make_feed(user=user)))
    assert response.status_code == 200
    return response.content


def events(content: bytes) -> list[Event]:
    """What is in a feed, in the order of time."""
    found = [cast("Event", event) for event in Calendar.from_ical(content).walk("VEVENT")]
    return sorted(found, key=moment)


def moment(event: Event, name: str = "DTSTART") -> datetime:
    """A time of an event."""
    return cast("datetime", event.decoded(name))


def titles(content: bytes) -> list[str]:
    """What each event is called."""
    return [str(event["SUMMARY"]) for event in events(content)]
