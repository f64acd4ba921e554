"""Editing a draft on the grid: questions are answered with fragments, steps with what changed on the page."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from connectedness.web.requests import UserRequest
from scheduling.forms.workbench import (
    INCOMPLETE,
    EditForm,
    HereForm,
    PlaceForm,
    QuestionForm,
    ShownForm,
    TargetsForm,
)
from scheduling.models import EditKind, Schedule, ScheduleEdit, ScheduleState
from scheduling.queue import workers
from scheduling.selectors.workbench.asking import NotAsked
from scheduling.selectors.workbench.cells import CellChange, Place
from scheduling.selectors.workbench.desk import NoAdvice, desk_of
from scheduling.selectors.workbench.fits import fits_at
from scheduling.selectors.workbench.history import (
    is_more_than_steps,
    residents_changed_since,
    residents_of,
    timeline,
)
from scheduling.selectors.workbench.on_top import on_top_shown
from scheduling.selectors.workbench.prices import price_shown
from scheduling.selectors.workbench.step_words import step_label
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
ON_TOP = "scheduling/workbench/on_top.html"
FOLLOWED = "This draft followed the program's data, or somebody took steps back: every row is shown as it stands now."


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
    except (NotAsked, NoAdvice) as unknown:
        context["refused"] = str(unknown)
    return render(request, "scheduling/workbench/why.html", context)


@require_safe
@login_required
def fits(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """Who fits into the session of a cell, or what fits into a resident's week where the cell is free."""
    schedule = schedule_in(request, program_id, schedule_id)
    context: dict[str, Any] = {}
    try:
        context["fits"] = fits_at(schedule, _place(request))
    except (NotAsked, NoAdvice) as unknown:
        context["refused"] = str(unknown)
    return render(request, "scheduling/workbench/fits.html", context)


@require_safe
@login_required
def targets(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """Where a clinic could go, half-day by half-day; nowhere while nothing can be said, or nothing is asked."""
    schedule = schedule_in(request, program_id, schedule_id)
    form = TargetsForm(request.GET)
    found: dict[str, str] = {}
    if form.is_valid():
        said = form.cleaned_data
        with suppress(NoAdvice):
            found = targets_of(schedule, said["place"], said["start"], said["weeks"])
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
    form, shown = EditForm(request.POST), ShownForm(request.POST)
    if not form.is_valid() or not shown.is_valid():
        return _not_done(_first_error(form))
    said = form.cleaned_data
    return _done(request, schedule, shown, "Saved", lambda: edit_draft(
        schedule=schedule, actor=request.user, step=_step(schedule, said)
    ), wanted=said["change"])  # fmt: skip


@require_POST
@login_required
def undo(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """Take back one's last step."""
    schedule, shown = schedule_in(request, program_id, schedule_id), ShownForm(request.POST)
    return _turned(request, schedule, shown, "Took back", undo_step)


@require_POST
@login_required
def redo(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """Make one's last step taken back again."""
    schedule, shown = schedule_in(request, program_id, schedule_id), ShownForm(request.POST)
    return _turned(request, schedule, shown, "Made again", redo_step)


@require_POST
@login_required
def here(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """Say that one is here, and hear of the others and of what they changed."""
    schedule, shown = schedule_in(request, program_id, schedule_id), HereForm(request.POST)
    if not shown.is_valid():
        return _not_done(INCOMPLETE)
    day = shown.cleaned_data["week"] or shown.cleaned_data["start"]
    be_present(schedule=schedule, user=request.user, day=day)
    changed, said = _changed_since(schedule, shown.cleaned_data["since"])
    if schedule.state == ScheduleState.DRAFT:
        _make_ready(schedule)
    # Whatever comes in while this is answered is told the next time: no later edition than the one that was asked about.
    update = {**_update(request, schedule, shown, changed), "edition": schedule.edition}
    return JsonResponse({"said": said, "solver_online": workers().alive, **update})


def _changed_since(schedule: Schedule, since: int | None) -> tuple[Collection[int], str]:
    """Whose rows are not as the page has them, and what to say of that; a page that names no edition asks for none."""
    if since is None or since >= schedule.edition:
        return (), ""
    if is_more_than_steps(schedule, since):
        return residents_of(schedule), FOLLOWED
    return residents_changed_since(schedule, since), ""


def _done(
    request: UserRequest,
    schedule: Schedule,
    shown: ShownForm,
    said: str,
    act: Callable[[], ScheduleEdit],
    *,
    wanted: Sequence[CellChange] = (),
) -> JsonResponse:
    """Act, and answer with what changed on the page that is shown, or with why not.

    Where somebody was quicker, also with what putting the ``wanted`` changes all the same would do now.
    """
    if not shown.is_valid():
        return _not_done(INCOMPLETE)
    try:
        edit = act()
    except StaleCells as stale:
        update = _update(request, schedule, shown, {cell.place.resident for cell in stale.cells})
        refused = [cell.said for cell in stale.cells]
        mine = render_to_string(ON_TOP, {"mine": on_top_shown(schedule, wanted)}) if wanted else ""
        return JsonResponse({**update, "refused": refused, "stale": True, "mine": mine}, status=CONFLICT)
    except EditRefused as refusal:
        sentences = getattr(refusal, "sentences", [str(refusal)])
        return _not_done(*sentences, needs_reason=isinstance(refusal, ReasonMissing))
    changed = set(edit.cells.values_list("resident_id", flat=True))
    return JsonResponse({"said": f"{said}: {edit.label}", **_update(request, schedule, shown, changed)})


def _turned(
    request: UserRequest, schedule: Schedule, shown: ShownForm, said: str, turn: Callable[..., ScheduleEdit]
) -> JsonResponse:
    """Undo or redo the step that the page offered."""
    step = (shown.cleaned_data["step"] or 0) if shown.is_valid() else 0
    return _done(
        request, schedule, shown, said, lambda: turn(schedule=schedule, actor=request.user, step=step)
    )


def _make_ready(schedule: Schedule) -> None:
    """So that the first question is answered as quickly as the next ones."""
    try:
        desk_of(schedule)
    except NoAdvice:
        return


def _step(schedule: Schedule, said: dict[str, Any]) -> Step:
    kind = EditKind(said["kind"])
    if kind in {EditKind.PIN, EditKind.UNPIN}:
        return pin_step(schedule, said["place"], is_pinned=kind == EditKind.PIN, key=said["key"])
    label = step_label(schedule, said["change"])
    return Step(kind=kind, label=label, changes=said["change"], key=said["key"], reason=said["reason"])


def _not_done(*sentences: str, needs_reason: bool = False) -> JsonResponse:
    return JsonResponse({"refused": sentences, "needs_reason": needs_reason}, status=REFUSED)


def _update(
    request: UserRequest, schedule: Schedule, shown: ShownForm, residents: Collection[int]
) -> dict[str, Any]:
    said = shown.cleaned_data
    return shown_update(request, schedule, residents, start=said["start"], weeks=said["weeks"])


def _place(request: UserRequest) -> Place:
    form = PlaceForm(request.GET)
    if not form.is_valid():
        raise NotAsked(INCOMPLETE)
    place: Place = form.cleaned_data["place"]
    return place


def _first_error(form: EditForm) -> str:
    return next((str(error) for errors in form.errors.values() for error in errors), INCOMPLETE)
