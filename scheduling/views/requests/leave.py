"""Asking for leave: what it costs first, then the request; and taking it back."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from connectedness.accounts.role_choice import chosen_program
from connectedness.web.requests import UserRequest
from scheduling.access import get_own_leave_request, own_people_or_404
from scheduling.forms.once import key_of_sent
from scheduling.forms.requests import EditionForm, LeaveAskForm, LookedForm
from scheduling.selectors.years import program_today, years_of
from scheduling.services.requesting.holding import RequestRefused
from scheduling.services.requesting.leave import LeaveAsked, ask_leave, withdraw_leave
from scheduling.views.proposals import Proposal
from scheduling.views.requests.words import OLD_PAGE, leave_price

PREFILLED = ("first", "last", "period")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: UserRequest) -> HttpResponse:
    """The form; looked at, it shows what the days cost; sent, it waits for an answer."""
    people = own_people_or_404(request.user)
    form = LeaveAskForm(
        request.POST if request.method == "POST" else None,
        initial={name: request.GET[name][:10] for name in PREFILLED if name in request.GET},
        people=people,
        chosen=chosen_program(request),
        today=program_today(people[0].program),
        years={one.program_id: years_of(one.program) for one in people},
    )
    proposal = _price(form) if form.is_valid() else None
    sends = proposal is not None and LookedForm(request.POST).sends(proposal.token)
    if proposal is not None and sends and _sent(request, form, proposal):
        return redirect("requests:requests")
    context: dict[str, Any] = {"form": form, "proposal": proposal}
    return render(request, "scheduling/requests/leave.html", context, status=422 if form.errors else 200)


def _price(form: LeaveAskForm) -> Proposal:
    said = form.cleaned_data
    assert form.year is not None  # a valid form has found it
    return leave_price(form.year, form.person, (said["first"], said["last"]), said["period"])


def _sent(request: UserRequest, form: LeaveAskForm, proposal: Proposal) -> bool:
    said = form.cleaned_data
    assert form.year is not None  # a valid form has found it
    asked = LeaveAsked(
        person=form.person,
        year=form.year,
        first=said["first"],
        last=said["last"],
        period=said["period"],
        kind=said["kind"],
        reason=said["reason"],
        cost=proposal.headline[:200],
    )
    try:
        made = ask_leave(asked=asked, key=key_of_sent(said), actor=request.user)
    except RequestRefused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"Sent: {made.when}. You are told when it is answered.")
    return True


@require_POST
@login_required
def withdraw(request: UserRequest, leave_request_id: int) -> HttpResponse:
    """Take one's own request back."""
    asked = get_own_leave_request(request.user, leave_request_id)
    form = EditionForm(request.POST)
    if not form.is_valid():
        messages.error(request, OLD_PAGE)
        return redirect("requests:requests")
    try:
        withdraw_leave(request=asked, actor=request.user, edition=form.cleaned_data["edition"])
        messages.success(request, f"Withdrawn: leave, {asked.when}.")
    except RequestRefused as refused:
        messages.error(request, str(refused))
    return redirect("requests:requests")
