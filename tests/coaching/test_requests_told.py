"""What a swap does to the pages and feeds of those whom it concerns."""

from datetime import datetime

import pytest
import time_machine
from django.utils import timezone

from coaching.selectors.feed import own_feed
from scheduling.services.feeds import make_feed
from scheduling.services.requesting.approving import approve_swap
from tests.services.swapping import Swapping, make_swapping

pytestmark = pytest.mark.django_db
BEFORE = datetime.fromisoformat("2026-06-22T14:00+00:00")


def events(s: Swapping) -> tuple[list[str], list[str]]:
    """When the calendars of Nadia and Tomas say that they are in clinic, in the week of the swap."""
    first, after = s.monday.date, s.at.day(3)
    found = []
    for user in (s.nadia, s.tomas):
        feed = own_feed(make_feed(user=user), timezone.now())
        found.append(
            [
                f"{event.starts:%a %d %b} {event.title}"
                for event in feed.feed.events
                if first <= event.starts.date() < after
            ]
        )
    return found[0], found[1]


def test_both_calendar_feeds_follow_an_approved_swap_and_not_one_that_waits() -> None:
    with time_machine.travel(BEFORE, tick=False) as clock:
        s = make_swapping()
        nadia, tomas = events(s)
        assert nadia == ["Mon 13 Jul Clinic, Main · together with Dr. Lindqvist"]
        assert tomas == ["Tue 14 Jul Clinic, Main"]
        swap = s.accepted()
        assert events(s) == (nadia, tomas)
        clock.shift(60)
        approve_swap(swap=swap, actor=s.chief, edition=swap.edition)
        assert events(s) == (
            ["Tue 14 Jul Clinic, Main"],
            ["Mon 13 Jul Clinic, Main · together with Dr. Lindqvist"],
        )
