"""A step on a draft is made whole or not at all, once, on what the person has seen, within the rules; and taken back."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.domain.calendar import HalfDay, Period
from scheduling.models import EditKind, PinnedFree, Schedule, ScheduleEdit, ScheduleState, Session
from scheduling.selectors.version_problem import solution_of_version, with_pins
from scheduling.selectors.workbench.cells import FREE, CellChange, Place, State
from scheduling.selectors.workbench.desk import desk_of
from scheduling.selectors.workbench.history import STEPS_BACK, residents_changed_since
from scheduling.services.editing.pinning import pin_step
from scheduling.services.editing.refusals import EditRefused, ReasonMissing, RulesBroken, StaleCells
from scheduling.services.editing.steps import Step, edit_draft, locked_draft, make_judged_step
from scheduling.services.editing.undoing import redo, undo
from tests.factories import assign, make_resident, make_session, make_site, make_user
from tests.services.drafting import Drafting, make_drafting, place_of, step

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def before_the_year() -> Iterator[None]:
    """A week before the first clinic."""
    with time_machine.travel("2026-06-22T14:00Z", tick=False):
        yield


@pytest.fixture
def at() -> Drafting:
    """A draft to work on."""
    return make_drafting()


@pytest.fixture
def alma() -> User:
    """Who works on it."""
    return make_user("Alma Sandoval")


def attended(draft: Schedule) -> set[tuple[int, int, bool]]:
    """Everything in the draft."""
    return set(draft.assignments.values_list("resident_id", "session_id", "pinned"))


def test_a_move_takes_the_clinic_from_one_cell_to_the_other(at: Drafting, alma: User) -> None:
    edit = edit_draft(schedule=at.draft, actor=alma, step=at.move(at.nadia, at.tuesday(), at.tuesday(1)))
    assert (at.state(at.nadia, at.tuesday()), at.state(at.nadia, at.tuesday(1))) == (
        FREE,
        State(at.tuesday(1).pk),
    )
    at.draft.refresh_from_db()
    assert (edit.number, edit.edition, edit.actor) == (1, at.draft.edition, alma)
    event = Event.objects.get(kind=EventKind.SCHEDULE_EDITED)
    assert (event.actor_id, event.after["cells"]) == (alma.pk, 2)


def test_the_same_step_asked_for_twice_is_made_once(at: Drafting, alma: User) -> None:
    once = at.add(at.nadia, at.monday(1))
    first = edit_draft(schedule=at.draft, actor=alma, step=once)
    second = edit_draft(schedule=at.draft, actor=alma, step=once)
    assert first == second
    assert (ScheduleEdit.objects.count(), Event.objects.filter(kind=EventKind.SCHEDULE_EDITED).count()) == (
        1,
        1,
    )


def test_a_cell_changed_since_it_was_seen_is_refused_with_both_values_and_who_did_it(
    at: Drafting, alma: User
) -> None:
    edit_draft(schedule=at.draft, actor=alma, step=at.move(at.nadia, at.tuesday(), at.tuesday(1)))
    before = attended(at.draft)
    with pytest.raises(StaleCells) as refused:
        edit_draft(
            schedule=at.draft, actor=None, step=at.move(at.nadia, at.tuesday(), at.tuesday(2), "other-key")
        )
    [cell] = refused.value.cells
    assert (cell.seen, cell.now, cell.by) == (State(at.tuesday().pk), FREE, "Alma Sandoval")
    assert cell.said == "Nadia Boateng, Tue 30 Jun, AM: Alma Sandoval changed this at 10:00: free, not Main."
    assert attended(at.draft) == before


def test_a_full_session_refuses_one_more_in_words_and_changes_nothing(alma: User) -> None:
    at = make_drafting(residents=4)
    Session.objects.filter(pk=at.tuesday(1).pk).update(rooms=1)
    edit_draft(schedule=at.draft, actor=alma, step=at.add(at.nadia, at.tuesday(1)))
    before = attended(at.draft)
    with pytest.raises(RulesBroken) as refused:
        edit_draft(schedule=at.draft, actor=None, step=at.add(at.tomas, at.tuesday(1)))
    assert refused.value.sentences == [
        "Tue 7 Jul, AM at Main holds 2 residents in 1 room.",
        "Nadia Boateng was put there by Alma Sandoval at 10:00.",
    ]
    assert attended(at.draft) == before
    assert ScheduleEdit.objects.count() == 1


def test_a_broken_rule_that_was_broken_before_does_not_stop_other_work(at: Drafting, alma: User) -> None:
    """The first Tuesday is too full since its rooms were lent; the next weeks can still be worked on."""
    Session.objects.filter(pk=at.tuesday().pk).update(rooms=1)
    edit_draft(schedule=at.draft, actor=alma, step=at.add(at.nadia, at.monday(1)))
    assert at.state(at.nadia, at.monday(1)) == State(at.monday(1).pk)


def test_who_is_in_a_session_that_was_closed_can_be_taken_out(at: Drafting, alma: User) -> None:
    Session.objects.filter(pk=at.tuesday().pk).update(rooms=0)
    changes = [CellChange(place_of(at.nadia, at.tuesday()), State(at.tuesday().pk), FREE)]
    edit_draft(schedule=at.draft, actor=alma, step=step(changes, EditKind.DROP, "drop-closed"))
    assert at.state(at.nadia, at.tuesday()) == FREE


def test_a_contact_window_missed_wants_a_reason_which_is_kept(at: Drafting, alma: User) -> None:
    changes = [CellChange(place_of(at.nadia, at.monday()), State(at.monday().pk), FREE)]
    with pytest.raises(ReasonMissing, match="contact window"):
        edit_draft(
            schedule=at.draft, actor=alma, step=step(changes, EditKind.DROP, "without-one", reason=" ")
        )
    edit = edit_draft(schedule=at.draft, actor=alma, step=step(changes, EditKind.DROP, "with-one"))
    assert edit.reason == "we agreed"


@pytest.mark.parametrize("to_pin", [True, False])
def test_a_pinned_cell_does_not_move_until_it_is_unpinned(at: Drafting, alma: User, to_pin: bool) -> None:
    session = at.tuesday() if to_pin else at.tuesday(1)
    edit_draft(
        schedule=at.draft,
        actor=alma,
        step=pin_step(at.draft, place_of(at.nadia, session), is_pinned=True, key="pin-it-now"),
    )
    pinned = State(session.pk, pinned=True) if to_pin else State(None, pinned=True)
    other = FREE if to_pin else State(session.pk)
    change = CellChange(place_of(at.nadia, session), pinned, other)
    with pytest.raises(EditRefused, match=r"this is pinned\. Unpin it first"):
        edit_draft(schedule=at.draft, actor=alma, step=step([change], EditKind.MOVE, "moves-a-pin"))
    assert at.state(at.nadia, session) == pinned
    assert PinnedFree.objects.count() == (0 if to_pin else 1)


def test_a_step_judged_as_a_whole_moves_no_pin_either(at: Drafting, alma: User) -> None:
    """As repairs make it; the same step without the pin goes through."""
    place, session = place_of(at.nadia, at.tuesday()), at.tuesday()
    pin = pin_step(at.draft, place, is_pinned=True, key="pin-it-now")
    edit_draft(schedule=at.draft, actor=alma, step=pin)
    dropped = step([CellChange(place, State(session.pk, pinned=True), FREE)], EditKind.REPAIR, "repair-it")
    with pytest.raises(EditRefused, match=r"Nadia Boateng, Tue 30 Jun, AM: this is pinned\. Unpin it first"):
        judged(at, alma, dropped)
    assert at.state(at.nadia, session) == State(session.pk, pinned=True)
    undo(schedule=at.draft, actor=alma)
    judged(at, alma, step([CellChange(place, State(session.pk), FREE)], EditKind.REPAIR, "repair-it"))
    assert at.state(at.nadia, session) == FREE


def judged(at: Drafting, who: User, whole: Step) -> None:
    with transaction.atomic():
        make_judged_step(locked_draft(at.draft), who, whole)


def test_a_published_version_is_not_edited(at: Drafting, alma: User) -> None:
    Schedule.objects.filter(pk=at.draft.pk).update(state=ScheduleState.PUBLISHED)
    before = attended(at.draft)
    with pytest.raises(EditRefused, match="is published and stays as it is"):
        edit_draft(schedule=at.draft, actor=alma, step=at.add(at.nadia, at.monday(1)))
    assert attended(at.draft) == before


def test_residents_and_sessions_of_others_are_refused(at: Drafting, alma: User) -> None:
    stranger = make_resident()
    elsewhere = make_session(make_site(), day=at.day(1))
    wrong_day = CellChange(place_of(at.nadia, at.monday(1)), FREE, State(at.monday(2).pk))
    for refused in (
        at.add(stranger, at.monday(1)),
        at.add(at.nadia, elsewhere),
        step([wrong_day], EditKind.ADD, "wrong-day"),
    ):
        with pytest.raises(EditRefused, match="Load the page again"):
            edit_draft(schedule=at.draft, actor=alma, step=refused)


def test_the_database_itself_refuses_two_places_on_one_half_day(at: Drafting) -> None:
    east = make_site(at.small.program, code="EAST", name="East")
    session = make_session(east, day=at.day(0))
    with pytest.raises(IntegrityError), transaction.atomic():
        assign(at.draft, at.nadia, session)


def test_undo_and_redo_restore_fifty_steps_exactly(at: Drafting, alma: User) -> None:
    seen = [attended(at.draft)]
    for number in range(STEPS_BACK):
        there, free = (1, 2) if number % 2 == 0 else (2, 1)
        if number == 0:
            made = at.add(at.nadia, at.tuesday(1), "step-number-0")
        else:
            made = at.move(at.nadia, at.tuesday(free), at.tuesday(there), f"step-number-{number}")
        edit_draft(schedule=at.draft, actor=alma, step=made)
        seen.append(attended(at.draft))
    for state in reversed(seen[:-1]):
        undo(schedule=Schedule.objects.get(pk=at.draft.pk), actor=alma)
        assert attended(at.draft) == state
    with pytest.raises(EditRefused, match="no step of yours to take back"):
        undo(schedule=at.draft, actor=alma)
    for state in seen[1:]:
        redo(schedule=Schedule.objects.get(pk=at.draft.pk), actor=alma)
        assert attended(at.draft) == state
    with pytest.raises(EditRefused, match="no step of yours to make again"):
        redo(schedule=at.draft, actor=alma)


def test_only_ones_own_steps_are_taken_back(at: Drafting, alma: User) -> None:
    edit_draft(schedule=at.draft, actor=alma, step=at.add(at.nadia, at.monday(1)))
    with pytest.raises(EditRefused, match="no step of yours"):
        undo(schedule=at.draft, actor=make_user("M. Oduya"))
    assert at.state(at.nadia, at.monday(1)) == State(at.monday(1).pk)


def test_a_step_on_a_cell_changed_since_is_not_taken_back_and_says_who_changed_it(
    at: Drafting, alma: User
) -> None:
    edit_draft(schedule=at.draft, actor=alma, step=at.add(at.nadia, at.tuesday(1)))
    oduya = make_user("M. Oduya")
    edit_draft(schedule=at.draft, actor=oduya, step=at.move(at.nadia, at.tuesday(1), at.tuesday(2)))
    with pytest.raises(EditRefused, match=r"is not taken back.*M\. Oduya changed this"):
        undo(schedule=at.draft, actor=alma)
    assert at.state(at.nadia, at.tuesday(2)) == State(at.tuesday(2).pk)


def test_a_step_whose_room_was_taken_since_is_not_taken_back(at: Drafting, alma: User) -> None:
    Session.objects.filter(pk=at.tuesday(1).pk).update(rooms=1)
    edit_draft(schedule=at.draft, actor=alma, step=at.add(at.nadia, at.tuesday(1)))
    edit_draft(schedule=at.draft, actor=alma, step=at.move(at.nadia, at.tuesday(1), at.tuesday(2)))
    edit_draft(schedule=at.draft, actor=make_user(), step=at.add(at.tomas, at.tuesday(1)))
    with pytest.raises(RulesBroken, match=r"is not taken back.*holds 2 residents in 1 room"):
        undo(schedule=at.draft, actor=alma)


def test_the_same_undo_asked_for_twice_takes_one_step_back_and_so_does_redo(at: Drafting, alma: User) -> None:
    first = edit_draft(schedule=at.draft, actor=alma, step=at.add(at.nadia, at.tuesday(1)))
    last = edit_draft(schedule=at.draft, actor=alma, step=at.add(at.nadia, at.tuesday(2)))
    assert undo(schedule=at.draft, actor=alma, step=last.number) == last
    assert undo(schedule=at.draft, actor=alma, step=last.number) == last
    assert at.state(at.nadia, at.tuesday(1)).session == at.tuesday(1).pk
    assert redo(schedule=at.draft, actor=alma, step=last.number) == last
    assert redo(schedule=at.draft, actor=alma, step=last.number) == last
    with pytest.raises(EditRefused, match="Your last step is another by now"):
        undo(schedule=at.draft, actor=alma, step=first.number)


def test_a_new_step_leaves_nothing_to_make_again(at: Drafting, alma: User) -> None:
    edit_draft(schedule=at.draft, actor=alma, step=at.add(at.nadia, at.tuesday(1)))
    undo(schedule=at.draft, actor=alma)
    edit_draft(schedule=at.draft, actor=alma, step=at.add(at.nadia, at.monday(1)))
    with pytest.raises(EditRefused, match="no step of yours to make again"):
        redo(schedule=at.draft, actor=alma)


def test_what_was_taken_back_before_something_new_is_not_made_again_after_that_is_taken_back(
    at: Drafting, alma: User
) -> None:
    given_up, anew = at.add(at.nadia, at.monday(1)), at.add(at.nadia, at.monday(2))
    edit_draft(schedule=at.draft, actor=alma, step=given_up)
    undo(schedule=at.draft, actor=alma)
    edit_draft(schedule=at.draft, actor=alma, step=anew)
    undo(schedule=at.draft, actor=alma)
    assert redo(schedule=at.draft, actor=alma).key == anew.key
    with pytest.raises(EditRefused, match="no step of yours to make again"):
        redo(schedule=at.draft, actor=alma)


def test_what_changed_since_an_edition_counts_undone_steps_too(at: Drafting, alma: User) -> None:
    edit = edit_draft(schedule=at.draft, actor=alma, step=at.add(at.nadia, at.tuesday(1)))
    assert residents_changed_since(at.draft, edit.edition) == set()
    undo(schedule=at.draft, actor=alma)
    assert residents_changed_since(at.draft, edit.edition) == {at.nadia.pk}


def test_the_desk_follows_every_kind_of_step_without_being_made_anew(at: Drafting, alma: User) -> None:
    first = desk_of(at.draft)
    edit_draft(schedule=at.draft, actor=alma, step=at.add(at.nadia, at.tuesday(1)))
    edit_draft(
        schedule=at.draft,
        actor=alma,
        step=pin_step(at.draft, place_of(at.tomas, at.monday()), is_pinned=True, key="pin-monday"),
    )
    undo(schedule=at.draft, actor=alma)
    edit_draft(
        schedule=at.draft,
        actor=alma,
        step=pin_step(at.draft, place_of(at.tomas, at.tuesday(3)), is_pinned=True, key="pin-free"),
    )
    desk = desk_of(at.draft)
    assert desk.bare is first.bare
    problem = with_pins(desk.bare, at.draft)
    solution = solution_of_version(at.draft, problem)
    assert desk.solution.precepting == solution.precepting
    assert {who: set(keys) for who, keys in desk.solution.assignments.items() if keys} == {
        who: set(keys) for who, keys in solution.assignments.items()
    }
    assert desk.problem.pins == problem.pins
    assert desk.problem.pins.avoid


def test_a_step_without_a_change_is_refused(at: Drafting, alma: User) -> None:
    same = CellChange(place_of(at.nadia, at.monday()), State(at.monday().pk), State(at.monday().pk))
    with pytest.raises(EditRefused, match="Nothing would change"):
        edit_draft(
            schedule=at.draft,
            actor=alma,
            step=Step(kind=EditKind.MOVE, label="x", changes=[same], key="nothing-at-all"),
        )


@pytest.mark.parametrize("day", ["0001-01-01", "2026-06-28", "2030-01-01"])
def test_nothing_is_pinned_on_a_day_outside_the_year(at: Drafting, alma: User, day: str) -> None:
    place = Place(at.nadia.pk, HalfDay(date.fromisoformat(day), Period.AM))
    with pytest.raises(EditRefused, match="not in the year"):
        edit_draft(
            schedule=at.draft, actor=alma, step=pin_step(at.draft, place, is_pinned=True, key="outside-1")
        )
    assert not PinnedFree.objects.exists()


def test_a_pin_left_outside_a_year_that_became_shorter_can_be_taken_out(at: Drafting, alma: User) -> None:
    day = at.small.year.last_date + timedelta(days=1)
    place = Place(at.nadia.pk, HalfDay(day, Period.AM))
    PinnedFree.objects.create(schedule=at.draft, resident=at.nadia, date=day, period=Period.AM)
    edit_draft(
        schedule=at.draft, actor=alma, step=pin_step(at.draft, place, is_pinned=False, key="outside-2")
    )
    assert not PinnedFree.objects.exists()
