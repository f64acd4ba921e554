"""Requests under two pairs of hands: one wins, the other is told, and no swap is ever made by half.

Each race is run without its lock as well, to show that it is one.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from scheduling.models import (
    Assignment,
    Disruption,
    LeaveRequest,
    Notice,
    Schedule,
    ScheduleState,
    SwapRequest,
    SwapState,
)
from scheduling.selectors.requests.judging import judged, pair_of
from scheduling.selectors.workbench.asking import cells_of
from scheduling.selectors.workbench.desk import desk_of
from scheduling.services.editing.refusals import EditRefused, StaleCells
from scheduling.services.editing.steps import Step, edit_draft, make_judged_step
from scheduling.services.publishing import StaleEdition, publish_schedule
from scheduling.services.requesting.approving import Approved, approve_swap
from scheduling.services.requesting.holding import RequestRefused
from scheduling.services.requesting.leave import LeaveAsked, approve_leave, ask_leave, withdraw_leave
from scheduling.services.requesting.out import report_out
from scheduling.services.requesting.swaps import accept_swap, ask_swap, cancel_swap
from scheduling.services.versions import copy_version
from tests.factories import assign
from tests.installation import Installation
from tests.queue.workplace import database_of
from tests.services.drafting import place_of
from tests.services.swapping import Swapping, make_swapping

ROUNDS = 6
REFUSALS = (RequestRefused, EditRefused, StaleEdition, IntegrityError)
Act = Callable[[], object]

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def s(full_installation: Installation, django_db_blocker: DjangoDbBlocker) -> Iterator[Swapping]:
    """On PostgreSQL, with all of the year to come."""
    today = timezone.now().date()
    monday = today + timedelta(weeks=8) - timedelta(days=today.weekday())
    with django_db_blocker.unblock(), database_of(full_installation):
        yield make_swapping(first_monday=monday)


def at_once(installation: Installation, *acts: Act) -> list[object]:
    """What comes of acts that begin at the same moment, each over a connection of its own."""
    barrier = Barrier(len(acts))

    def act(what: Act) -> object:
        with database_of(installation):
            connection.ensure_connection()
            barrier.wait(30)
            try:
                return what()
            except REFUSALS as refusal:
                return refusal

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))


def another(s: Swapping, swap: SwapRequest) -> SwapRequest:
    """A second swap, accepted too, in which Nadia would give the same Monday for an earlier Tuesday of Tomas's."""
    return SwapRequest.objects.create(
        year=swap.year,
        resident=swap.resident,
        session=swap.session,
        other=swap.other,
        other_session=s.at.tuesday(1),
        state=SwapState.ACCEPTED,
    )


def two_swaps(s: Swapping) -> list[SwapRequest]:
    """Both legal by themselves, and not together."""
    assign(s.published, s.at.tomas, s.at.tuesday(1))
    first = s.accepted()
    return [first, another(s, first)]


def is_whole(s: Swapping, schedule: Schedule) -> bool:
    """Whether every half-day of the two is somebody's, once: nothing was lost or doubled."""
    rows = Assignment.objects.filter(schedule=schedule, session__in=[s.monday, s.tuesday, s.at.tuesday(1)])
    return Counter(row.session_id for row in rows) == {
        s.monday.pk: 1,
        s.tuesday.pk: 1,
        s.at.tuesday(1).pk: 1,
    }


def fresh(swap: SwapRequest) -> SwapRequest:
    """As a request of its own reads it."""
    return SwapRequest.objects.select_related("year__program").get(pk=swap.pk)


def approve(s: Swapping, swap: SwapRequest) -> Act:
    return lambda: approve_swap(swap=fresh(swap), actor=s.chief, edition=swap.edition)


# --- two approvals of swaps that share a session


def test_of_two_approvals_that_share_a_session_one_is_published_and_the_other_is_told(
    s: Swapping, full_installation: Installation
) -> None:
    first, second = two_swaps(s)
    answers = at_once(full_installation, approve(s, first), approve(s, second))
    [won] = [answer for answer in answers if isinstance(answer, Approved)]
    [lost] = [answer for answer in answers if isinstance(answer, RequestRefused)]
    assert "Nadia Boateng is not in clinic on" in str(lost)
    assert "Tomas Farouk took it in a swap that Chidi Efe approved" in str(lost)
    assert is_whole(s, s.published)
    assert s.published == won.version
    assert Schedule.objects.count() == 2


def test_without_holding_the_program_the_second_undoes_the_first_or_they_collide(
    s: Swapping, full_installation: Installation
) -> None:
    """The control: both judge before either is published, and nobody holds the program meanwhile."""
    swaps = two_swaps(s)
    judging = Barrier(2)

    def approve_unheld(swap: SwapRequest) -> Act:
        def act() -> object:
            own, published = fresh(swap), s.published
            desk = desk_of(published)
            assert judged(published, desk, pair_of(own)).is_legal
            judging.wait(30)
            with transaction.atomic():
                draft = copy_version(schedule=published, actor=s.chief, why="swap in")
                changes = cells_of(published, desk, [pair_of(own).edit])
                wanted = Step(kind="swap", label="Swap", changes=changes, key=f"swap-{own.pk}")  # type: ignore[arg-type]
                make_judged_step(draft, s.chief, wanted)
                publish_schedule(
                    schedule=draft, actor=s.chief, seen_edition=draft.edition, late_reason="Agreed"
                )
            return "published"

        return act

    answers = at_once(full_installation, *(approve_unheld(swap) for swap in swaps))
    collided = any(isinstance(answer, IntegrityError) for answer in answers)
    assert collided or answers.count("published") == 2  # two versions, of which the later has one swap alone


# --- a swap approved while the same cell is edited


def test_a_swap_approved_while_the_same_cell_is_published_otherwise_is_whole_or_not_at_all(
    s: Swapping, full_installation: Installation
) -> None:
    swap = s.accepted()
    before = s.published
    draft = copy_version(schedule=before, actor=None, why="changed from")
    edit_draft(schedule=draft, actor=None, step=s.at.move(s.at.nadia, s.monday, s.at.tuesday(3)))
    draft.refresh_from_db()

    def publish() -> object:
        own = Schedule.objects.select_related("year__program").get(pk=draft.pk)
        return publish_schedule(
            schedule=own, actor=None, seen_edition=draft.edition, seen_published=before.version
        )

    answers = at_once(full_installation, approve(s, swap), publish)
    swapped = isinstance(answers[0], Approved)
    nadia, tomas = s.attends(s.at.nadia), s.attends(s.at.tomas)
    if swapped:
        assert isinstance(answers[1], StaleEdition)
        assert (nadia, tomas) == ([s.tuesday], [s.monday])
    else:
        assert "Nadia Boateng is not in clinic on" in str(answers[0])
        assert f"version {draft.version}" in str(answers[0])
        assert (nadia, tomas) == ([s.at.tuesday(3)], [s.tuesday])


def test_a_swap_approved_while_the_same_cell_of_a_draft_is_edited_one_wins_and_the_other_is_told(
    s: Swapping, full_installation: Installation
) -> None:
    swap = s.accepted()
    draft = copy_version(schedule=s.published, actor=None, why="changed from")
    move = s.at.move(s.at.nadia, s.monday, s.at.tuesday(3), "meanwhile-elsewhere")

    def edit() -> object:
        own = Schedule.objects.select_related("year__program").get(pk=draft.pk)
        return edit_draft(schedule=own, actor=None, step=move)

    approved, edited = at_once(full_installation, approve(s, swap), edit)
    assert isinstance(approved, Approved)
    assert (s.attends(s.at.nadia), s.attends(s.at.tomas)) == ([s.tuesday], [s.monday])
    nadia, tomas = s.attends(s.at.nadia, draft), s.attends(s.at.tomas, draft)
    if isinstance(edited, StaleCells):
        assert "Chidi Efe changed this" in str(edited)
        assert (nadia, tomas, approved.left) == ([s.tuesday], [s.monday], ())
    else:
        assert (nadia, tomas, approved.left) == ([s.at.tuesday(3)], [s.tuesday], (draft,))


def test_without_holding_the_draft_a_step_is_written_over_what_somebody_else_put_there(
    s: Swapping, full_installation: Installation
) -> None:
    """The control: both look at the cells before either writes."""
    draft = copy_version(schedule=s.published, actor=None, why="changed from")
    desk = desk_of(s.published)
    looked = Barrier(2)
    swap_changes = cells_of(s.published, desk, [s.pair().edit])
    move_changes = s.at.move(s.at.nadia, s.monday, s.at.tuesday(3)).changes

    def write(changes: object) -> Act:
        def act() -> object:
            here = Assignment.objects.filter(schedule=draft, resident=s.at.nadia, session=s.monday)
            assert here.exists()
            looked.wait(30)
            for change in changes:  # type: ignore[attr-defined]
                where = {"resident": change.place.resident, "date": change.place.half_day.date}
                Assignment.objects.filter(schedule=draft, **where).delete()
                if change.after.session:
                    Assignment.objects.create(
                        schedule=draft,
                        resident_id=change.place.resident,
                        session_id=change.after.session,
                        date=change.place.half_day.date,
                        period=change.place.half_day.period,
                    )
            return "written"

        return act

    assert at_once(full_installation, write(swap_changes), write(move_changes)) == ["written"] * 2
    assert s.attends(s.at.nadia, draft) == [s.tuesday, s.at.tuesday(3)]  # twice in clinic for one given away


# --- accept and cancel


def ends(s: Swapping, installation: Installation, accept: Act, cancel: Act) -> tuple[Counter[str], str]:
    answers = at_once(installation, accept, cancel)
    state = SwapRequest.objects.order_by("-pk")[0].state
    return Counter("refused" if isinstance(one, RequestRefused) else "done" for one in answers), state


def test_of_accepting_and_cancelling_at_once_the_second_is_told_and_the_state_is_the_firsts(
    s: Swapping, full_installation: Installation
) -> None:
    for number in range(ROUNDS):
        swap = s.asked(key=str(UUID(int=number + 1)))
        answers, state = ends(
            s,
            full_installation,
            partial(accept_swap, swap=fresh(swap), actor=s.tomas, edition=1),
            partial(cancel_swap, swap=fresh(swap), actor=s.nadia, edition=1),
        )
        assert answers == {"done": 1, "refused": 1}
        told = Notice.objects.filter(key__startswith=f"swap/{swap.pk}/2/").count()
        assert told == {SwapState.ACCEPTED: 2, SwapState.CANCELLED: 1}[SwapState(state)]
        if state == SwapState.ACCEPTED:
            cancel_swap(swap=fresh(swap), actor=s.nadia, edition=2)


def test_without_holding_the_swap_both_believe_that_they_were_first(
    s: Swapping, full_installation: Installation
) -> None:
    """The control: both look at the state before either writes it."""
    swap = s.asked()
    looked = Barrier(2)

    def put(state: SwapState) -> Act:
        def act() -> object:
            own = fresh(swap)
            assert own.state == SwapState.ASKED
            looked.wait(30)
            own.state = state
            own.save()
            return "done"

        return act

    answers, _ = ends(s, full_installation, put(SwapState.ACCEPTED), put(SwapState.CANCELLED))
    assert answers == {"done": 2}


# --- the same sent twice at once


def test_the_same_request_for_a_swap_sent_twice_at_once_asks_once(
    s: Swapping, full_installation: Installation
) -> None:
    key = uuid4()

    def ask() -> object:
        return ask_swap(version=s.published, pair=s.pair(), key=key, actor=s.nadia)

    first, second = at_once(full_installation, ask, ask)
    assert first == second == SwapRequest.objects.get()
    assert Notice.objects.count() == 1


def test_the_same_approval_sent_twice_at_once_publishes_once(
    s: Swapping, full_installation: Installation
) -> None:
    swap = s.accepted()
    first, second = at_once(full_installation, approve(s, swap), approve(s, swap))
    assert isinstance(first, Approved)
    assert isinstance(second, Approved)
    assert first.version == second.version == s.published
    assert Schedule.objects.filter(state=ScheduleState.ARCHIVED).count() == 1
    assert s.published.edits.count() == 1


def test_out_tapped_on_two_devices_at_once_is_reported_once(
    s: Swapping, full_installation: Installation
) -> None:
    day = s.monday.date

    def out(key: str) -> Act:
        return lambda: report_out(
            person=s.pair().resident, days=(day, day), period="", note="", key=key, actor=s.nadia
        )

    first, second = at_once(full_installation, out("phone-001"), out("tablet-01"))
    assert first == second == Disruption.objects.get()


def test_of_approving_and_withdrawing_leave_at_once_one_happens(
    s: Swapping, full_installation: Installation
) -> None:
    request = leave_of(s, s.monday.date)

    def approve_it() -> object:
        return approve_leave(request=again(request), actor=s.chief, edition=1)

    def withdraw_it() -> object:
        return withdraw_leave(request=again(request), actor=s.nadia, edition=1)

    answers = at_once(full_installation, approve_it, withdraw_it)
    assert sum(isinstance(answer, RequestRefused) for answer in answers) == 1
    is_away = s.at.nadia.absences.exists()
    assert is_away == (again(request).state == "approved")


def leave_of(s: Swapping, day: date) -> LeaveRequest:
    asked = LeaveAsked(
        person=s.pair().resident, year=s.at.small.year, first=day, last=day, period="", kind="family"
    )
    return ask_leave(asked=asked, key=uuid4(), actor=s.nadia)


def again(request: LeaveRequest) -> LeaveRequest:
    return LeaveRequest.objects.select_related("year__program").get(pk=request.pk)


def test_the_cells_of_the_two_are_those_that_the_step_names(s: Swapping) -> None:
    """What the races above rest on: the swap's step names both cells of both."""
    changes = cells_of(s.published, desk_of(s.published), [s.pair().edit])
    places = {change.place for change in changes}
    assert places == {
        place_of(who, session) for who in (s.at.nadia, s.at.tomas) for session in (s.monday, s.tuesday)
    }
