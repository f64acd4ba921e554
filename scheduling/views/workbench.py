"""Editing a draft on the grid: questions are answered with fragments, steps with what changed on the page."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from connectedness.web.requests import UserRequest
from scheduling.forms.workbench import INCOMPLETE, PlaceField, QuestionForm, ShownForm, StepForm, TargetsForm
from scheduling.models import EditKind, Schedule, ScheduleState
from scheduling.selectors.workbench.asking import NotAsked
from scheduling.selectors.workbench.cells import Place
from scheduling.selectors.workbench.desk import NoAdvice, desk_of
from scheduling.selectors.workbench.fits import fits_at
from scheduling.selectors.workbench.history import residents_changed_since, timeline
from scheduling.selectors.workbench.prices import price_shown
from scheduling.selectors.workbench.targets import targets as targets_of
from scheduling.selectors.workbench.why import NobodyThere
from scheduling.selectors.workbench.why import why as why_of
from scheduling.services.editing.pinning import pin_step
from scheduling.services.editing.presence import be_present
from scheduling.services.editing.refusals import EditRefused, ReasonMissing, StaleCells
from scheduling.services.editing.steps import Step, edit_draft
from scheduling.services.editing.undoing import redo as redo_step
from scheduling.services.editing.undoing import undo as undo_step
from scheduling.views.grid_update import shown_update
from scheduling.views.scope import schedule_in

CONFLICT = 409
REFUSED = 422


@require_safe
@login_required
def price(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """What an edit would do, as the popover shows it."""
    schedule = schedule_in(request, program_id, schedule_id)
    form = QuestionForm(request.GET)
    context: dict[str, Any] = {"program_id": program_id, "schedule": schedule, "refused": INCOMPLETE}
    if form.is_valid():
        try:
            context |= {"price": price_shown(schedule, form.question()), "refused": ""}
        except (NotAsked, NoAdvice) as unknown:
            context["refused"] = str(unknown)
    return render(request, "scheduling/workbench/price.html", context)


@require_safe
@login_required
def why(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """Why a cell is so, why not otherwise, and who would fit."""
    schedule = schedule_in(request, program_id, schedule_id)
    context: dict[str, Any] = {"program_id": program_id, "schedule": schedule}
    try:
        context["why"] = why_of(schedule, _place(request))
        context["zone"] = schedule.year.program.time_zone
    except NobodyThere as unknown:
        raise Http404 from unknown
    except NoAdvice as unknown:
        context["refused"] = str(unknown)
    return render(request, "scheduling/workbench/why.html", context)


@require_safe
@login_required
def fits(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """Who fits into the session of a cell, or what fits into a resident's week where the cell is free."""
    schedule = schedule_in(request, program_id, schedule_id)
    context: dict[str, Any] = {}
    try:
        context["title"], context["fits"] = fits_at(schedule, _place(request))
    except NoAdvice as unknown:
        context |= {"title": "Who fits?", "refused": str(unknown)}
    return render(request, "scheduling/workbench/fits.html", context)


@require_safe
@login_required
def targets(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """Where a clinic could go, half-day by half-day; nowhere while nothing can be said of the draft."""
    schedule = schedule_in(request, program_id, schedule_id)
    form = TargetsForm(request.GET)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    try:
        found = targets_of(schedule, said["place"], said["start"], said["weeks"])
    except NoAdvice:
        found = {}
    return JsonResponse(found)


@require_safe
@login_required
def history(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """Who changed what, the latest first."""
    schedule = schedule_in(request, program_id, schedule_id)
    context = {
        "program_id": program_id,
        "schedule": schedule,
        "steps": timeline(schedule, request.user),
        "zone": schedule.year.program.time_zone,
    }
    return render(request, "scheduling/workbench/history.html", context)


@require_POST
@login_required
def edits(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """Make one step."""
    schedule = schedule_in(request, program_id, schedule_id)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _refused(request, schedule, EditRefused(_first_error(form)))
    try:
        edit = edit_draft(schedule=schedule, actor=request.user, step=_step(schedule, form.cleaned_data))
    except EditRefused as refusal:
        return _refused(request, schedule, refusal)
    changed = set(edit.cells.values_list("resident_id", flat=True))
    return _answer(request, schedule, f"Saved: {edit.label}", changed)


@require_POST
@login_required
def undo(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """Take back one's last step."""
    return _back_or_again(request, program_id, schedule_id, "Took back", undo_step)


@require_POST
@login_required
def redo(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """Make one's last step taken back again."""
    return _back_or_again(request, program_id, schedule_id, "Made again", redo_step)


@require_POST
@login_required
def here(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """Say that one is here, and hear of the others and of what they changed."""
    schedule = schedule_in(request, program_id, schedule_id)
    shown = _shown(request)
    be_present(schedule=schedule, user=request.user, day=shown["start"])
    since = shown["since"] or 0
    changed = residents_changed_since(schedule, since) if since < schedule.edition else set()
    if schedule.state == ScheduleState.DRAFT:
        _make_ready(schedule)
    return _answer(request, schedule, "", changed)


def _make_ready(schedule: Schedule) -> None:
    """So that the first question is answered as quickly as the next ones."""
    try:
        desk_of(schedule)
    except NoAdvice:
        return


def _back_or_again(
    request: UserRequest, program_id: int, schedule_id: int, said: str, act: Any
) -> HttpResponse:
    schedule = schedule_in(request, program_id, schedule_id)
    try:
        edit = act(schedule=schedule, actor=request.user)
    except EditRefused as refusal:
        return _refused(request, schedule, refusal)
    changed = set(edit.cells.values_list("resident_id", flat=True))
    return _answer(request, schedule, f"{said}: {edit.label}", changed)


def _step(schedule: Schedule, said: dict[str, Any]) -> Step:
    kind = EditKind(said["kind"])
    if kind in {EditKind.PIN, EditKind.UNPIN}:
        return pin_step(schedule, said["place"], is_pinned=kind == EditKind.PIN, key=said["key"])
    label = said["label"] or kind.label
    return Step(kind=kind, label=label, changes=said["change"], key=said["key"], reason=said["reason"])


def _refused(request: UserRequest, schedule: Schedule, refusal: EditRefused) -> JsonResponse:
    """What stands against it; where cells were changed by others, the page gets them as they are."""
    if isinstance(refusal, StaleCells):
        residents = {cell.place.resident for cell in refusal.cells}
        update = shown_update(request, schedule, residents, **_shown(request))
        refused = [cell.said for cell in refusal.cells]
        return JsonResponse({**update, "refused": refused, "stale": True}, status=CONFLICT)
    sentences = getattr(refusal, "sentences", [str(refusal)])
    needs_reason = isinstance(refusal, ReasonMissing)
    return JsonResponse({"refused": sentences, "needs_reason": needs_reason}, status=REFUSED)


def _answer(request: UserRequest, schedule: Schedule, said: str, residents: Collection[int]) -> JsonResponse:
    return JsonResponse({"said": said, **shown_update(request, schedule, residents, **_shown(request))})


def _shown(request: UserRequest) -> dict[str, Any]:
    form = ShownForm(request.POST)
    if form.is_valid():
        return form.cleaned_data
    raise Http404


def _place(request: UserRequest) -> Place:
    place = PlaceField(required=False).clean(request.GET.get("place", ""))
    if place is None:
        raise Http404
    return place


def _first_error(form: StepForm) -> str:
    return next(str(error) for errors in form.errors.values() for error in errors)
