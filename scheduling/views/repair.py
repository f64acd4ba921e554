"""Repairing a week: report what upsets it, look at the ways, choose one, or take things back."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from connectedness.web.requests import UserRequest
from scheduling.domain.wording import counted
from scheduling.forms.repair import ChoiceForm, KindForm, ReportForm, VersionForm
from scheduling.forms.workbench import INCOMPLETE
from scheduling.models import Disruption, DisruptionKind, Schedule
from scheduling.selectors.repair.breakage import breakage
from scheduling.selectors.repair.disruptions import (
    decided_disruptions,
    versions_to_repair,
    waiting_disruptions,
)
from scheduling.selectors.repair.ways import ways_shown
from scheduling.selectors.workbench.desk import NoAdvice, desk_of
from scheduling.selectors.years import program_today
from scheduling.services.repairing.choosing import Choice, choose_way, take_repair_back
from scheduling.services.repairing.deciding import dismiss, leave_as_it_is
from scheduling.services.repairing.holding import RepairRefused
from scheduling.services.repairing.reporting import ReportRefused, report_disruption
from scheduling.views.repair_words import breakage_words, way_words
from scheduling.views.scope import Scope, disruption_in, managed_scope, schedule_in

MOST_WAYS = 3


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def repair_list(request: UserRequest, program_id: int) -> HttpResponse:
    """What waits and what was decided, and the form that reports something new."""
    scope = managed_scope(request, program_id)
    kind = KindForm(request.POST or request.GET).said()
    form = _form(request, scope, kind)
    made = _report(request, scope, form) if form is not None and form.is_bound else None
    if made is not None:
        return redirect("scheduling:repair_ways", program_id, made.pk)
    waiting = waiting_disruptions(scope.year)
    context = {
        "scope": scope,
        "form": form,
        "kind": kind,
        "kinds": DisruptionKind.choices,
        "waiting": waiting,
        "decided": decided_disruptions(scope.year),
        "title": f"{counted(len(waiting), 'disruption')} to repair"
        if waiting
        else "Nothing is to be repaired",
    }
    refused = form is not None and bool(form.errors)
    return render(request, "scheduling/repair.html", context, status=422 if refused else 200)


def _form(request: UserRequest, scope: Scope, kind: DisruptionKind) -> ReportForm | None:
    if scope.year is None:
        return None
    data = request.POST if request.method == "POST" else None
    return ReportForm(data, kind=kind, year=scope.year, today=scope.today)


def _report(request: UserRequest, scope: Scope, form: ReportForm) -> Disruption | None:
    """What was reported; None where the form then says why not."""
    if not form.is_valid():
        return None
    try:
        return report_disruption(program=scope.program, report=form.report(), actor=request.user)
    except ReportRefused as refused:
        form.add_error(None, str(refused))
        return None


@require_safe
@login_required
def ways(request: UserRequest, program_id: int, disruption_id: int) -> HttpResponse:
    """What it breaks in a version, and the ways to mend that."""
    disruption = disruption_in(request, program_id, disruption_id)
    versions = versions_to_repair(disruption.year)
    chosen = VersionForm(request.GET).said()
    usual = versions[0].pk if versions else None
    wanted = chosen if chosen in {one.pk for one in versions} else usual
    version = schedule_in(request, program_id, wanted) if wanted is not None else None
    context: dict[str, Any] = {
        "program_id": program_id,
        "disruption": disruption,
        "versions": versions,
        "version": version,
        "title": str(disruption),
        "sub": f"“{disruption.note}”" if disruption.note else "",
    }
    if version is not None and disruption.is_waiting:
        try:
            context |= _repairs(disruption, version)
        except NoAdvice as unknown:
            context["refused"] = [str(unknown)]
    return render(request, "scheduling/repair_ways.html", context)


def _repairs(disruption: Disruption, version: Schedule) -> dict[str, Any]:
    broken = breakage(disruption, version, desk_of(version), program_today(disruption.year.program))
    words = breakage_words(disruption, version, broken)
    found = [way_words(way) for way in ways_shown(version, broken)]
    return {
        "title": words.title,
        "sub": words.sub,
        "broken": words,
        "ways": found,
        "is_short": 0 < len(found) < MOST_WAYS,
        "key": uuid4().hex,
    }


@require_POST
@login_required
def choose(request: UserRequest, program_id: int, disruption_id: int) -> HttpResponse:
    """Take a way, and go on to publishing it."""
    disruption = disruption_in(request, program_id, disruption_id)
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        return _back(request, disruption, INCOMPLETE)
    said = form.cleaned_data
    version = schedule_in(request, program_id, said["version"])
    choice = Choice(version=version, edition=said["edition"], digest=said["digest"], key=said["key"])
    try:
        edit = choose_way(disruption=disruption, choice=choice, actor=request.user)
    except RepairRefused as refused:
        return _back(request, disruption, str(refused))
    messages.success(
        request,
        f"Draft {edit.schedule.version} is repaired. Nobody is told before you publish it; undo on its grid takes it back.",
    )
    return redirect("scheduling:publish", program_id, edit.schedule_id)


@require_POST
@login_required
def leave(request: UserRequest, program_id: int, disruption_id: int) -> HttpResponse:
    """Repair nothing."""
    disruption = disruption_in(request, program_id, disruption_id)
    try:
        leave_as_it_is(disruption=disruption, actor=request.user)
    except RepairRefused as refused:
        return _back(request, disruption, str(refused))
    messages.success(request, "The schedule stays as it is. The absence or closure is kept.")
    return redirect("scheduling:repair", program_id)


@require_POST
@login_required
def dismiss_report(request: UserRequest, program_id: int, disruption_id: int) -> HttpResponse:
    """Take the report and its fact back."""
    disruption = disruption_in(request, program_id, disruption_id)
    try:
        left = dismiss(disruption=disruption, actor=request.user)
    except RepairRefused as refused:
        return _back(request, disruption, str(refused))
    more = f" {counted(left, 'session was', 'sessions were')} changed since and stay so." if left else ""
    messages.success(request, f"Dismissed: {disruption}. Leave and rooms are as they were before.{more}")
    return redirect("scheduling:repair", program_id)


@require_POST
@login_required
def undo_repair(request: UserRequest, program_id: int, disruption_id: int) -> HttpResponse:
    """Take the repair back, so that another way can be chosen."""
    disruption = disruption_in(request, program_id, disruption_id)
    try:
        take_repair_back(disruption=disruption, actor=request.user)
    except RepairRefused as refused:
        return _back(request, disruption, str(refused))
    messages.success(request, "The repair is taken back. Choose another way, or leave it as it is.")
    return redirect("scheduling:repair_ways", program_id, disruption.pk)


def _back(request: UserRequest, disruption: Disruption, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("scheduling:repair_ways", disruption.year.program_id, disruption.pk)
