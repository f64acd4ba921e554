"""Swaps: only legal partners, each step judged again, approved as one step of a version that is published at once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from connectedness.accounts.models import Membership, Role
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.access import own_swaps
from scheduling.domain.notice_wording import notice_text
from scheduling.models import (
    Absence,
    Assignment,
    EditKind,
    Notice,
    Program,
    Resident,
    Schedule,
    ScheduleState,
    Session,
    SwapRequest,
    SwapState,
)
from scheduling.selectors.requests.judging import Pair, judged
from scheduling.selectors.requests.lines import how_many_ask
from scheduling.selectors.requests.partners import can_answer, clinics_to_give, partners
from scheduling.selectors.workbench import desk
from scheduling.selectors.workbench.desk import desk_of
from scheduling.services.editing.steps import edit_draft
from scheduling.services.leaving import end_role, leave
from scheduling.services.publishing import publish_schedule
from scheduling.services.requesting.approving import approve_swap, refuse_swap
from scheduling.services.requesting.holding import RequestChanged, RequestRefused
from scheduling.services.requesting.swaps import accept_swap, cancel_swap, decline_swap
from scheduling.services.versions import copy_version
from tests.factories import make_program, make_user
from tests.services.swapping import Swapping, make_swapping

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
BEFORE = datetime.fromisoformat("2026-06-22T14:00+00:00")


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A week before the first clinic."""
    with time_machine.travel(BEFORE, tick=False) as clock:
        yield clock


@pytest.fixture
def s() -> Swapping:
    return make_swapping()


def told() -> list[tuple[str, str]]:
    """Who was told what of requests."""
    rows = Notice.objects.filter(kind="request").order_by("pk").select_related("resident", "user")
    return [(str(row.resident or row.user), notice_text(row.kind, row.data).title) for row in rows]


def mine(s: Swapping) -> list[Session]:
    return s.attends(s.at.nadia)


def theirs(s: Swapping) -> list[Session]:
    return s.attends(s.at.tomas)


# --- partners


def test_only_a_swap_that_keeps_every_rule_for_both_is_shown_with_what_it_does_to_both(s: Swapping) -> None:
    found = partners(desk_of(s.published), s.pair().resident, s.monday, BEFORE.date())
    [one] = [partner for partner in found if partner.session == s.tuesday]
    nadia, tomas = one.judged.sides
    assert (nadia.overlaps_before, nadia.overlaps_after, nadia.change) == (3, 2, -1)
    assert (tomas.overlaps_before, tomas.overlaps_after, tomas.change) == (2, 3, 1)
    assert nadia.gives == "Mon 13 Jul, AM at Main"
    assert nadia.takes == "Tue 14 Jul, AM at Main"
    assert (nadia.gives_together, nadia.takes_together) == (True, False)
    assert one.can_answer


@pytest.mark.parametrize("rule", ["leave", "pin", "closed"])
def test_a_partner_for_whom_a_rule_stands_against_it_is_not_shown(s: Swapping, rule: str) -> None:
    def shown() -> bool:
        found = partners(desk_of(s.published), s.pair().resident, s.monday, BEFORE.date())
        return any(partner.session == s.tuesday for partner in found)

    assert shown()
    if rule == "leave":
        Absence.objects.create(
            resident=s.at.tomas, first_date=s.monday.date, last_date=s.monday.date, reason="Private"
        )
    elif rule == "pin":
        Assignment.objects.filter(session=s.tuesday).update(pinned=True)
        desk._kept.clear()  # a step would have raised the edition, by which the desk knows
    else:
        Session.objects.filter(pk=s.tuesday.pk).update(rooms=0)
    assert not shown()


def test_every_partner_shown_passes_the_checkers_and_no_other_swap_does(s: Swapping) -> None:
    """Against enumeration: all pairs of two clinics, judged one by one."""
    version, ready = s.published, desk_of(s.published)
    resident = s.pair().resident
    for row in clinics_to_give(resident, BEFORE.date()):
        shown = {one.key for one in partners(ready, resident, row.session, BEFORE.date())}
        others = Assignment.objects.filter(schedule=version).exclude(resident=resident)
        legal = {
            f"{other.resident_id}-{other.session_id}"
            for other in others.select_related("session__site", "resident__user")
            if other.session_id != row.session_id
            and judged(
                version,
                ready,
                Pair(resident, row.session, other.resident, other.session),
            ).is_legal
        }
        assert shown == legal


def test_what_is_past_or_of_today_is_not_given(s: Swapping, clock: time_machine.Traveller) -> None:
    clinics = clinics_to_give(s.pair().resident, BEFORE.date())
    assert [row.session for row in clinics] == [
        s.at.monday(), s.at.tuesday(), s.monday, s.at.monday(4)
    ]  # fmt: skip
    assert [row.together for row in clinics] == [True, False, True, True]
    later = clinics_to_give(s.pair().resident, s.monday.date)
    assert [row.session for row in later] == [s.at.monday(4)]


# --- from asking to approval


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


def test_a_step_that_saw_an_older_edition_is_refused(s: Swapping) -> None:
    swap = s.accepted()
    with pytest.raises(RequestChanged):
        cancel_swap(swap=swap, actor=s.nadia, edition=1)
    with pytest.raises(RequestChanged):
        approve_swap(swap=swap, actor=s.chief, edition=1)


def test_nobody_approves_their_own_swap_nor_one_that_waits_for_the_other(s: Swapping) -> None:
    swap = s.asked()
    with pytest.raises(RequestRefused, match="Tomas Farouk has not accepted it yet"):
        approve_swap(swap=swap, actor=s.chief, edition=swap.edition)
    swap = accept_swap(swap=swap, actor=s.tomas, edition=swap.edition)
    with pytest.raises(RequestRefused, match="You are one of the two"):
        approve_swap(swap=swap, actor=s.nadia, edition=swap.edition)


def test_from_the_day_of_the_earlier_half_day_on_it_has_expired(
    s: Swapping, clock: time_machine.Traveller
) -> None:
    swap = s.accepted()
    clock.move_to(datetime.combine(s.monday.date, BEFORE.timetz()))
    assert swap.state_words(s.monday.date) == "Expired: the earlier half-day has come"
    for attempt in (
        lambda: approve_swap(swap=swap, actor=s.chief, edition=swap.edition),
        lambda: cancel_swap(swap=swap, actor=s.nadia, edition=swap.edition),
    ):
        with pytest.raises(RequestRefused, match="This swap has expired"):
            attempt()


@pytest.mark.parametrize(("days", "is_open"), [(20, True), (21, False)])
def test_a_program_closes_swaps_as_many_days_before_as_it_says(
    s: Swapping, days: int, *, is_open: bool
) -> None:
    assert (s.monday.date - BEFORE.date()).days == 21
    swap = s.asked()
    Program.objects.update(swap_days=days)
    held = SwapRequest.objects.select_related("year__program").get(pk=swap.pk)
    nadia = Resident.objects.select_related("program").get(pk=s.at.nadia.pk)
    given = {row.session for row in clinics_to_give(nadia, BEFORE.date())}
    assert (s.monday in given, held.is_open(BEFORE.date())) == (is_open, is_open)
    assert bool(how_many_ask(own_swaps(s.tomas), held.other, BEFORE.date())) is is_open
    if is_open:
        assert accept_swap(swap=held, actor=s.tomas, edition=held.edition).state == SwapState.ACCEPTED
        return
    assert held.state_words(BEFORE.date()) == "Expired: swaps close 21 days before the earlier half-day"
    with pytest.raises(RequestRefused, match="swaps close 21 days before the earlier half-day"):
        accept_swap(swap=held, actor=s.tomas, edition=held.edition)


# --- who leaves


@pytest.mark.parametrize("who", ["nadia", "tomas"])
def test_swaps_of_who_leaves_before_them_are_over_and_the_others_are_told(s: Swapping, who: str) -> None:
    swap = s.accepted()
    Notice.objects.all().delete()
    gone, stays = (s.nadia, s.tomas) if who == "nadia" else (s.tomas, s.nadia)
    leave(person=Resident.objects.get(user=gone), on=s.tuesday.date, actor=s.chief)
    swap.refresh_from_db()
    assert (swap.state, swap.decided_by) == (SwapState.CANCELLED, s.chief)
    assert swap.answer == f"{gone.name} leaves the program on Tue 14 Jul."
    assert told() == [(stays.name, f"{gone.name} leaves, so your swap is over")]


def test_swaps_before_the_day_on_which_somebody_leaves_stay_open(s: Swapping) -> None:
    swap = s.accepted()
    after = s.tuesday.date + timedelta(days=1)
    leave(person=Resident.objects.get(user=s.tomas), on=after, actor=s.chief)
    swap.refresh_from_db()
    assert swap.state == SwapState.ACCEPTED


def test_who_holds_the_role_no_more_cannot_answer_and_others_answer_for_them(s: Swapping) -> None:
    tomas = Resident.objects.select_related("user").get(user=s.tomas)

    def answers() -> set[bool]:
        found = partners(desk_of(s.published), s.pair().resident, s.monday, BEFORE.date())
        return {one.can_answer for one in found if one.other == tomas}

    assert (can_answer(tomas), answers()) == (True, {True})
    end_role(membership=Membership.objects.get(user=s.tomas), actor=None)
    assert (can_answer(tomas), answers()) == (False, {False})
    Membership.objects.create(user=s.tomas, program=make_program(), role=Role.RESIDENT)
    assert not can_answer(tomas)


# --- what became illegal says why


def test_leave_that_came_between_makes_it_illegal_in_words_without_its_reason(s: Swapping) -> None:
    swap = s.accepted()
    day = s.monday.date
    Absence.objects.create(resident=s.at.tomas, first_date=day, last_date=day, reason="Surgery")
    with pytest.raises(RequestRefused) as refusal:
        approve_swap(swap=swap, actor=s.chief, edition=swap.edition)
    assert "Tomas Farouk may not attend Mon 13 Jul, AM at Main." in str(refusal.value)
    assert "Surgery" not in str(refusal.value)
    assert SwapRequest.objects.get().state == SwapState.ACCEPTED
    assert mine(s) == [s.monday]


def test_a_half_day_that_went_in_another_swap_is_named_with_who_took_it(s: Swapping) -> None:
    rival = s.accepted()
    second = SwapRequest.objects.create(
        year=rival.year,
        resident=rival.resident,
        session=rival.session,
        other=rival.other,
        other_session=s.at.tuesday(),
        state=SwapState.ACCEPTED,
    )
    approve_swap(swap=rival, actor=s.chief, edition=rival.edition)
    with pytest.raises(RequestRefused) as refusal:
        approve_swap(swap=second, actor=s.chief, edition=second.edition)
    said = str(refusal.value)
    assert "Nadia Boateng is not in clinic on Mon 13 Jul, AM at Main any more." in said
    assert "Tomas Farouk took it in a swap that Chidi Efe approved at 10:00." in said


def test_a_half_day_that_another_version_took_away_names_the_version(s: Swapping) -> None:
    swap = s.accepted()
    alma = make_user("Alma Sandoval", program=s.at.small.program, role=Role.COORDINATOR)
    draft = copy_version(schedule=s.published, actor=alma, why="changed from")
    draft.assignments.filter(resident=s.at.nadia, session=s.monday).delete()
    publish_schedule(schedule=draft, actor=alma, seen_edition=draft.edition, late_reason="Moved")
    with pytest.raises(RequestRefused) as refusal:
        approve_swap(swap=swap, actor=s.chief, edition=swap.edition)
    said = str(refusal.value)
    assert "Nadia Boateng is not in clinic on Mon 13 Jul, AM at Main any more." in said
    assert f"version {draft.version}, published by Alma Sandoval at 10:00" in said


# --- what else there is


def test_an_unrepaired_absence_of_somebody_else_does_not_stand_in_the_way(s: Swapping) -> None:
    """The published version has a clash already; the swap adds none."""
    swap = s.accepted()
    day = s.at.monday(4).date
    Absence.objects.create(resident=s.at.tomas, first_date=day, last_date=day)
    approve_swap(swap=swap, actor=s.chief, edition=swap.edition)
    assert mine(s) == [s.tuesday]


def test_a_draft_follows_where_both_half_days_stand_as_they_were_published(s: Swapping) -> None:
    draft = copy_version(schedule=s.published, actor=None, why="changed from")
    swap = s.accepted()
    done = approve_swap(swap=swap, actor=s.chief, edition=swap.edition)
    assert done.left == ()
    assert s.attends(s.at.nadia, draft) == [s.tuesday]
    assert s.attends(s.at.tomas, draft) == [s.monday]
    assert draft.edits.get().kind == EditKind.SWAP


def test_a_draft_that_somebody_changed_there_stays_so_and_is_named(s: Swapping) -> None:
    draft = copy_version(schedule=s.published, actor=None, why="changed from")
    moved = s.at.move(s.at.nadia, s.monday, s.at.tuesday(3))
    edit_draft(schedule=draft, actor=None, step=moved)
    swap = s.accepted()
    done = approve_swap(swap=swap, actor=s.chief, edition=swap.edition)
    assert done.left == (draft,)
    assert s.attends(s.at.nadia, draft) == [s.at.tuesday(3)]
    assert s.attends(s.at.tomas, draft) == [s.tuesday]
    assert (mine(s), theirs(s)) == ([s.tuesday], [s.monday])
