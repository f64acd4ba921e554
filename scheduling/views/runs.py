"""Runs: ask for a schedule, watch it being found, stop it, open what it found."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from connectedness.web.requests import UserRequest
from scheduling.forms.runs import RunForm, StopForm
from scheduling.models import SolveRun
from scheduling.queue import workers
from scheduling.selectors.run_choices import RunChoices, run_choices
from scheduling.selectors.run_watch import RunLists, run_lines, run_lists, run_watch
from scheduling.services.drafts import DraftRefused, make_draft
from scheduling.services.runs import YearNotReady, request_run, request_stop
from scheduling.views.scope import Scope, managed_scope, run_in, schedule_in

PARTS = {"watch", "values"}
OTHERS_SHOWN = 6


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def runs(request: UserRequest, program_id: int) -> HttpResponse:
    """The form that starts a run, from a version if one is named, and the runs before it."""
    scope = managed_scope(request, program_id)
    choices = run_choices(scope.year, scope.today) if scope.year else RunChoices()
    base = _base(request, choices)
    form = RunForm(
        request.POST if request.method == "POST" else None, choices=choices, initial=_initial(base, choices)
    )
    asked = _ask(request, scope, form)
    if asked is not None:
        return redirect("scheduling:run", program_id, asked.pk)
    lists = run_lists(scope.year, timezone.now()) if scope.year else RunLists([], [])
    context = {
        "scope": scope,
        "form": form,
        "base": dict(choices.versions).get(base, ""),
        "lines": lists.kept,
        "discarded": lists.discarded,
        "workers": workers(),
    }
    return render(request, "scheduling/runs.html", context, status=422 if form.errors else 200)


def _base(request: UserRequest, choices: RunChoices) -> str:
    """The version that the address names, if it is one to start from."""
    named = request.GET.get("base", "")
    return named if named in dict(choices.versions) else ""


def _initial(base: str, choices: RunChoices) -> dict[str, object]:
    """From a version, coaches stay unless asked for; weeks begin with the present one."""
    first = choices.weeks[0][0] if choices.weeks else ""
    return {"base": base, "decide_pairing": not base, "first_week": first, "last_week": first}


def _ask(request: UserRequest, scope: Scope, form: RunForm) -> SolveRun | None:
    """The run of the year that the page showed; None where the form or the year is not ready, and the form then says why."""
    if request.method != "POST" or scope.year is None or not form.is_valid():
        return None
    said = form.cleaned_data
    year = scope.year if said["year"] is None else scope.year_of(said["year"])
    base = schedule_in(request, scope.program.pk, int(said["base"])) if said["base"] else None
    asked = {name: said[name] for name in ("decide_pairing", "time_limit", "seed", "scope")}
    try:
        return request_run(year=year, actor=request.user, base=base, **asked)
    except YearNotReady as not_ready:
        form.add_error(None, list(not_ready.problems))
        return None


@require_safe
@login_required
def run(request: UserRequest, program_id: int, run_id: int) -> HttpResponse:
    """One run; asked by htmx, the part that moves or the table behind the chart."""
    found = run_in(request, program_id, run_id)
    now = timezone.now()
    context = {"program_id": program_id, "watch": run_watch(found, now), "workers": workers()}
    part = request.GET.get("part", "")
    if part in PARTS:
        return render(request, f"scheduling/run.html#{part}", context)
    context["lines"] = [
        line for line in run_lines(found.year, now, shown=OTHERS_SHOWN) if line.pk != found.pk
    ]
    return render(request, "scheduling/run.html", context)


@require_POST
@login_required
def stop(request: UserRequest, program_id: int, run_id: int) -> HttpResponse:
    """End a run under way: keep its best schedule, or cancel it."""
    found = run_in(request, program_id, run_id)
    form = StopForm(request.POST)
    request_stop(run=found, actor=request.user, keep=form.is_valid() and form.cleaned_data["keep"])
    return redirect("scheduling:run", program_id, run_id)


@require_POST
@login_required
def draft(request: UserRequest, program_id: int, run_id: int) -> HttpResponse:
    """Make a draft of what a run found, and show it."""
    found = run_in(request, program_id, run_id)
    try:
        schedule = make_draft(run=found, actor=request.user)
    except DraftRefused as refused:
        messages.error(request, str(refused))
        return redirect("scheduling:run", program_id, run_id)
    return redirect("scheduling:grid", program_id, schedule.pk)
