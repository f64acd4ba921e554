"""The block schedule: the page, and what to look at in it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from connectedness.web.requests import UserRequest
from scheduling.forms.block_lists import BlocksForm, keys_in
from scheduling.models import AcademicYear
from scheduling.selectors.block_checks import block_findings
from scheduling.selectors.block_schedule import BlockRow, BlockSchedule, RowOrder, block_schedule
from scheduling.services.block_schedule import block_log
from scheduling.views.scope import Scope, managed_scope


@require_safe
@login_required
def blocks(request: UserRequest, program_id: int) -> HttpResponse:
    """Residents down, blocks across; on a phone the blocks of one resident."""
    scope = managed_scope(request, program_id)
    asked = BlocksForm(request.GET).said()
    table = block_schedule(scope.year, scope.today, asked["sort"]) if scope.year else None
    log = block_log(scope.year, request.user) if scope.year else None
    context = {
        "scope": scope,
        "table": table,
        "sort": asked["sort"],
        "orders": {RowOrder.PGY: "By PGY", RowOrder.NAME: "By name", RowOrder.ROW: "By row code"},
        "on_phone": _one_row(table, asked["resident"]) if table else None,
        "undo": log.to_undo() if log else None,
        "redo": log.to_redo() if log else None,
    }
    return render(request, "scheduling/blocks.html", context)


@require_safe
@login_required
def checks(request: UserRequest, program_id: int) -> HttpResponse:
    """What to look at: for everybody, or for the residents named."""
    scope = managed_scope(request, program_id)
    among = keys_in(request.GET, "resident") or None
    rows = block_findings(year_shown(request, scope), scope.today, among)
    return render(request, "scheduling/block_findings.html", {"rows": rows})


def year_shown(request: UserRequest, scope: Scope) -> AcademicYear:
    """The year that the page shows, which another window may have left since; 404 for none."""
    for key in keys_in(request.GET, "year"):
        return scope.year_of(key)
    if scope.year is None:
        raise Http404
    return scope.year


def _one_row(table: BlockSchedule, resident: int | None) -> BlockRow | None:
    rows = table.rows
    return next((row for row in rows if row.resident.pk == resident), next(iter(rows), None))
