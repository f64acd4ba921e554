"""A version is read once; after edits only those are read again whom they touched, and the result is the same."""

from random import Random

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from connectedness.accounts.models import User
from scheduling.models import Schedule, ScheduleEdit
from scheduling.selectors.month_grid.version import Version, version_of
from scheduling.selectors.workbench.history import whose_cells_changed
from scheduling.services.editing.pinning import pin_step
from scheduling.services.editing.refusals import EditRefused
from scheduling.services.editing.steps import edit_draft
from scheduling.services.editing.undoing import redo, undo
from tests.factories import make_user
from tests.services.drafting import Drafting, make_drafting, place_of

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def at() -> Drafting:
    return make_drafting(residents=3)


@pytest.fixture
def alma(at: Drafting) -> User:
    return make_user(program=at.small.program)


def read(at: Drafting, marks: object = "as they are") -> Version:
    schedule = Schedule.objects.select_related("year").get(pk=at.draft.pk)
    return version_of(schedule, at.small.year.first_monday, str(marks))


def said(version: Version) -> tuple[object, ...]:
    """Everything that it says, without what was made of it."""
    return (
        version.edition,
        {who: coach.faculty_id for who, coach in version.coaches.items()},
        dict(version.preceptors),
        version.there,
        {who: dict(half_days) for who, half_days in version.attended.items()},
        {who: set(half_days) for who, half_days in version.kept_free.items()},
        {who: sorted(weeks) for who, weeks in version.weeks_together.items()},
    )


def some_step(at: Drafting, alma: User, dice: Random, number: int) -> None:
    """One of the things that people do; what is refused changes nothing."""
    who = dice.choice(at.small.residents)
    session = dice.choice([at.monday, at.tuesday])(dice.randrange(4))
    pinned = pin_step(at.draft, place_of(who, session), is_pinned=dice.random() < 0.6, key=f"pin-{number:04}")
    deeds = [
        lambda: edit_draft(schedule=at.draft, actor=alma, step=at.add(who, session, f"add-{number:04}")),
        lambda: edit_draft(schedule=at.draft, actor=alma, step=pinned),
        lambda: undo(schedule=at.draft, actor=alma),
        lambda: redo(schedule=at.draft, actor=alma),
    ]
    try:
        dice.choice(deeds)()
    except EditRefused:
        return


@pytest.mark.parametrize("seed", range(6))
def test_what_is_read_of_those_who_were_edited_makes_the_same_as_reading_all(
    at: Drafting, alma: User, seed: int
) -> None:
    dice = Random(seed)
    editions = set()
    for number in range(14):
        some_step(at, alma, dice, number)
        if dice.random() < 0.6:
            continue
        version = read(at)
        editions.add(version.edition)
        assert said(version) == said(read(at, marks=f"others, {number}"))
    assert len(editions) > 2


def test_after_one_edit_one_resident_is_read(at: Drafting, alma: User) -> None:
    known = read(at)
    made = known.once("rows")
    made.update({at.nadia.pk: "hers", at.tomas.pk: "his"})
    edit_draft(schedule=at.draft, actor=alma, step=at.add(at.nadia, at.tuesday(1)))
    with CaptureQueriesContext(connection) as asked:
        version = read(at)
    assert len(asked) == 4, "the version, who was edited, their clinics, what they keep free"
    assert version.once("rows") == {at.tomas.pk: "his"}


def test_the_same_edition_is_not_read_again(at: Drafting) -> None:
    assert read(at) is read(at)


def test_what_raised_the_edition_without_a_step_is_read_whole(at: Drafting, alma: User) -> None:
    edit = edit_draft(schedule=at.draft, actor=alma, step=at.add(at.nadia, at.tuesday(1)))
    before = edit.edition - 1
    assert whose_cells_changed(at.draft, before, edit.edition) == {at.nadia.pk}
    Schedule.objects.filter(pk=at.draft.pk).update(edition=F("edition") + 1)
    assert whose_cells_changed(at.draft, before, edit.edition + 1) is None


@pytest.mark.parametrize("kind", ["take_over", "repair"])
def test_steps_that_change_more_than_cells_are_read_whole(at: Drafting, alma: User, kind: str) -> None:
    edit = edit_draft(schedule=at.draft, actor=alma, step=at.add(at.nadia, at.tuesday(1)))
    ScheduleEdit.objects.filter(pk=edit.pk).update(kind=kind)
    assert whose_cells_changed(at.draft, edit.edition - 1, edit.edition) is None
