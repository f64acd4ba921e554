"""Results of runs: set side by side, taken over, put away."""

from datetime import date
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from connectedness.web.requests import UserRequest
from scheduling.access import visible_runs
from scheduling.forms.runs import CompareForm, TakeOverForm
from scheduling.models import Schedule, ScheduleState, SolveRun
from scheduling.selectors.run_compare import run_compare
from scheduling.selectors.workbench.take_over import TakeOver, take_over_page
from scheduling.services.editing.refusals import CellsChanged, EditRefused, RulesBroken
from scheduling.services.editing.taking_over import Changed, Taking
from scheduling.services.editing.taking_over import take_over as take
from scheduling.services.run_keeping import StillNeeded, discard_run, keep_run
from scheduling.views.scope import managed_scope, run_in

MOST_COMPARED = 3


@require_safe
@login_required
def compare(request: UserRequest, program_id: int) -> HttpResponse:
    """Two or three results side by side."""
    scope = managed_scope(request, program_id)
    form = CompareForm(request.GET)
    keys, week = form.said()
    runs = visible_runs(request.user).filter(pk__in=keys, year__program=scope.program)
    found = list(runs.select_related("year__program", "base").order_by("-number")[: MOST_COMPARED + 1])
    is_one_year = len({run.year_id for run in found}) == 1
    page = run_compare(found, week) if len(found) <= MOST_COMPARED and is_one_year else None
    if page is not None:
        request.shown_year = found[0].year_id
    context = {"scope": scope, "page": page, "asked": "&".join(f"run={run.pk}" for run in found)}
    return render(request, "scheduling/run_compare.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_over(request: UserRequest, program_id: int, run_id: int) -> HttpResponse:
    """What of a result goes into the draft that it began from: week by week, as one step that can be undone."""
    run = run_in(request, program_id, run_id)
    draft = _draft_of(run)
    if draft is None:
        messages.error(request, f"{run} began from no draft that is one still. Open it as a new draft.")
        return redirect("scheduling:run", program_id, run_id)
    page = take_over_page(run, draft)
    form = TakeOverForm(
        request.POST if request.method == "POST" else None,
        weeks=[week.monday.isoformat() for week in page.weeks],
    )
    refused = _take(request, run, form) if request.method == "POST" else []
    if request.method == "POST" and not refused:
        messages.success(request, f"{run} is taken over. It is one step: undo brings back what was there.")
        return redirect("scheduling:grid", program_id, draft.pk)
    context = _context(program_id, run, page, form, refused)
    return render(request, "scheduling/take_over.html", context, status=422 if refused else 200)


def _draft_of(run: SolveRun) -> Schedule | None:
    base = run.base
    if base is None or base.state != ScheduleState.DRAFT or base.thrown_away_at is not None:
        return None
    return base


def _take(request: UserRequest, run: SolveRun, form: TakeOverForm) -> list[str]:
    """Take it over; the reasons in words where that is refused."""
    if not form.is_valid():
        return [str(error) for errors in form.errors.values() for error in errors]
    said = form.cleaned_data
    taking = Taking(
        key=said["key"],
        weeks=frozenset(map(date.fromisoformat, said["weeks"])),
        changed=Changed(said["changed"]),
        seen_edition=said["edition"],
    )
    try:
        take(run=run, actor=request.user, taking=taking)
    except RulesBroken as broken:
        return broken.sentences
    except (CellsChanged, EditRefused) as refused:
        return [str(refused)]
    return []


def _context(
    program_id: int, run: SolveRun, page: TakeOver, form: TakeOverForm, refused: list[str]
) -> dict[str, object]:
    everything = [week.monday.isoformat() for week in page.weeks]
    chosen = form["weeks"].value() if form.is_bound else everything
    return {
        "program_id": program_id,
        "run": run,
        "page": page,
        "refused": refused,
        "chosen": chosen,
        "changed": form["changed"].value() if form.is_bound else "",
        "key": uuid4().hex,
    }


@require_POST
@login_required
def discard(request: UserRequest, program_id: int, run_id: int) -> HttpResponse:
    """Put a run away; the list offers to bring it back."""
    run = run_in(request, program_id, run_id)
    try:
        discard_run(run=run, actor=request.user)
    except StillNeeded as needed:
        messages.error(request, str(needed))
        return redirect("scheduling:run", program_id, run_id)
    messages.success(request, f"{run} is put away. It can be brought back below the list.")
    return redirect("scheduling:runs", program_id)


@require_POST
@login_required
def keep(request: UserRequest, program_id: int, run_id: int) -> HttpResponse:
    """Bring a run back that was put away."""
    run = run_in(request, program_id, run_id)
    keep_run(run=run, actor=request.user)
    messages.success(request, f"{run} is on the list again.")
    return redirect("scheduling:runs", program_id)
