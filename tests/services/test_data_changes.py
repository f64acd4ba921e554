"""A draft says so when the program's data are not those that its run was given, and only then."""

from datetime import timedelta

import pytest

from scheduling.models import Absence, Pairing, Schedule
from scheduling.services.data_changes import data_changed_under
from scheduling.services.drafts import make_draft
from scheduling.services.publishing import publish_schedule
from tests.factories import make_pairing, make_schedule
from tests.services.small_year import MONDAY, SmallYear, make_small_year, rotation_of

pytestmark = pytest.mark.django_db


def draft_of(small: SmallYear, number: int = 1) -> Schedule:
    return make_draft(run=small.finished_run(number=number), actor=None)


def publish(draft: Schedule) -> None:
    publish_schedule(schedule=draft, actor=None, seen_edition=draft.edition)


def test_from_run_to_publication_nothing_has_changed() -> None:
    assert not data_changed_under(draft_of(make_small_year()))


def test_a_run_after_a_publication_knows_the_pairings_that_began_with_it() -> None:
    small = make_small_year()
    publish(draft_of(small))
    assert Pairing.objects.filter(resident=small.ana).exists()
    assert not data_changed_under(draft_of(small, number=2))


def test_pairings_that_another_draft_of_the_same_data_began_are_no_change() -> None:
    small = make_small_year()
    first, second = draft_of(small), draft_of(small, number=2)
    publish(first)
    assert not data_changed_under(second)


def test_pairings_that_differ_from_the_drafts_own_are_a_change() -> None:
    small = make_small_year()
    draft = draft_of(small)
    make_pairing(small.ana, small.ingrid)
    assert data_changed_under(draft)


def test_a_leave_brought_in_later_is_a_change() -> None:
    small = make_small_year()
    draft = draft_of(small)
    Absence.objects.create(resident=small.kofi, first_date=MONDAY, last_date=MONDAY + timedelta(days=2))
    assert data_changed_under(draft)


def test_a_change_is_seen_beside_pairings_that_began() -> None:
    small = make_small_year()
    first, second = draft_of(small), draft_of(small, number=2)
    publish(first)
    small.sessions[0].rooms = 3
    small.sessions[0].save()
    assert data_changed_under(second)


def test_a_year_that_is_not_ready_any_more_has_changed() -> None:
    small = make_small_year()
    draft = draft_of(small)
    rotation_of(small).assignments.all().delete()
    assert data_changed_under(draft)


def test_of_a_draft_without_a_run_nothing_is_said() -> None:
    assert not data_changed_under(make_schedule(make_small_year().year))
