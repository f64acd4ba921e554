"""One leave: another last day, or none of it. Named by person and dates, so that an old page can be told from a wrong one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from connectedness.trail.kinds import EventKind
from connectedness.web.requests import UserRequest
from scheduling.domain.wording import dates_words
from scheduling.forms.half_days import past_words
from scheduling.forms.leave import EndLeaveForm, LeaveKeyForm
from scheduling.models import Absence, AcademicYear, DataArea, Faculty, Resident, Schedule
from scheduling.selectors.leave import leave_between
from scheduling.selectors.versions import newest_to_look_at
from scheduling.services.leave import LeaveRows, leave_key
from scheduling.services.program_data import Change, fingerprint
from scheduling.views.half_day_words import away_words
from scheduling.views.leave_proposals import (
    deletion_proposal,
    end_clash_words,
    extension_effect,
    leave_words,
)
from scheduling.views.proposals import Proposal, Refusal, log_of, may_save, saved
from scheduling.views.scope import Scope, managed_scope


@dataclass(frozen=True, slots=True)
class _Leave:
    """Leave as the page knows it, how it was when the page was made, and the version in which prices are given."""

    scope: Scope
    year: AcademicYear
    absence: Absence
    who: Resident | Faculty
    key: str
    seen: str
    schedule: Schedule | None


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end_leave(request: UserRequest, program_id: int) -> HttpResponse:
    """Look at, or save, another last day."""
    found = _found(request, program_id)
    if isinstance(found, HttpResponse):
        return found
    form = _form(request, found)
    if request.method != "POST":
        return _page(request, found, form=form)
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    proposal = _proposal(found, form)
    if not may_save(request, proposal):
        return _page(request, found, form=form, proposal=proposal)
    refusal = _save(request, found, proposal)
    if refusal is not None:
        return _page(request, found, form=form, proposal=proposal, refusal=refusal, status=409)
    return redirect("scheduling:leave", program_id)


@require_POST
@login_required
def delete_leave(request: UserRequest, program_id: int) -> HttpResponse:
    """Look at what that brings, or delete it; what has begun already only where that is meant."""
    found = _found(request, program_id)
    if isinstance(found, HttpResponse):
        return found
    today, form = found.scope.today, _form(request, found, sent=False)
    if found.absence.first_date < today and not request.POST.get("past"):
        words = past_words(today, found.absence.first_date)
        return _page(request, found, form=form, delete_error=words, status=422)
    deletion = _deletion(found)
    if not may_save(request, deletion):
        return _page(request, found, form=form, deletion=deletion)
    refusal = _save(request, found, deletion)
    if refusal is not None:
        return _page(request, found, form=form, deletion=deletion, delete_refusal=refusal, status=409)
    return redirect("scheduling:leave", program_id)


def _found(request: UserRequest, program_id: int) -> _Leave | HttpResponse:
    """The leave that is named; where it was changed meanwhile, the page that says so."""
    scope = managed_scope(request, program_id)
    asked = LeaveKeyForm(request.POST if request.method == "POST" else request.GET)
    if scope.year is None or not asked.is_valid():
        raise Http404
    key = asked.cleaned_data["leave"]
    absence, others = leave_between(scope.program, key)
    if absence is None:
        context = {
            "scope": scope,
            "title": "This leave was changed meanwhile",
            "others": [away_words(one) for one in others],
        }
        return render(request, "scheduling/leave_gone.html", context, status=409)
    who = absence.resident or absence.faculty
    assert who is not None  # the database says that it is of one person
    schedule = newest_to_look_at(scope.year)
    return _Leave(scope, scope.year, absence, who, key, asked.cleaned_data["seen"], schedule)


def _form(request: UserRequest, found: _Leave, *, sent: bool = True) -> EndLeaveForm:
    absence = found.absence
    return EndLeaveForm(
        request.POST if sent and request.method == "POST" else None,
        initial={"last": absence.last_date},
        first=absence.first_date,
        until=absence.last_date,
        year=found.year,
        today=found.scope.today,
        clash=lambda day: end_clash_words(absence, found.who, day),
    )


def _proposal(found: _Leave, form: EndLeaveForm) -> Proposal:
    absence, last = found.absence, form.cleaned_data["last"]
    key = leave_key(found.who, absence.first_date, last, absence.period)
    change = Change(
        {found.key: None, key: absence.reason},
        f"{found.who.name} away {dates_words(absence.first_date, last, absence.period)}",
        EventKind.LEAVE_CHANGED,
    )
    effect = extension_effect(found.scope, found.schedule, found.who, absence, last)
    notes = (
        []
        if effect
        else ["Who comes back earlier attends nothing by that: build anew, or add clinics on the grid."]
    )
    return Proposal(change, effect, notes, has_price=effect is not None)


def _deletion(found: _Leave) -> Proposal:
    return deletion_proposal(found.scope, found.schedule, found.who, found.absence)


def _save(request: UserRequest, found: _Leave, proposal: Proposal) -> Refusal | None:
    """Save, and say so; both values where somebody was faster."""
    now = {found.key: found.absence.reason}
    held: Mapping[str, Any] = now
    if found.seen == fingerprint(now):
        seen = fingerprint({**dict.fromkeys(proposal.change.values), **now})
        log = log_of(request, found.scope, DataArea.LEAVE)
        old = saved(request, log=log, rows=LeaveRows(found.scope.program), change=proposal.change, seen=seen)
        if old is None:
            messages.success(request, f"Saved: {proposal.change.label}.")
            return None
        held = old.held
    return Refusal(leave_words(held), leave_words(proposal.change.values), fingerprint(now))


def _page(request: UserRequest, found: _Leave, *, status: int = 200, **more: Any) -> HttpResponse:
    """One price at a time: that of another day, or else that of deleting it."""
    if "proposal" not in more and "deletion" not in more:
        more["deletion"] = _deletion(found)
    seen = found.seen if request.method == "POST" else fingerprint({found.key: found.absence.reason})
    context = {
        "scope": found.scope,
        "title": f"{found.who.full_name} is away {away_words(found.absence)}",
        "reason": found.absence.reason,
        "leave": found.key,
        "seen": seen,
        "has_begun": found.absence.first_date < found.scope.today,
        **more,
    }
    return render(request, "scheduling/leave_end.html", context, status=status)
