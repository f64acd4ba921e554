"""A published year with a draft beside it, on a database of a test's own, and what became of both."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import (
    AcademicYear,
    Block,
    Notice,
    Pairing,
    Schedule,
    ScheduleState,
    Session,
)
from scheduling.services.drafts import make_draft
from scheduling.services.publishing import publish_schedule
from tests.services.small_year import SmallYear, make_small_year

WEEKS_AHEAD = 8


@dataclass(frozen=True)
class State:
    """Whatever publishing changes: which versions are in which state, who was told, what the trail says."""

    published: tuple[int, ...]
    archived: tuple[int, ...]
    told: tuple[str, ...]
    events: int
    pairings: int


def year_to_come() -> SmallYear:
    """The small year, moved so that all of it lies ahead with notice enough; everybody has an address."""
    small = make_small_year()
    monday = timezone.now().date() + timedelta(weeks=WEEKS_AHEAD)
    monday -= timedelta(days=monday.weekday())
    moved = monday - small.year.first_monday
    AcademicYear.objects.filter(pk=small.year.pk).update(first_monday=monday)
    Block.objects.filter(year=small.year).update(
        first_date=F("first_date") + moved, last_date=F("last_date") + moved
    )
    for session in small.sessions:
        Session.objects.filter(pk=session.pk).update(date=session.date + moved)
        session.refresh_from_db()
    Pairing.objects.filter(resident=small.kofi).update(first_date=monday)
    small.year.refresh_from_db()
    for person in (small.kofi, small.ana, small.ingrid, small.omar):
        person.email = f"{person.family_name.lower()}@example.org"
        person.save()
    return small


def published_year(small: SmallYear) -> Schedule:
    """Version 1 is published; version 2, in which Kofi loses a half-day, is a draft."""
    publish(make_draft(run=small.finished_run(small.outcome(), 1), actor=None))
    return next_draft(small, 2)


def next_draft(small: SmallYear, number: int) -> Schedule:
    """A draft in which Kofi attends the one session or the other, by turns."""
    return make_draft(run=small.finished_run(small.outcome(kofi=(number % 2,)), number), actor=None)


def publish(draft: Schedule) -> Schedule:
    """Publish a draft as it is."""
    return publish_schedule(schedule=draft, actor=None, seen_edition=draft.edition)


def state_of(year: AcademicYear) -> State:
    """How it stands."""
    by_state = {
        state: tuple(year.schedules.filter(state=state).order_by("version").values_list("version", flat=True))
        for state in (ScheduleState.PUBLISHED, ScheduleState.ARCHIVED)
    }
    return State(
        published=by_state[ScheduleState.PUBLISHED],
        archived=by_state[ScheduleState.ARCHIVED],
        told=tuple(Notice.objects.order_by("key").values_list("key", flat=True)),
        events=Event.objects.filter(kind=EventKind.PUBLISHED).count(),
        pairings=Pairing.objects.count(),
    )
