"""Events are only ever added."""

import pytest
from django.db import transaction

from connectedness.accounts.models import User
from scheduling.models import EventKind, EventsAreAppendOnly, Program, ScheduleEvent

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def event(program: Program, coordinator: User) -> ScheduleEvent:
    return ScheduleEvent.objects.create(
        program=program, actor=coordinator, kind=EventKind.PUBLISHED, subject="Version 1"
    )


def test_an_event_cannot_be_changed(event: ScheduleEvent) -> None:
    event.subject = "Version 2"
    with pytest.raises(EventsAreAppendOnly):
        event.save()
    with pytest.raises(EventsAreAppendOnly):
        ScheduleEvent.objects.update(subject="Version 2")
    with pytest.raises(EventsAreAppendOnly), transaction.atomic():
        ScheduleEvent.objects.bulk_update([event], ["subject"])
    event.refresh_from_db()
    assert event.subject == "Version 1"


def test_an_event_cannot_be_deleted(event: ScheduleEvent) -> None:
    with pytest.raises(EventsAreAppendOnly):
        event.delete()
    with pytest.raises(EventsAreAppendOnly):
        ScheduleEvent.objects.all().delete()
    assert ScheduleEvent.objects.filter(pk=event.pk).exists()


def test_an_event_outlives_the_user_who_did_it(event: ScheduleEvent, coordinator: User) -> None:
    coordinator.delete()
    event.refresh_from_db()
    assert event.actor is None
