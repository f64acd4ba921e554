"""Events of a trail in one line, and how a test that commits gets rid of them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from connectedness.trail.guards import take_down
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event


def make_event(*, days_ago: float = 0, **fields: object) -> Event:
    """An event, by default just now and by the system."""
    given = {"kind": EventKind.PUBLISHED, "subject": "Published 1", "at": days_before(days_ago), **fields}
    event: Event = Event.objects.create(**given)
    return event


def days_before(days: float) -> datetime:
    """A moment so many days ago."""
    return timezone.now() - timedelta(days=days)


@pytest.fixture(autouse=True)
def _emptied_past_its_guards(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that commits is cleaned up by emptying all tables, which puts the guards back when it is done."""
    marker = request.node.get_closest_marker("django_db")
    commits = marker is not None and marker.kwargs.get("transaction")
    if commits:
        request.getfixturevalue("_django_db_helper")
    yield
    if commits:
        take_down(connection)
