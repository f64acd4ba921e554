"""Leave of residents and faculty: the list, adding, ending, deleting."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from connectedness.trail.kinds import EventKind
from connectedness.web.requests import UserRequest
from scheduling.domain.wording import counted
from scheduling.forms.leave import AnyLeaveForm, LeaveListForm
from scheduling.forms.steps import EitherStepForm
from scheduling.models import AcademicYear, DataArea
from scheduling.selectors.leave import LeaveFilter, LeaveLine, leave_list, people_of
from scheduling.selectors.versions import newest_to_look_at
from scheduling.services.data_edits import StepRefused
from scheduling.services.leave import LeaveRows, key_of_leave
from scheduling.services.program_data import make_again, take_back
from scheduling.views.half_day_words import away_words
from scheduling.views.leave_proposals import clash_words, leave_proposal, save_leave_change
from scheduling.views.proposals import log_of, may_save
from scheduling.views.scope import Scope, managed_scope


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: UserRequest, program_id: int) -> HttpResponse:
    """All leave, what is to come first; sent, leave is looked at or saved."""
    scope = managed_scope(request, program_id)
    if scope.year is None:
        return render(request, "scheduling/leave.html", {"scope": scope, "title": "Nobody is away yet"})
    form = _form(request, scope, scope.year)
    shown: dict[str, Any] = {"form": form, "schedule": newest_to_look_at(scope.year)}
    if request.method != "POST":
        return _page(request, scope, scope.year, **shown)
    if not form.is_valid() or form.who is None:
        return _page(request, scope, scope.year, **shown, status=422)
    proposal = leave_proposal(scope, shown["schedule"], form.who, form.cleaned_data)
    if not may_save(request, proposal):
        return _page(request, scope, scope.year, **shown, proposal=proposal)
    refusal = save_leave_change(request, scope, proposal)
    if refusal:
        return _page(request, scope, scope.year, **shown, proposal=proposal, refusal=refusal, status=409)
    return redirect("scheduling:leave", program_id)


@require_POST
@login_required
def leave_steps(request: UserRequest, program_id: int) -> HttpResponse:
    """Take back the last step, or make it again."""
    scope = managed_scope(request, program_id)
    form = EitherStepForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        turn = make_again if said["again"] else take_back
        log = log_of(request, scope, DataArea.LEAVE)
        try:
            step = turn(
                log=log, rows=LeaveRows(scope.program), kind=EventKind.LEAVE_CHANGED, expected=said["step"]
            )
            if step:
                messages.success(request, f"{'Made again' if said['again'] else 'Taken back'}: {step}.")
        except StepRefused as refused:
            messages.error(request, str(refused))
    return redirect("scheduling:leave", program_id)


def _form(request: UserRequest, scope: Scope, year: AcademicYear) -> AnyLeaveForm:
    residents, faculty = people_of(year)
    return AnyLeaveForm(
        request.POST if request.method == "POST" else None,
        year=year,
        today=scope.today,
        clash=clash_words,
        residents=residents,
        faculty=faculty,
    )


def _page(
    request: UserRequest, scope: Scope, year: AcademicYear, *, status: int = 200, **more: Any
) -> HttpResponse:
    said = LeaveListForm(request.GET).said()
    found = leave_list(year, more["schedule"], LeaveFilter(said["who"], said["q"], said["past"]))
    log = log_of(request, scope, DataArea.LEAVE)
    context = {
        "scope": scope,
        "title": _title(found.people, is_filtered=bool(said["who"] or said["q"])),
        "rows": [_row(line) for line in found.lines],
        "found": found,
        "undo": log.to_undo(),
        "redo": log.to_redo(),
        **said,
        **more,
    }
    name = "scheduling/leave.html#found" if request.htmx.target == "found" else "scheduling/leave.html"
    return render(request, name, context, status=status)


def _row(line: LeaveLine) -> dict[str, Any]:
    return {
        "line": line,
        "when": away_words(line.absence),
        "key": key_of_leave(line.absence),
    }


def _title(people: int, *, is_filtered: bool) -> str:
    if not people:
        return f"Nobody{' of these' if is_filtered else ''} is away in the time to come"
    verb = "is" if people == 1 else "are"
    return f"{counted(people, 'person', 'people')} {verb} away in the time to come"
