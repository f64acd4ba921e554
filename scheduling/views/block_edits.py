"""Saving what was typed into the block schedule, and taking it back. Answers are JSON for the page's own scripts."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from connectedness.web.requests import UserRequest
from scheduling.exchange.pasted_cells import PasteUnreadable
from scheduling.forms.block_edits import EditAsked, EditUnreadable, read_edit, read_step
from scheduling.models import AcademicYear, DataEdit
from scheduling.selectors.block_schedule import cells_shown
from scheduling.services.block_rows import cell_of, key_of
from scheduling.services.block_schedule import (
    CellsRefused,
    Refusal,
    block_log,
    edit_cells,
    redo_edit,
    undo_edit,
)
from scheduling.services.data_edits import EditLog, StepRefused
from scheduling.views.blocks import year_shown
from scheduling.views.scope import managed_scope

TITLES = {
    Refusal.UNKNOWN: "Nothing was saved: these cells cannot be read",
    Refusal.CHANGED: "Nothing was saved: somebody else was here first",
    Refusal.PAST: "Nothing was saved: this would change the past",
}
STATUSES = {Refusal.UNKNOWN: 422, Refusal.CHANGED: 409, Refusal.PAST: 409}


@require_POST
@login_required
def edit(request: UserRequest, program_id: int) -> HttpResponse:
    """Save an edit or a paste, all or nothing."""
    scope = managed_scope(request, program_id)
    year = year_shown(request, scope)
    log = block_log(year, request.user)
    try:
        asked = read_edit(request.body)
    except (EditUnreadable, PasteUnreadable) as unreadable:
        return _refused(str(unreadable), 422)
    try:
        step = edit_cells(
            log=log,
            edits=asked.cells,
            today=scope.today,
            verb=asked.verb,
            past_too=asked.past_too,
            request_key=asked.key,
        )
    except CellsRefused as refused:
        return _cells_refused(year, asked, refused)
    return _done(log, year, step.after if step else [cell.key for cell in asked.cells])


@require_POST
@login_required
def undo(request: UserRequest, program_id: int) -> HttpResponse:
    """Take the last step back."""
    return _step(request, program_id, undo_edit)


@require_POST
@login_required
def redo(request: UserRequest, program_id: int) -> HttpResponse:
    """Make the step again that was taken back last."""
    return _step(request, program_id, redo_edit)


def _step(request: UserRequest, program_id: int, turn: Callable[..., DataEdit | None]) -> HttpResponse:
    scope = managed_scope(request, program_id)
    year = year_shown(request, scope)
    log = block_log(year, request.user)
    try:
        expected = read_step(request.body)
    except EditUnreadable as unreadable:
        return _refused(str(unreadable), 422)
    try:
        step = turn(log=log, expected=expected) or log.steps().get(pk=expected)
    except StepRefused as refused:
        return _refused(str(refused), 409, steps=_steps(log))
    return _done(log, year, step.after)


def _done(log: EditLog, year: AcademicYear, keys: Iterable[str]) -> HttpResponse:
    return JsonResponse({"cells": _cells(year, keys), **_steps(log)})


def _cells_refused(year: AcademicYear, asked: EditAsked, refused: CellsRefused) -> HttpResponse:
    """Which cells and why; ``again`` is what to send once that is settled, ``cells`` what is there now."""
    now = {fault.key: fault.now for fault in refused.faults}
    again = [[c.resident, c.block, now.get(c.key, c.seen), c.text] for c in asked.cells]
    context = {"title": TITLES[refused.why], "why": refused.why, "faults": refused.faults}
    return JsonResponse(
        {
            "html": render_to_string("scheduling/block_refusal.html", context),
            "past": refused.why == Refusal.PAST,
            "again": again if refused.why != Refusal.UNKNOWN else [],
            "cells": _cells(year, [cell.key for cell in asked.cells]),
        },
        status=STATUSES[refused.why],
    )


def _refused(reason: str, status: int, steps: dict[str, Any] | None = None) -> HttpResponse:
    html = render_to_string("scheduling/block_refusal.html", {"title": reason})
    return JsonResponse({"html": html, "cells": {}, **(steps or {})}, status=status)


def _cells(year: AcademicYear, keys: Iterable[str]) -> dict[str, str]:
    shown = cells_shown(year, {cell_of(key) for key in keys})
    printed = {
        cell: render_to_string("scheduling/block_cell.html", {"cell": cell}).strip()
        for cell in set(shown.values())
    }
    return {key_of(*where): printed[cell] for where, cell in shown.items()}


def _steps(log: EditLog) -> dict[str, Any]:
    """The next step to take back and to make again."""
    steps = {"undo": log.to_undo(), "redo": log.to_redo()}
    return {name: {"step": step.pk, "label": step.label} if step else None for name, step in steps.items()}
