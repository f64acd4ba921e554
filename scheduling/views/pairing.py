"""The pairing board: plan, undo, ask the solver, begin."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from connectedness.web.requests import UserRequest
from scheduling.domain.wording import counted
from scheduling.forms.pairing import BeginForm, BoardStepForm, PlanForm, YearShownForm
from scheduling.models import AcademicYear, DataEdit
from scheduling.selectors.pairing_board import Board, pairing_board
from scheduling.services.data_edits import StepRefused
from scheduling.services.pairing import PairingRefused, begin_pairings
from scheduling.services.pairing_plans import PlanRefused, plan_log, plan_pairings, redo_plan, undo_plan
from scheduling.services.runs import YearNotReady, request_run
from scheduling.views.scope import Scope, managed_scope

Turn = Callable[..., DataEdit | None]


@require_safe
@login_required
def board(request: UserRequest, program_id: int) -> HttpResponse:
    """The board of the year worked on."""
    return _board(request, managed_scope(request, program_id))


@require_POST
@login_required
def plan(request: UserRequest, program_id: int) -> HttpResponse:
    """Place residents, lift them off, put them back."""
    scope = managed_scope(request, program_id)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _board(request, scope, refused=form.refusals())
    scope, year = _shown(request, scope, form)
    try:
        done = plan_pairings(year=year, actor=request.user, wanted=form.wanted, seen=form.seen)
    except PlanRefused as refused:
        return _board(request, scope, refused=[str(refused)])
    return _done(request, scope, f"{done.label}." if done else "It is so already.")


@require_POST
@login_required
def undo(request: UserRequest, program_id: int) -> HttpResponse:
    """Take back one's last step on the board."""
    return _turn(request, program_id, undo_plan, "Taken back")


@require_POST
@login_required
def redo(request: UserRequest, program_id: int) -> HttpResponse:
    """Make the step again that was taken back last."""
    return _turn(request, program_id, redo_plan, "Made again")


def _turn(request: UserRequest, program_id: int, turn: Turn, said: str) -> HttpResponse:
    scope = managed_scope(request, program_id)
    form = BoardStepForm(request.POST)
    if not form.is_valid():
        return _board(request, scope, refused=form.refusals())
    scope, year = _shown(request, scope, form)
    try:
        step = turn(year=year, actor=request.user, step=form.cleaned_data["step"])
    except (StepRefused, PlanRefused) as refused:
        return _board(request, scope, refused=[str(refused)])
    return _done(request, scope, f"{said}: {step.label}." if step else "It is so already.")


@require_POST
@login_required
def begin(request: UserRequest, program_id: int) -> HttpResponse:
    """Begin what is planned."""
    scope = managed_scope(request, program_id)
    form = BeginForm(request.POST)
    if not form.is_valid():
        return _board(request, scope, refused=form.refusals())
    scope, year = _shown(request, scope, form)
    said = form.cleaned_data
    try:
        begun = begin_pairings(
            year=year, actor=request.user, seen=form.seen, on=said["on"], reason=said["reason"]
        )
    except PairingRefused as refused:
        return _board(request, scope, refused=refused.reasons)
    words = f"{counted(len(begun), 'pairing')} noted. Run the solver so that clinics follow the new coaches."
    messages.success(request, words if begun else "These pairings have begun already.")
    return redirect("scheduling:pairing", program_id)


@require_POST
@login_required
def ask(request: UserRequest, program_id: int) -> HttpResponse:
    """Ask the solver for a schedule that decides the pairings too."""
    scope = managed_scope(request, program_id)
    form = YearShownForm(request.POST)
    if not form.is_valid():
        return _board(request, scope, refused=form.refusals())
    scope, year = _shown(request, scope, form)
    try:
        run = request_run(year=year, actor=request.user, decide_pairing=True)
    except YearNotReady as not_ready:
        return _board(request, scope, refused=not_ready.problems)
    return redirect("scheduling:run", program_id, run.pk)


def _shown(request: UserRequest, scope: Scope, form: YearShownForm) -> tuple[Scope, AcademicYear]:
    """The year that the page showed, whatever another window has chosen since; 404 for another program's."""
    year = scope.year_of(form.cleaned_data["year"])
    request.shown_year = year.pk
    return replace(scope, year=year), year


def _done(request: UserRequest, scope: Scope, said: str) -> HttpResponse:
    """The board as it is now; without htmx, at its own address."""
    if request.htmx:
        return _board(request, scope, said=said)
    messages.success(request, said)
    return redirect("scheduling:pairing", scope.program.pk)


def _board(
    request: UserRequest, scope: Scope, *, refused: Sequence[str] = (), said: str = ""
) -> HttpResponse:
    context = {"scope": scope, "refused": refused, "said": said, "board": _content(request, scope)}
    name = "scheduling/pairing.html#board" if request.htmx else "scheduling/pairing.html"
    return render(request, name, context, status=422 if refused else 200)


def _content(request: UserRequest, scope: Scope) -> Board | None:
    if scope.year is None:
        return None
    log = plan_log(scope.year, request.user)
    return pairing_board(scope.year, scope.today, undo=log.to_undo(), redo=log.to_redo())
