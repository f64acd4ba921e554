"""Leave that somebody asks for: sent with what it costs, approved or declined, or taken back.

Approved, it is leave like any other: entered as a step that can be undone, and on the repair list where the published
schedule still expects who is away.
"""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import (
    AcademicYear,
    DataArea,
    Disruption,
    Faculty,
    LeaveRequest,
    LeaveState,
    Resident,
)
from scheduling.selectors.leave import overlapping_leave
from scheduling.selectors.years import program_today
from scheduling.services.data_edits import EditLog, lock_data
from scheduling.services.leave import LeaveRows, leave_key
from scheduling.services.program_data import Change, fingerprint, save_change
from scheduling.services.repairing.reporting import put_leave_on_list
from scheduling.services.requesting.holding import SENT_BEFORE, RequestRefused, held_leave, refuse_stale
from scheduling.services.requesting.telling import tell_builders, tell_people


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveAsked:
    """What somebody asks for, and what it came to when they looked at it."""

    person: Resident | Faculty
    year: AcademicYear
    first: date
    last: date
    period: str
    kind: str
    reason: str = ""
    cost: str = ""


@transaction.atomic
def ask_leave(*, asked: LeaveAsked, key: uuid.UUID, actor: User) -> LeaveRequest:
    """Send it to those who build the schedule; the same ``key`` sends once. Raises `RequestRefused`."""
    who = asked.person
    lock_data(asked.year.program)
    made = who.leave_requests.filter(key=key).first()
    if made is not None:
        _refuse_over(made)
        return made
    _refuse_known(who, asked)
    request = LeaveRequest(
        key=key,
        year=asked.year,
        **({"resident": who} if isinstance(who, Resident) else {"faculty": who}),
        first_date=asked.first,
        last_date=asked.last,
        period=asked.period,
        kind=asked.kind,
        reason=asked.reason,
        cost=asked.cost,
    )
    request.save(force_insert=True)
    _noted(request, actor, EventKind.LEAVE_ASKED)
    _tell_builders(request, actor, "leave_asked", request.cost or "It waits for an answer.")
    return request


@transaction.atomic
def withdraw_leave(*, request: LeaveRequest, actor: User, edition: int) -> LeaveRequest:
    """Take the request back before it is answered. Raises `RequestRefused`."""
    held = held_leave(request)
    if held.state == LeaveState.WITHDRAWN:
        return held
    _refuse_closed(held)
    refuse_stale(held, edition)
    _step(held, LeaveState.WITHDRAWN, actor)
    _tell_builders(held, actor, "leave_withdrawn", "Nothing is left to answer.")
    return held


@transaction.atomic
def approve_leave(*, request: LeaveRequest, actor: User, edition: int) -> list[Disruption]:
    """Enter the leave; what it breaks in the published schedule goes on the repair list, and is returned.

    Raises `RequestRefused`.
    """
    held = held_leave(request)
    if held.state == LeaveState.APPROVED:
        return []
    _refuse_closed(held)
    refuse_stale(held, edition)
    if actor.pk == held.person.user_id:
        raise RequestRefused(
            "This is your own request. Another chief resident or the coordinator answers it."
        )
    _enter(held, actor)
    _step(held, LeaveState.APPROVED, actor)
    _tell_person(held, "leave_approved", "It is entered. Your clinics of these days are looked after.")
    return put_leave_on_list(
        year=held.year,
        who=held.person,
        days=(held.first_date, held.last_date),
        period=held.period,
        key=f"leave-request-{held.pk}",
        actor=actor,
    )


@transaction.atomic
def decline_leave(*, request: LeaveRequest, actor: User, edition: int, answer: str) -> LeaveRequest:
    """No; who asked reads why. Raises `RequestRefused`."""
    held = held_leave(request)
    if held.state == LeaveState.DECLINED:
        return held
    _refuse_closed(held)
    refuse_stale(held, edition)
    held.answer = answer
    _step(held, LeaveState.DECLINED, actor)
    _tell_person(held, "leave_declined", "Why stands under Requests.")
    return held


def close_leave(*, held: LeaveRequest, actor: User | None, why: str) -> None:
    """It cannot be any more, because who asks leaves; they are told. In the caller's transaction."""
    held.answer = why
    _step(held, LeaveState.DECLINED, actor)
    _tell_person(held, "leave_declined", why)


def _refuse_over(made: LeaveRequest) -> None:
    if made.state != LeaveState.ASKED:
        raise RequestRefused(SENT_BEFORE)


def _refuse_known(who: Resident | Faculty, asked: LeaveAsked) -> None:
    known = overlapping_leave(who, asked.first, asked.last, asked.period)
    if known is not None:
        raise RequestRefused("You are away on some of these days already. Choose other days.")
    open_ones = who.leave_requests.filter(
        state=LeaveState.ASKED, first_date__gte=program_today(asked.year.program)
    )
    waiting = open_ones.filter(first_date__lte=asked.last, last_date__gte=asked.first)
    if asked.period:
        waiting = waiting.filter(period__in=["", asked.period])
    if waiting.exists():
        raise RequestRefused(
            "You have asked for some of these days already. Withdraw that request under Requests, or choose other days."
        )


def _refuse_closed(request: LeaveRequest) -> None:
    today = program_today(request.year.program)
    if not request.is_open(today):
        raise RequestRefused(f"Nothing is left to answer: {request.state_words(today).lower()}.")


def _enter(request: LeaveRequest, actor: User) -> None:
    who = request.person
    known = overlapping_leave(who, request.first_date, request.last_date, request.period)
    if known is not None:
        raise RequestRefused(
            f"{who.full_name} is away on some of these days already. Change that leave, or decline the request."
        )
    key = leave_key(who, request.first_date, request.last_date, request.period)
    program = request.year.program
    save_change(
        log=EditLog(program, request.year, DataArea.LEAVE, actor),
        rows=LeaveRows(program),
        change=Change({key: request.why}, f"{who.name} away {request.when}", EventKind.LEAVE_CHANGED),
        seen=fingerprint({key: None}),
    )


def _step(request: LeaveRequest, state: LeaveState, actor: User | None) -> None:
    request.state = state
    request.edition += 1
    if state != LeaveState.WITHDRAWN:
        request.decided_at, request.decided_by = timezone.now(), actor
    request.save()
    is_withdrawn = state == LeaveState.WITHDRAWN
    _noted(request, actor, EventKind.LEAVE_WITHDRAWN if is_withdrawn else EventKind.LEAVE_DECIDED)


def _noted(request: LeaveRequest, actor: User | None, kind: EventKind) -> None:
    """On the trail: who, when, the state; never what it is for."""
    record(
        kind=kind,
        actor=actor,
        subject=str(request),
        program_id=request.year.program_id,
        about=request.person.user,
        after={"state": str(request.state)},
    )


def _tell_builders(request: LeaveRequest, actor: User, what: str, then: str) -> None:
    tell_builders(
        request.year.program,
        key=f"leave/{request.pk}/{request.edition}",
        step=what,
        who=request.person.full_name,
        lines=[f"{request.when}.", then],
        actor=actor,
    )


def _tell_person(request: LeaveRequest, what: str, then: str) -> None:
    key = f"leave/{request.pk}/{request.edition}"
    tell_people({request.person: [f"{request.when}.", then]}, key=key, step=what)
