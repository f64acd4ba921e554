"""Two people at one draft at the same moment: the last room, one cell, one and the same step."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from scheduling.models import Assignment, EditKind, Schedule, ScheduleEdit, Session
from scheduling.selectors.workbench.cells import FREE, CellChange, State
from scheduling.services.editing.refusals import EditRefused, RulesBroken, StaleCells
from scheduling.services.editing.steps import Step, edit_draft, make_step
from tests.installation import Installation
from tests.queue.workplace import database_of
from tests.services.drafting import Drafting, make_drafting, place_of, step

# Twenty in passing, 200 with `make races`.
ROUNDS = int(os.environ.get("RACE_ROUNDS", "20"))
Way = Callable[[Schedule, Step], object]


@pytest.fixture
def at(full_installation: Installation, django_db_blocker: DjangoDbBlocker) -> Iterator[Drafting]:
    """A draft on PostgreSQL with one room on its second Tuesday."""
    with django_db_blocker.unblock(), database_of(full_installation):
        drafting = make_drafting()
        Session.objects.filter(pk=drafting.tuesday(1).pk).update(rooms=1)
        yield drafting


def with_the_lock(draft: Schedule, wanted: Step) -> object:
    """As the application does it."""
    return edit_draft(schedule=draft, actor=None, step=wanted)


def without_the_lock(draft: Schedule, wanted: Step) -> object:
    """The control: the same checks on the same rows, which nobody holds."""
    with transaction.atomic():
        return make_step(Schedule.objects.select_related("year__program").get(pk=draft.pk), None, wanted)


def both(at: Drafting, way: Way, installation: Installation, steps: list[Step]) -> list[object]:
    """What comes of two steps made at the same moment, each over a connection of its own."""
    barrier = Barrier(len(steps))

    def make(wanted: Step) -> object:
        with database_of(installation):
            connection.ensure_connection()
            draft = Schedule.objects.select_related("year__program").get(pk=at.draft.pk)
            barrier.wait(30)
            try:
                return way(draft, wanted)
            except EditRefused as refusal:
                return refusal

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(make, steps))


def crowded(at: Drafting, way: Way, installation: Installation) -> tuple[list[int], list[list[object]]]:
    """How many were in the one room in each round, and what each round came to."""
    session, crowds, came = at.tuesday(1), [], []
    for number in range(ROUNDS):
        steps = [at.add(who, session, f"round-{number}-{who.pk}") for who in (at.nadia, at.tomas)]
        came.append(both(at, way, installation, steps))
        there = Assignment.objects.filter(schedule=at.draft, session=session)
        crowds.append(there.count())
        with transaction.atomic():
            gone = [place_of(row.resident, session) for row in there.select_related("resident")]
            changes = [CellChange(place, State(session.pk), FREE) for place in gone]
            make_step(
                Schedule.objects.select_for_update().get(pk=at.draft.pk),
                None,
                step(changes, EditKind.DROP, f"out-{number:04}"),
            )
    return crowds, came


def test_the_last_room_goes_to_one_and_the_other_is_told_who_holds_it(
    at: Drafting, full_installation: Installation
) -> None:
    crowds, came = crowded(at, with_the_lock, full_installation)
    assert crowds == [1] * ROUNDS
    for answers in came:
        [won] = [answer for answer in answers if isinstance(answer, ScheduleEdit)]
        [lost] = [answer for answer in answers if isinstance(answer, RulesBroken)]
        holder = won.cells.get().resident.full_name
        assert "holds 2 residents in 1 room." in str(lost)
        assert f"{holder} was put there" in str(lost)


def test_without_the_lock_the_last_room_is_given_twice(at: Drafting, full_installation: Installation) -> None:
    """In most rounds, so that those above are races, too."""
    crowds, _ = crowded(at, without_the_lock, full_installation)
    assert crowds.count(2) > ROUNDS / 2


def test_of_two_edits_of_one_cell_the_second_is_told_of_the_first(
    at: Drafting, full_installation: Installation
) -> None:
    steps = [at.move(at.nadia, at.tuesday(), at.tuesday(week), f"to-week-{week}") for week in (2, 3)]
    answers = both(at, with_the_lock, full_installation, steps)
    assert sum(isinstance(answer, StaleCells) for answer in answers) == 1
    assert ScheduleEdit.objects.count() == 1
    assert (
        Assignment.objects.filter(
            resident=at.nadia, date__in=[at.tuesday(2).date, at.tuesday(3).date]
        ).count()
        == 1
    )


def test_the_same_step_sent_twice_at_once_is_made_once(at: Drafting, full_installation: Installation) -> None:
    wanted = at.add(at.nadia, at.tuesday(2), "the-same-key")
    first, second = both(at, with_the_lock, full_installation, [wanted, wanted])
    assert isinstance(first, ScheduleEdit)
    assert first == second
    assert ScheduleEdit.objects.count() == 1


def test_a_swap_and_an_edit_of_one_of_its_cells_never_leave_half_a_swap(
    at: Drafting, full_installation: Installation
) -> None:
    """Nadia's Tuesday for Tomas's of the week after, while Nadia's is moved elsewhere."""
    edit_draft(schedule=at.draft, actor=None, step=at.move(at.tomas, at.tuesday(), at.tuesday(2)))
    start = _places(at)
    swap = step(
        [
            CellChange(place_of(at.nadia, at.tuesday()), State(at.tuesday().pk), FREE),
            CellChange(place_of(at.nadia, at.tuesday(2)), FREE, State(at.tuesday(2).pk)),
            CellChange(place_of(at.tomas, at.tuesday(2)), State(at.tuesday(2).pk), FREE),
            CellChange(place_of(at.tomas, at.tuesday()), FREE, State(at.tuesday().pk)),
        ],
        EditKind.SWAP,
        "swap-the-two",
    )
    move = at.move(at.nadia, at.tuesday(), at.tuesday(3), "meanwhile-elsewhere")
    answers = both(at, with_the_lock, full_installation, [swap, move])
    [lost] = [answer for answer in answers if isinstance(answer, StaleCells)]
    assert "Nadia Boateng, Tue 30 Jun, AM: somebody changed this" in str(lost)
    swapped = {(at.nadia.pk, at.tuesday(2).pk), (at.tomas.pk, at.tuesday().pk)}
    moved = {(at.nadia.pk, at.tuesday(3).pk), (at.tomas.pk, at.tuesday(2).pk)}
    gone = {(at.nadia.pk, at.tuesday().pk), (at.tomas.pk, at.tuesday(2).pk)}
    assert _places(at) in (start - gone | swapped, start - gone | moved)


def _places(at: Drafting) -> set[tuple[int, int]]:
    return set(Assignment.objects.filter(schedule=at.draft).values_list("resident_id", "session_id"))
