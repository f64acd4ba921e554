"""Requests as those who build the schedule decide them: leave and swaps, each with what it does."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from connectedness.web.requests import UserRequest
from scheduling.access import managed_leave_requests, managed_swaps
from scheduling.domain.wording import counted
from scheduling.forms.requests import StepForm
from scheduling.models import LeaveRequest, SwapRequest, SwapState
from scheduling.selectors.requests.judging import pair_of
from scheduling.selectors.requests.lines import (
    decided_leave,
    decided_swaps,
    judgement_of,
    waiting_leave,
    waiting_swaps,
    with_judgement,
)
from scheduling.selectors.requests.partners import can_answer
from scheduling.selectors.years import program_today
from scheduling.services.requesting.approving import Approved, approve_swap, refuse_swap
from scheduling.services.requesting.holding import RequestRefused
from scheduling.services.requesting.leave import approve_leave, decline_leave
from scheduling.services.requesting.swaps import UNKNOWN, accept_swap
from scheduling.views.requests.words import OLD_PAGE, leave_price, swap_words
from scheduling.views.scope import leave_request_in, managed_scope, swap_in

WHY = "Write in a few words why, so that who asked can read it."


@require_safe
@login_required
def waiting(request: UserRequest, program_id: int) -> HttpResponse:
    """What waits for an answer, and what was decided last."""
    scope = managed_scope(request, program_id)
    leave = managed_leave_requests(request.user).filter(year__program=scope.program)
    swaps = managed_swaps(request.user).filter(year__program=scope.program)
    closes = scope.program.swaps_close(scope.today)
    asked, open_swaps = waiting_leave(leave, scope.today), waiting_swaps(swaps, closes)
    ready = sum(one.state == SwapState.ACCEPTED for one in open_swaps) + len(asked)
    context = {
        "scope": scope,
        "title": f"{counted(ready, 'request')} {'waits' if ready == 1 else 'wait'} for you"
        if ready
        else "No request waits for you",
        "leave": asked,
        "swaps": [
            {"swap": one.swap, "words": swap_words(one.judged) if one.judged else None, "unknown": UNKNOWN}
            for one in with_judgement(open_swaps)
        ],
        "decided_leave": [(one, one.state_words(scope.today)) for one in decided_leave(leave, scope.today)],
        "decided_swaps": [(one, one.state_words(scope.today)) for one in decided_swaps(swaps, closes)],
    }
    return render(request, "scheduling/requests/waiting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: UserRequest, program_id: int, leave_request_id: int) -> HttpResponse:
    """One request for leave with what it costs; answered, it is approved or declined."""
    asked = leave_request_in(request, program_id, leave_request_id)
    if request.method != "POST":
        return _leave_page(request, asked)
    form = StepForm(request.POST, steps=["approve", "decline"])
    if not form.is_valid():
        return _leave_page(request, asked, refusal=OLD_PAGE, status=422)
    said = form.cleaned_data
    if said["step"] == "decline" and not said["answer"]:
        return _leave_page(request, asked, refusal=WHY, status=422)
    try:
        done = _answer_leave(request, asked, **said)
    except RequestRefused as refused:
        now = managed_leave_requests(request.user).filter(pk=asked.pk).first() or asked
        return _leave_page(request, now, refusal=str(refused), answer=said["answer"], status=409)
    messages.success(request, done)
    return redirect("scheduling:requests", program_id)


def _answer_leave(request: UserRequest, asked: LeaveRequest, *, step: str, edition: int, answer: str) -> str:
    if step == "decline":
        decline_leave(request=asked, actor=request.user, edition=edition, answer=answer)
        return f"Declined: {asked}."
    listed = approve_leave(request=asked, actor=request.user, edition=edition)
    more = " What it breaks in the published schedule is on the repair list." if listed else ""
    return f"Approved and entered: {asked}.{more}"


def _leave_page(
    request: UserRequest, asked: LeaveRequest, *, refusal: str = "", answer: str = "", status: int = 200
) -> HttpResponse:
    today = program_today(asked.year.program)
    days = (asked.first_date, asked.last_date)
    is_open = asked.is_open(today)
    context: dict[str, Any] = {
        "program_id": asked.year.program_id,
        "asked": asked,
        "state": asked.state_words(today),
        "is_open": is_open,
        "proposal": leave_price(asked.year, asked.person, days, asked.period) if is_open else None,
        "refusal": refusal,
        "answer": answer,
    }
    return render(request, "scheduling/requests/leave_to_decide.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def swap(request: UserRequest, program_id: int, swap_id: int) -> HttpResponse:
    """One swap with what it does to both; approved, it is published at once."""
    own = swap_in(request, program_id, swap_id)
    if request.method != "POST":
        return _swap_page(request, own)
    steps = ["approve", "refuse", *(["accept"] if _accepts_for_other(request, own) else [])]
    form = StepForm(request.POST, steps=steps)
    if not form.is_valid():
        return _swap_page(request, own, refusal=OLD_PAGE, status=422)
    said = form.cleaned_data
    if said["step"] == "refuse" and not said["answer"]:
        return _swap_page(request, own, refusal=WHY, status=422)
    try:
        done = _decide_swap(request, own, **said)
    except RequestRefused as refused:
        now = managed_swaps(request.user).filter(pk=own.pk).first() or own
        return _swap_page(request, now, refusal=str(refused), answer=said["answer"], status=409)
    messages.success(request, done)
    return redirect("scheduling:requests_swap", program_id, swap_id)


def _decide_swap(request: UserRequest, own: SwapRequest, *, step: str, edition: int, answer: str) -> str:
    if step == "refuse":
        refuse_swap(swap=own, actor=request.user, edition=edition, answer=answer)
        return "Not approved. Both are told."
    if step == "accept":
        accept_swap(swap=own, actor=request.user, edition=edition)
        return f"Accepted for {own.other.full_name}. Now it can be approved."
    return _approved_words(approve_swap(swap=own, actor=request.user, edition=edition))


def _accepts_for_other(request: UserRequest, own: SwapRequest) -> bool:
    """Whether the user says for the other that they agree: who cannot sign in as a resident, and did not ask the user themselves."""
    return not can_answer(own.other) and own.resident.user_id != request.user.pk


def _approved_words(done: Approved) -> str:
    version = f" as version {done.version.version}" if done.version else ""
    left = ", ".join(str(draft.version) for draft in done.left)
    more = (
        f" Draft {left} has something else on these half-days and was left as it is: "
        "published as it is, it would take the swap back."
        if left
        else ""
    )
    return f"Approved and published{version}. Both are told, their coaches too, and their calendar feeds follow.{more}"


def _swap_page(
    request: UserRequest, own: SwapRequest, *, refusal: str = "", answer: str = "", status: int = 200
) -> HttpResponse:
    today = program_today(own.year.program)
    is_open = own.is_open(today)
    known = judgement_of(own) if is_open else None
    is_one_of_them = request.user.pk in {own.resident.user_id, own.other.user_id}
    context = {
        "program_id": own.year.program_id,
        "swap": own,
        "pair": pair_of(own),
        "state": own.state_words(today),
        "is_open": is_open,
        "is_accepted": own.state == SwapState.ACCEPTED,
        "is_one_of_them": is_one_of_them,
        "may_accept": is_open and own.state == SwapState.ASKED and _accepts_for_other(request, own),
        "words": swap_words(known[1]) if known else None,
        "unknown": UNKNOWN if is_open and known is None else "",
        "refusal": refusal,
        "answer": answer,
    }
    return render(request, "scheduling/requests/swap_to_decide.html", context, status=status)
