"""A version becomes a draft again, and a draft goes; history never changes."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.domain.calendar import HalfDay, Period
from scheduling.models import Absence, PinnedFree, Schedule, ScheduleState
from scheduling.selectors.version_pairs import version_pair
from scheduling.selectors.versions import thrown_away
from scheduling.selectors.workbench.cells import Place, State, states_at
from scheduling.services.drafts import make_draft
from scheduling.services.editing.pinning import pin_step
from scheduling.services.editing.refusals import EditRefused
from scheduling.services.editing.steps import edit_draft
from scheduling.services.editing.undoing import undo
from scheduling.services.keeping import keep_as_published
from scheduling.services.publishing import StaleEdition, publish_schedule
from scheduling.services.runs import YearNotReady, request_run
from scheduling.services.versions import VersionRefused, bring_back, discard_draft, restore_version
from tests.factories import make_user
from tests.services.small_year import MONDAY, SmallYear, make_small_year

pytestmark = pytest.mark.django_db


def draft_of(small: SmallYear, number: int = 1, **attended: tuple[int, ...]) -> Schedule:
    return make_draft(run=small.finished_run(small.outcome(**attended), number), actor=None)


def published(draft: Schedule) -> Schedule:
    return publish_schedule(schedule=draft, actor=None, seen_edition=draft.edition)


@time_machine.travel("2026-06-10T17:00Z")
def test_a_restored_version_is_a_draft_that_says_the_same() -> None:
    small = make_small_year()
    first = published(draft_of(small, 1))
    PinnedFree.objects.create(schedule=first, resident=small.ana, date=MONDAY, period="PM")
    second = published(draft_of(small, 2, kofi=(0,)))
    draft = restore_version(schedule=first, actor=None, seen_newest=second.version)
    assert (draft.state, draft.based_on, draft.version) == (ScheduleState.DRAFT, first, second.version + 1)
    assert version_pair(first, draft).changes == ()
    assert draft.pinned_free.count() == 1
    pair = version_pair(second, draft)
    assert [str(row.resident) for row in pair.changes] == ["Kofi Boateng"]
    assert (pair.clinics, pair.together) == ((3, 4), (3, 4))
    first.refresh_from_db()
    assert (first.state, first.assignments.count()) == (ScheduleState.ARCHIVED, 4)
    event = Event.objects.filter(kind=EventKind.DRAFT_MADE)[0]
    assert event.after == {"restored": first.version}


def test_restoring_twice_makes_one_draft() -> None:
    small = make_small_year()
    first = published(draft_of(small))
    restore_version(schedule=first, actor=None, seen_newest=1)
    with pytest.raises(VersionRefused, match="Version 2 was made since"):
        restore_version(schedule=first, actor=None, seen_newest=1)
    assert small.year.schedules.count() == 2


def test_a_draft_goes_and_its_run_can_be_opened_again() -> None:
    small = make_small_year()
    draft = draft_of(small)
    run = draft.run
    assert run is not None
    with pytest.raises(VersionRefused, match="was changed since"):
        discard_draft(schedule=draft, actor=None, seen_edition=draft.edition - 1)
    discard_draft(schedule=draft, actor=None, seen_edition=draft.edition)
    assert not small.year.schedules.exists()
    assert Event.objects.filter(kind=EventKind.DRAFT_DISCARDED)[0].before == {"version": 1, "clinics": 4}
    assert make_draft(run=run, actor=None).assignments.count() == 4


def test_a_draft_thrown_away_comes_back_with_its_steps_and_follows_the_programs_data() -> None:
    small = make_small_year()
    draft = draft_of(small)
    alma, coach = make_user("Alma Sandoval"), draft.coaches.all()[0].faculty
    seat = draft.assignments.all()[0]
    place = Place(seat.resident_id, HalfDay(seat.date, Period(seat.period)))
    pin = pin_step(draft, place, is_pinned=True, key="pin-it-now")
    edit_draft(schedule=draft, actor=alma, step=pin)
    draft.refresh_from_db()
    discard_draft(schedule=draft, actor=alma, seen_edition=draft.edition)
    other = draft_of(small, 2)
    Absence.objects.create(faculty=coach, first_date=MONDAY, last_date=MONDAY)
    [gone] = thrown_away(small.year)
    assert (gone.version, gone.thrown_away_by) == (draft.version, alma)
    assert other.version == draft.version + 1
    for _ in range(2):
        assert bring_back(schedule=gone, actor=alma) == draft
    assert list(small.year.schedules.all()) == [other, draft]
    assert not draft.preceptings.filter(faculty=coach, date=MONDAY).exists()
    undo(schedule=draft, actor=alma)
    assert states_at(draft, [place]) == {place: State(seat.session_id)}
    assert Event.objects.filter(kind=EventKind.DRAFT_KEPT, after={"brought back": 1}).count() == 1


def test_a_draft_thrown_away_goes_for_good_after_a_while(settings: Any) -> None:
    settings.UNDO_KEPT = timedelta(days=30)
    small = make_small_year()
    old, young, standing = draft_of(small), draft_of(small, 2), draft_of(small, 3)
    for draft, days in ((old, 31), (young, 29)):
        discard_draft(schedule=draft, actor=None, seen_edition=draft.edition)
        at = timezone.now() - timedelta(days=days)
        Schedule.with_thrown_away.filter(pk=draft.pk).update(thrown_away_at=at)
    call_command("reaper", once=True)
    assert list(Schedule.with_thrown_away.filter(year=small.year)) == [standing, young]
    with pytest.raises(VersionRefused, match="Draft 1 is gone for good"):
        bring_back(schedule=old, actor=None)


def test_who_precepts_in_a_restored_draft_is_as_the_program_says_today() -> None:
    small = make_small_year()
    first = published(draft_of(small))
    coach = first.coaches.all()[0].faculty
    Absence.objects.create(faculty=coach, first_date=MONDAY, last_date=MONDAY)
    draft = restore_version(schedule=first, actor=None, seen_newest=1)
    assert first.preceptings.filter(faculty=coach, date=MONDAY).exists()
    assert not draft.preceptings.filter(faculty=coach, date=MONDAY).exists()
    assert draft.edition == Schedule.objects.get(pk=draft.pk).edition


def test_a_draft_that_somebody_threw_away_meanwhile_is_refused_in_words() -> None:
    small = make_small_year()
    draft = draft_of(small)
    gone = Schedule.objects.get(pk=draft.pk)
    draft_of(small, 2)
    discard_draft(schedule=draft, actor=None, seen_edition=gone.edition)
    discard_draft(schedule=gone, actor=None, seen_edition=gone.edition)
    assert Event.objects.filter(kind=EventKind.DRAFT_DISCARDED).count() == 1
    with pytest.raises(StaleEdition, match="Draft 1 was thrown away"):
        publish_schedule(schedule=gone, actor=None, seen_edition=gone.edition)
    with pytest.raises(VersionRefused, match="Version 1 was thrown away"):
        restore_version(schedule=gone, actor=None, seen_newest=2)
    with pytest.raises(EditRefused, match="Draft 1 was thrown away"):
        undo(schedule=gone, actor=make_user())
    with pytest.raises(YearNotReady, match="Draft 1 was thrown away"):
        request_run(year=small.year, actor=None, base=gone)


def test_what_stays_as_published_stays_pinned_as_published() -> None:
    small = make_small_year()
    first = published(draft_of(small))
    seat = first.assignments.order_by("date")[0]
    draft = draft_of(small, 2)
    PinnedFree.objects.create(schedule=draft, resident=seat.resident, date=seat.date, period=seat.period)
    keep_as_published(draft, first, until=seat.date + timedelta(days=1), today=seat.date)
    place = Place(seat.resident_id, HalfDay(seat.date, Period(seat.period)))
    assert states_at(draft, [place]) == {place: State(seat.session_id)}


@pytest.mark.parametrize("state", [ScheduleState.PUBLISHED, ScheduleState.ARCHIVED])
def test_what_was_published_is_never_thrown_away(state: str) -> None:
    small = make_small_year()
    version = published(draft_of(small))
    Schedule.objects.filter(pk=version.pk).update(state=state)
    with pytest.raises(VersionRefused, match="kept as history"):
        discard_draft(schedule=version, actor=None, seen_edition=version.edition)
    assert Schedule.objects.filter(pk=version.pk).exists()
