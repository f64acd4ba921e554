"""A swap from asking over accepting to the published schedule."""

from uuid import uuid4

import pytest

from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import EditKind, Notice, Schedule, ScheduleState, SwapState
from scheduling.services.requesting.approving import approve_swap, refuse_swap
from scheduling.services.requesting.holding import RequestRefused
from scheduling.services.requesting.swaps import accept_swap, cancel_swap, decline_swap
from tests.services.swapping import Swapping
from tests.services.swaps.world import mine, theirs, told

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_asked_accepted_and_approved_it_is_one_version_and_everybody_concerned_is_told(s: Swapping) -> None:
    before = s.published
    swap = s.asked()
    assert told() == [("Tomas Farouk", "Nadia Boateng asks you to swap")]
    swap = accept_swap(swap=swap, actor=s.tomas, edition=swap.edition)
    assert told()[1:] == [
        ("Nadia Boateng", "Tomas Farouk accepts your swap"),
        ("Chidi Efe", "A swap waits for approval"),
    ]
    assert mine(s) == [s.monday]
    done = approve_swap(swap=swap, actor=s.chief, edition=swap.edition)
    after = s.published
    assert done.version == after
    assert (after.version, after.published_by) == (before.version + 1, s.chief)
    assert (mine(s), theirs(s)) == ([s.tuesday], [s.monday])
    edit = after.edits.get()
    assert (edit.kind, edit.actor, done.swap.edit) == (EditKind.SWAP, s.chief, edit)
    assert told()[3:] == [
        ("Nadia Boateng", "Your swap is approved"),
        ("Tomas Farouk", "Your swap is approved"),
    ]
    published = Notice.objects.filter(schedule=after).order_by("pk")
    assert [str(one.person) for one in published] == ["Nadia Boateng", "Tomas Farouk", "Maja Lindqvist"]
    before.refresh_from_db()
    assert before.state == ScheduleState.ARCHIVED
    kinds = Event.objects.filter(kind__in=[EventKind.SWAP_ASKED, EventKind.SWAP_CHANGED]).order_by("pk")
    assert [event.after["state"] for event in kinds] == ["asked", "accepted", "approved"]


def test_each_step_sent_twice_is_made_once(s: Swapping) -> None:
    first, again = s.asked(), s.asked()
    assert first == again
    for _ in range(2):
        swap = accept_swap(swap=first, actor=s.tomas, edition=first.edition)
    versions = {approve_swap(swap=swap, actor=s.chief, edition=swap.edition).version for _ in range(2)}
    assert versions == {s.published}
    assert Schedule.objects.count() == 2
    assert len(told()) == 5


def test_the_same_swap_cannot_be_asked_twice_while_it_is_open(s: Swapping) -> None:
    swap = s.asked()
    with pytest.raises(RequestRefused, match="You have asked for this swap already"):
        s.asked(key=str(uuid4()))
    decline_swap(swap=swap, actor=s.tomas, edition=swap.edition)
    assert s.asked(key=str(uuid4())).state == SwapState.ASKED


def test_declined_it_is_over_and_the_asker_reads_why(s: Swapping) -> None:
    swap = s.asked()
    decline_swap(swap=swap, actor=s.tomas, edition=swap.edition, answer="I need that Monday")
    swap.refresh_from_db()
    assert (swap.state, swap.answer) == (SwapState.DECLINED, "I need that Monday")
    assert told()[1:] == [("Nadia Boateng", "Tomas Farouk declines your swap")]
    with pytest.raises(RequestRefused, match="Nothing is left to decide: declined by the other"):
        accept_swap(swap=swap, actor=s.tomas, edition=swap.edition)


@pytest.mark.parametrize("who", ["nadia", "tomas"])
def test_either_cancels_until_it_is_approved_and_the_others_are_told(s: Swapping, who: str) -> None:
    swap = s.accepted()
    actor, other = (s.nadia, s.tomas) if who == "nadia" else (s.tomas, s.nadia)
    cancel_swap(swap=swap, actor=actor, edition=swap.edition)
    title = f"{actor} cancels the swap"
    assert told()[3:] == [(str(other), title), ("Chidi Efe", title)]
    with pytest.raises(RequestRefused, match="Nothing is left to decide: cancelled"):
        approve_swap(swap=swap, actor=s.chief, edition=swap.edition)
    assert mine(s) == [s.monday]


def test_not_approved_both_read_why(s: Swapping) -> None:
    swap = s.accepted()
    refuse_swap(swap=swap, actor=s.chief, edition=swap.edition, answer="Inspection that week")
    swap.refresh_from_db()
    assert (swap.state, swap.answer, swap.decided_by) == (SwapState.REFUSED, "Inspection that week", s.chief)
    assert told()[3:] == [
        ("Nadia Boateng", "Your swap is not approved"),
        ("Tomas Farouk", "Your swap is not approved"),
    ]
