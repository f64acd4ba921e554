"""Longitudinal teams of a program: all of them, one of them, and what is changed there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from connectedness.web.requests import UserRequest
from scheduling.forms.teams import AddMemberForm, RenameForm, TeamNameForm, TeamStepForm
from scheduling.models import Program, Team
from scheduling.selectors.teams import may_join, team_line, teams_page
from scheduling.services.data_edits import StepRefused
from scheduling.services.program_data import SeenIsOld
from scheduling.services.teams import (
    TeamRefused,
    add_member,
    end_team,
    make_team,
    remove_member,
    rename_team,
    team_log,
    undo_team_step,
)
from scheduling.views.scope import managed_scope, team_in, team_member_in

RENAMED_SINCE = "Somebody renamed this team since you opened the page. Look at its name now, then try again."


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def teams(request: UserRequest, program_id: int) -> HttpResponse:
    """All teams of the program, and a form to make one."""
    scope = managed_scope(request, program_id)
    form = TeamNameForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = make_team(program=scope.program, name=form.cleaned_data["name"], actor=request.user)
            return redirect("scheduling:team", program_id, made.pk)
        except TeamRefused as refused:
            form.add_error("name", str(refused))
    context = {"scope": scope, "page": teams_page(scope.program), "form": form}
    status = 422 if form.errors else 200
    return render(request, "scheduling/teams.html", context | _steps(request, scope.program), status=status)


@require_safe
@login_required
def team(request: UserRequest, program_id: int, team_id: int) -> HttpResponse:
    """One team: who belongs to it, and who may join."""
    return _page(request, team_in(request, program_id, team_id))


@require_POST
@login_required
def rename(request: UserRequest, program_id: int, team_id: int) -> HttpResponse:
    """Another name."""
    found = team_in(request, program_id, team_id)
    form = RenameForm(request.POST)
    if form.is_valid():
        try:
            rename_team(team=found, actor=request.user, **form.cleaned_data)
            return redirect("scheduling:team", program_id, team_id)
        except TeamRefused as refused:
            form.add_error("name", str(refused))
        except SeenIsOld as old:
            form = _held_to_now(form, old)
    return _page(request, found, rename_form=form, status=422)


@require_POST
@login_required
def add(request: UserRequest, program_id: int, team_id: int) -> HttpResponse:
    """Somebody joins."""
    found = team_in(request, program_id, team_id)
    form = AddMemberForm(request.POST, people=may_join(found.program))
    if form.is_valid():
        try:
            member = add_member(team=found, person=form.person(), actor=request.user)
            messages.success(request, f"Added: {member.who}.")
            return redirect("scheduling:team", program_id, team_id)
        except TeamRefused as refused:
            form.add_error("who", str(refused))
    return _page(request, found, add_form=form, status=422)


@require_POST
@login_required
def remove(request: UserRequest, program_id: int, member_id: int) -> HttpResponse:
    """Somebody leaves the team."""
    member = team_member_in(request, program_id, member_id)
    if remove_member(member=member, actor=request.user):
        messages.success(request, f"{member.who} is not in {member.team} any more. Undo takes that back.")
    return redirect("scheduling:team", program_id, member.team_id)


@require_POST
@login_required
def end(request: UserRequest, program_id: int, team_id: int) -> HttpResponse:
    """The team ends."""
    found = team_in(request, program_id, team_id)
    if end_team(team=found, actor=request.user):
        messages.success(request, f"Team {found.name} has ended. Undo takes that back.")
    return redirect("scheduling:teams", program_id)


@require_POST
@login_required
def steps(request: UserRequest, program_id: int) -> HttpResponse:
    """Take back one's last step, or make it again."""
    scope = managed_scope(request, program_id)
    form = TeamStepForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            step = undo_team_step(program=scope.program, actor=request.user, **said)
            if step:
                messages.success(request, f"{'Made again' if said['again'] else 'Taken back'}: {step}.")
        except StepRefused as refused:
            messages.error(request, str(refused))
    return redirect("scheduling:teams", program_id)


def _held_to_now(form: RenameForm, old: SeenIsOld) -> RenameForm:
    """What was typed, beside the name that the team has by now."""
    now = next(iter(old.held.values())) or [""]
    again = RenameForm({"name": form.cleaned_data["name"], "seen": now[0]})
    again.add_error("name", RENAMED_SINCE)
    return again


def _steps(request: UserRequest, program: Program) -> dict[str, Any]:
    log = team_log(program, request.user)
    return {"undo": log.to_undo(), "redo": log.to_redo()}


def _page(request: UserRequest, found: Team, *, status: int = 200, **forms: Any) -> HttpResponse:
    line = team_line(found)
    if line is None:
        messages.error(request, f"Team {found.name} is gone: somebody ended it or took it back just now.")
        return redirect("scheduling:teams", found.program_id)
    people = may_join(found.program)
    context = {
        "scope": managed_scope(request, found.program_id),
        "line": line,
        "rename_form": RenameForm(initial={"name": found.name, "seen": found.name}),
        "add_form": AddMemberForm(people=people),
        "people": people,
    }
    steps = _steps(request, found.program)
    return render(request, "scheduling/team.html", context | steps | forms, status=status)
