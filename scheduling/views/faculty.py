"""Faculty half-days: everybody's week, one member's page, and what is saved from it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from connectedness.trail.kinds import EventKind
from connectedness.web.requests import UserRequest
from scheduling.forms.half_days import CommitteeForm, DateForm, LimitsForm, turn_set
from scheduling.forms.leave import LeaveForm
from scheduling.forms.steps import EitherStepForm
from scheduling.models import DataArea
from scheduling.selectors.half_days import half_days_page
from scheduling.services.data_edits import StepRefused
from scheduling.services.half_days import HalfDayRows
from scheduling.services.program_data import fingerprint, make_again, take_back
from scheduling.views.half_day_words import overview_title
from scheduling.views.leave_proposals import clash_words, leave_proposal, save_leave_change
from scheduling.views.member_desk import Desk, desk_of
from scheduling.views.member_page import member_page
from scheduling.views.proposals import Proposal, Refusal, log_of, may_save, saved
from scheduling.views.scope import managed_scope


@require_safe
@login_required
def overview(request: UserRequest, program_id: int) -> HttpResponse:
    """All faculty by half-days of the week."""
    scope = managed_scope(request, program_id)
    context: dict[str, Any] = {"scope": scope}
    if scope.year:
        page = half_days_page(scope.year)
        log = log_of(request, scope, DataArea.HALF_DAYS)
        context |= {"page": page, "title": overview_title(page), "undo": log.to_undo(), "redo": log.to_redo()}
    return render(request, "scheduling/faculty.html", context)


@require_safe
@login_required
def member(request: UserRequest, program_id: int, faculty_id: int) -> HttpResponse:
    """One member's week, dates, limits and leave; ``?slot=1-AM`` opens a half-day."""
    return member_page(request, desk_of(request, program_id, faculty_id))


@require_POST
@login_required
def save_half_day(request: UserRequest, program_id: int, faculty_id: int) -> HttpResponse:
    """Look at, or save, what is done on a half-day of the week."""
    desk = desk_of(request, program_id, faculty_id)
    slot = desk.slot(request.POST)
    if slot is None:
        return redirect("scheduling:faculty_member", program_id, faculty_id)
    turns = turn_set(request.POST, sites=desk.sites, entries=[])
    shown: dict[str, Any] = {"slot": slot, "turns": turns}
    if not turns.is_valid():
        return member_page(request, desk, **shown, status=422)
    return _look_or_save(request, desk, desk.half_day_proposal(slot, turns.entries()), **shown)


@require_POST
@login_required
def save_limits(request: UserRequest, program_id: int, faculty_id: int) -> HttpResponse:
    """Look at, or save, panel and quota."""
    desk = desk_of(request, program_id, faculty_id)
    form = LimitsForm(request.POST)
    if not form.is_valid():
        return member_page(request, desk, limits=form, status=422)
    return _look_or_save(request, desk, desk.limits_proposal(form.value()), limits=form)


@require_POST
@login_required
def save_committee(request: UserRequest, program_id: int, faculty_id: int) -> HttpResponse:
    """Whether this member sits on the competency committee."""
    desk = desk_of(request, program_id, faculty_id)
    form = CommitteeForm(request.POST)
    if form.is_valid():
        desk.member.sit_on_committee(sits=form.cleaned_data["sits"])
        messages.success(request, f"Saved for {desk.member}.")
    return redirect("scheduling:faculty_member", program_id, faculty_id)


@require_POST
@login_required
def save_date(request: UserRequest, program_id: int, faculty_id: int) -> HttpResponse:
    """Look at, or save, a date that differs, or that it no longer does."""
    desk = desk_of(request, program_id, faculty_id)
    form = DateForm(request.POST, year=desk.year, today=desk.scope.today, sites=desk.sites)
    if not form.is_valid():
        return member_page(request, desk, date_form=form, status=422)
    return _look_or_save(request, desk, desk.date_proposal(form.half_day(), form.value()), date_form=form)


@require_POST
@login_required
def save_leave(request: UserRequest, program_id: int, faculty_id: int) -> HttpResponse:
    """Look at, or save, leave of this member."""
    desk = desk_of(request, program_id, faculty_id)
    form = LeaveForm(request.POST, year=desk.year, today=desk.scope.today, clash=clash_words, who=desk.member)
    if not form.is_valid():
        return member_page(request, desk, leave_form=form, status=422)
    proposal = leave_proposal(desk.scope, desk.schedule, desk.member, form.cleaned_data)
    if not may_save(request, proposal):
        return member_page(request, desk, proposal=proposal, leave_form=form)
    old = save_leave_change(request, desk.scope, proposal)
    if old is not None:
        return member_page(request, desk, proposal=proposal, refusal=old, leave_form=form, status=409)
    return redirect("scheduling:faculty_member", program_id, faculty_id)


@require_POST
@login_required
def steps(request: UserRequest, program_id: int) -> HttpResponse:
    """Take back the last step, or make it again."""
    scope = managed_scope(request, program_id)
    form = EitherStepForm(request.POST)
    if scope.year and form.is_valid():
        said = form.cleaned_data
        turn = make_again if said["again"] else take_back
        log = log_of(request, scope, DataArea.HALF_DAYS)
        try:
            step = turn(
                log=log,
                rows=HalfDayRows(scope.year),
                kind=EventKind.HALF_DAYS_CHANGED,
                expected=said["step"],
            )
            if step:
                messages.success(request, f"{'Made again' if said['again'] else 'Taken back'}: {step}.")
        except StepRefused as refused:
            messages.error(request, str(refused))
        if said["member"]:
            return redirect("scheduling:faculty_member", program_id, said["member"])
    return redirect("scheduling:faculty", program_id)


def _look_or_save(request: UserRequest, desk: Desk, proposal: Proposal, **shown: Any) -> HttpResponse:
    """Save what was looked at; else show the price of what is proposed."""
    if not may_save(request, proposal):
        return member_page(request, desk, proposal=proposal, **shown)
    log = log_of(request, desk.scope, DataArea.HALF_DAYS)
    old = saved(request, log=log, rows=desk.rows, change=proposal.change)
    if old is not None:
        refusal = Refusal(desk.words(old.held), desk.words(proposal.change.values), fingerprint(old.held))
        return member_page(request, desk, proposal=proposal, refusal=refusal, status=409, **shown)
    messages.success(request, f"Saved: {proposal.change.label}.")
    return redirect("scheduling:faculty_member", desk.scope.program.pk, desk.member.pk)
