"""Rules and settings: all of them at a glance, and a section with what its change would make impossible."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from connectedness.web.requests import UserRequest
from scheduling.forms.settings import OF_PROGRAM, OF_ROW, Desk, SettingsForm
from scheduling.forms.settings.base import digest, sealed, unsealed
from scheduling.forms.settings.steps import SectionForm
from scheduling.forms.steps import StepForm
from scheduling.models import DataEdit
from scheduling.selectors.settings_page import settings_page
from scheduling.services.data_edits import StepRefused
from scheduling.services.settings.preview import preview_settings
from scheduling.services.settings.saving import (
    SettingsRefused,
    StaleSettings,
    changing,
    clashes,
    redo_settings,
    save_settings,
    settings_log,
    undo_settings,
)
from scheduling.views.scope import Scope, managed_scope

UNREADABLE = "The page sent something incomplete, so nothing was saved. Look at it again, then save."


@require_safe
@login_required
def overview(request: UserRequest, program_id: int) -> HttpResponse:
    """Every section with what it is set to."""
    scope = managed_scope(request, program_id)
    log = settings_log(scope.program, request.user)
    context = {
        "scope": scope,
        "sections": {
            name: made(_desk(scope)) for name, made in OF_PROGRAM.items() if scope.year or not made.needs_year
        },
        "page": settings_page(scope.program, scope.year, scope.today),
        "undo": log.to_undo(),
        "redo": log.to_redo(),
    }
    return render(request, "scheduling/settings/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def section(request: UserRequest, program_id: int, section: str) -> HttpResponse:
    """One section of the program's own: its form, what a change would do, and saving it."""
    scope = managed_scope(request, program_id)
    return _page(request, scope, OF_PROGRAM.get(section))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def row(request: UserRequest, program_id: int, kind: str, row: int) -> HttpResponse:
    """The same for a rotation, a site or a site's rooms."""
    scope = managed_scope(request, program_id)
    if not settings_page(scope.program, scope.year, scope.today).has(kind, row):
        raise Http404
    return _page(request, scope, OF_ROW.get(kind), row)


def _page(
    request: UserRequest, scope: Scope, made: type[SettingsForm] | None, row: int | None = None
) -> HttpResponse:
    if made is None or (made.needs_year and scope.year is None):
        raise Http404
    if request.method != "POST":
        form = made(_desk(scope), row)
        return _shown(request, scope, form, {"seen": sealed(form.held)})
    return _answered(request, scope, made(_desk(scope), row, request.POST))


@require_POST
@login_required
def undo(request: UserRequest, program_id: int) -> HttpResponse:
    """Take one's last change back."""
    return _turned(request, program_id, undo_settings, "Taken back")


@require_POST
@login_required
def redo(request: UserRequest, program_id: int) -> HttpResponse:
    """Make the change again that was taken back last."""
    return _turned(request, program_id, redo_settings, "Made again")


def _desk(scope: Scope) -> Desk:
    return Desk(scope.program, scope.year, scope.today)


def _answered(request: UserRequest, scope: Scope, form: SettingsForm) -> HttpResponse:
    step = SectionForm(request.POST)
    seen = unsealed(step.cleaned_data["seen"]) if step.is_valid() else None
    if seen is None:
        return _shown(request, scope, form, {"seen": sealed(form.held), "refused": [UNREADABLE]}, 422)
    if not form.is_valid():
        return _shown(request, scope, form, {"seen": step.cleaned_data["seen"]}, 422)
    if step.cleaned_data["save"] and step.cleaned_data["looked_at"] == digest(form.values()):
        return _saved(request, scope, form, seen, step.cleaned_data["key"])
    return _looked_at(request, scope, form, seen)


def _saved(
    request: UserRequest, scope: Scope, form: SettingsForm, seen: dict[str, Any], key: UUID
) -> HttpResponse:
    log = settings_log(scope.program, request.user)
    try:
        saved = save_settings(log=log, seen=seen, wanted=form.values(), about=form.about, request_key=key)
    except StaleSettings:
        return _looked_at(request, scope, form, seen, 409)
    except SettingsRefused as refused:
        return _shown(request, scope, form, {"seen": sealed(form.held), "refused": [str(refused)]}, 422)
    messages.success(request, f"Saved. {saved.label}." if saved else "Nothing to save: it is so already.")
    return redirect("scheduling:settings", scope.program.pk)


def _looked_at(
    request: UserRequest, scope: Scope, form: SettingsForm, seen: dict[str, Any], status: int = 200
) -> HttpResponse:
    """What would change against what is there now, and what others changed meanwhile."""
    held, wanted = form.held, form.values()
    context = {
        "clashes": clashes(scope.program, seen, changing(seen, wanted)),
        "preview": preview_settings(scope.program, scope.year, held, changing(held, wanted)),
        "seen": sealed(held),
        "looked_at": digest(wanted),
    }
    return _shown(request, scope, form, context, status)


def _shown(
    request: UserRequest, scope: Scope, form: SettingsForm, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    more = {"scope": scope, "form": form, "key": uuid4(), **context}
    return render(request, "scheduling/settings/section.html", more, status=status)


def _turned(
    request: UserRequest, program_id: int, turn: Callable[..., DataEdit | None], done: str
) -> HttpResponse:
    scope = managed_scope(request, program_id)
    asked = StepForm(request.POST)
    if not asked.is_valid():
        messages.error(request, UNREADABLE)
        return redirect("scheduling:settings", program_id)
    try:
        step = turn(log=settings_log(scope.program, request.user), expected=asked.cleaned_data["step"])
    except StepRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{done}: {step.label}." if step else "This was done already.")
    return redirect("scheduling:settings", program_id)
