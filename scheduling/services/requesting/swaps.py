"""Swaps between two residents: one asks, the other accepts or declines, either cancels.

Each step is judged again in what is published, and names the edition it saw. Sent twice, it is made once.
"""

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import Resident, Schedule, SwapRequest, SwapState
from scheduling.selectors.published import published_of_year
from scheduling.selectors.requests.judging import Judged, Pair, how_it_went, judged, pair_of, place_words
from scheduling.selectors.workbench.desk import Desk, NoAdvice, desk_of
from scheduling.selectors.years import program_today
from scheduling.services.data_edits import lock_data
from scheduling.services.requesting.holding import SENT_BEFORE, RequestRefused, held_swap, refuse_stale
from scheduling.services.requesting.telling import tell_builders, tell_people

UNKNOWN = (
    "Swaps cannot be worked out now, because the program’s data do not fit together. Ask your coordinator."
)


@transaction.atomic
def ask_swap(
    *, version: Schedule, pair: Pair, key: uuid.UUID, actor: User | None, note: str = ""
) -> SwapRequest:
    """Ask the other; the same ``key`` asks once. Raises `RequestRefused` where a rule stands against the swap."""
    lock_data(version.year.program)
    made = SwapRequest.objects.filter(key=key, resident=pair.resident).first()
    if made is not None:
        _refuse_over(made)
        return made
    swap = SwapRequest(
        key=key,
        year=version.year,
        resident=pair.resident,
        session=pair.session,
        other=pair.other,
        other_session=pair.other_session,
        note=note,
    )
    refuse_late(swap)
    refuse_illegal(swap)
    try:
        with transaction.atomic():
            swap.save(force_insert=True)
    except IntegrityError as clash:
        raise RequestRefused(
            "You have asked for this swap already. Open it under Requests, or choose another."
        ) from clash
    noted(swap, actor, EventKind.SWAP_ASKED)
    _tell(swap, swap.other, "swap_asked", swap.resident, "Accept or decline under Requests.")
    return swap


@transaction.atomic
def accept_swap(*, swap: SwapRequest, actor: User, edition: int) -> SwapRequest:
    """The other agrees; those who build the schedule are told that it waits for them. Raises `RequestRefused`."""
    held = held_swap(swap)
    if held.state == SwapState.ACCEPTED:
        return held
    refuse_closed(held)
    refuse_stale(held, edition)
    refuse_illegal(held)
    step(held, SwapState.ACCEPTED, actor)
    _tell(held, held.resident, "swap_accepted", held.other, "It waits for approval.")
    tell_builders(
        held.year.program,
        key=notice_key(held),
        step="swap_to_approve",
        who="",
        lines=_both_lines(held),
        actor=actor,
    )
    return held


@transaction.atomic
def decline_swap(*, swap: SwapRequest, actor: User, edition: int, answer: str = "") -> SwapRequest:
    """The other does not want it. Raises `RequestRefused`."""
    held = held_swap(swap)
    if held.state == SwapState.DECLINED:
        return held
    refuse_closed(held)
    refuse_stale(held, edition)
    held.answer = answer
    step(held, SwapState.DECLINED, actor)
    _tell(held, held.resident, "swap_declined", held.other, "Your half-days stay as they are.")
    return held


@transaction.atomic
def cancel_swap(*, swap: SwapRequest, actor: User, edition: int) -> SwapRequest:
    """Either of the two does not want it any more, until it is approved. Raises `RequestRefused`."""
    held = held_swap(swap)
    if held.state == SwapState.CANCELLED:
        return held
    refuse_closed(held)
    refuse_stale(held, edition)
    was_to_be_approved = held.state == SwapState.ACCEPTED
    step(held, SwapState.CANCELLED, actor)
    by, other = (
        (held.resident, held.other) if held.resident.user_id == actor.pk else (held.other, held.resident)
    )
    _tell(held, other, "swap_cancelled", by, "Your half-days stay as they are.")
    if was_to_be_approved:
        _tell_nothing_to_approve(held, by, actor)
    return held


def close_swap(*, held: SwapRequest, by: Resident, actor: User | None, why: str) -> None:
    """It cannot be any more, because one of the two leaves; the other is told. In the caller's transaction."""
    was_to_be_approved = held.state == SwapState.ACCEPTED
    held.answer, held.decided_by = why, actor
    step(held, SwapState.CANCELLED, actor)
    _tell(
        held,
        held.resident if by.pk == held.other_id else held.other,
        "swap_closed",
        by,
        "Your half-days stay as they are.",
    )
    if was_to_be_approved:
        _tell_nothing_to_approve(held, by, actor)


def _tell_nothing_to_approve(swap: SwapRequest, by: Resident, actor: User | None) -> None:
    lines = [*_both_lines(swap), "Nothing is left to approve."]
    tell_builders(
        swap.year.program,
        key=notice_key(swap),
        step="swap_cancelled",
        who=by.full_name,
        lines=lines,
        actor=actor,
    )


def _refuse_over(made: SwapRequest) -> None:
    if made.state not in {SwapState.ASKED, SwapState.ACCEPTED}:
        raise RequestRefused(SENT_BEFORE)


def refuse_closed(swap: SwapRequest) -> None:
    """Raises `RequestRefused` where it was decided, cancelled, or has expired."""
    refuse_late(swap)
    if swap.state not in {SwapState.ASKED, SwapState.ACCEPTED}:
        raise RequestRefused(f"Nothing is left to decide: {swap.get_state_display().lower()}.")


def refuse_late(swap: SwapRequest) -> None:
    """Raises `RequestRefused` once swaps are closed for the earlier half-day."""
    if swap.has_expired(program_today(swap.year.program)):
        raise RequestRefused(f"This swap has expired: {swap.too_late}. Ask your coordinator.")


def refuse_illegal(swap: SwapRequest) -> tuple[Schedule, Desk, Judged]:
    """What is published, made ready; raises `RequestRefused` with all that stands against the swap in it."""
    version = published_of_year(swap.year_id)
    if version is None:
        raise RequestRefused("No schedule of this year is published any more, so nothing can be swapped.")
    try:
        desk = desk_of(version)
    except NoAdvice as unknown:
        raise RequestRefused(UNKNOWN) from unknown
    found = judged(version, desk, pair_of(swap))
    if found.against:
        said = " ".join([*found.against, *how_it_went(version, pair_of(swap))])
        raise RequestRefused(f"This swap is not possible any more: {said} Cancel it, and look for another.")
    return version, desk, found


def step(swap: SwapRequest, state: SwapState, actor: User | None) -> None:
    """Put the held swap into a state, and on the trail."""
    swap.state, swap.changed_at = state, timezone.now()
    swap.edition += 1
    swap.save()
    noted(swap, actor, EventKind.SWAP_CHANGED)


def noted(swap: SwapRequest, actor: User | None, kind: EventKind) -> None:
    """On the trail: who, which half-days, the state; no words of theirs."""
    record(
        kind=kind,
        actor=actor,
        subject=f"{swap.resident}, {swap.session.half_day}, and {swap.other}, {swap.other_session.half_day}",
        program_id=swap.year.program_id,
        after={"state": str(swap.state)},
    )


def notice_key(swap: SwapRequest) -> str:
    """Names the step for notices."""
    return f"swap/{swap.pk}/{swap.edition}"


def own_line(swap: SwapRequest, person: Resident) -> str:
    """``You give Mon 2 Mar, AM at Main and take Tue 3 Mar, AM at East.``"""
    gives, takes = swap.session, swap.other_session
    if person.pk == swap.other_id:
        gives, takes = takes, gives
    return f"You give {place_words(gives)} and take {place_words(takes)}."


def _both_lines(swap: SwapRequest) -> list[str]:
    mine = f"{swap.resident.full_name}, {place_words(swap.session)}"
    return [f"{mine}, and {swap.other.full_name}, {place_words(swap.other_session)}."]


def _tell(swap: SwapRequest, person: Resident, what: str, who: Resident, then: str) -> None:
    lines = [own_line(swap, person), then]
    tell_people({person: lines}, key=notice_key(swap), step=what, who=who.full_name)
