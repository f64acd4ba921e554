"""Versions: two of them compared, one restored, thrown away or taken away as a file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from connectedness.web.requests import UserRequest
from scheduling.exchange.schedule_table import write_schedule_csv, write_schedule_workbook
from scheduling.forms.versions import CompareForm, SeenForm
from scheduling.selectors.version_pairs import schedule_table, version_pair, versions_to_compare
from scheduling.services.versions import VersionRefused, bring_back, discard_draft, restore_version
from scheduling.views.change_views import changes_grid, day_rows
from scheduling.views.compare_words import compare_words
from scheduling.views.scope import managed_scope, schedule_in, thrown_away_in

FILES = {
    "xlsx": (
        write_schedule_workbook,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "csv": (write_schedule_csv, "text/csv; charset=utf-8"),
}


@require_safe
@login_required
def compare(request: UserRequest, program_id: int) -> HttpResponse:
    """What differs between two versions of the year."""
    scope = managed_scope(request, program_id)
    found = versions_to_compare(scope.year) if scope.year else []
    context = {"scope": scope, "versions": found}
    if len(found) > 1:
        form = CompareForm(request.GET)
        pair = version_pair(*form.chosen(found))
        rows = [(row, row.changes) for row in pair.changes]
        view = form.view_said()
        context |= {
            "pair": pair,
            "page": compare_words(pair),
            "view": view,
            "days": day_rows(rows) if view == "calendar" else [],
            "grid": changes_grid(rows) if view == "grid" else None,
        }
    return render(request, "scheduling/compare.html", context)


@require_POST
@login_required
def restore(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """A new draft that says what this version says."""
    schedule = schedule_in(request, program_id, schedule_id)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _refused(request, program_id, "This page was sent incompletely. Look again, then restore.")
    try:
        draft = restore_version(schedule=schedule, actor=request.user, seen_newest=form.cleaned_data["seen"])
    except VersionRefused as refused:
        return _refused(request, program_id, str(refused))
    messages.success(
        request,
        f"Draft {draft.version} says what version {schedule.version} says. Publish it when you are ready.",
    )
    page = "scheduling:grid" if request.POST.get("next") == "grid" else "scheduling:publish"
    return redirect(page, program_id, draft.pk)


@require_POST
@login_required
def discard(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """Throw a draft away."""
    schedule = schedule_in(request, program_id, schedule_id)
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _refused(request, program_id, "This page was sent incompletely. Look again first.")
    try:
        discard_draft(schedule=schedule, actor=request.user, seen_edition=form.cleaned_data["seen"])
    except VersionRefused as refused:
        return _refused(request, program_id, str(refused))
    messages.success(
        request, f"Draft {schedule.version} is thrown away. Bring it back below, if that was a mistake."
    )
    return redirect("scheduling:schedules", program_id)


@require_POST
@login_required
def back(request: UserRequest, program_id: int, schedule_id: int) -> HttpResponse:
    """Bring back a draft that was thrown away."""
    try:
        draft = bring_back(schedule=thrown_away_in(request, program_id, schedule_id), actor=request.user)
    except VersionRefused as refused:
        return _refused(request, program_id, str(refused))
    messages.success(request, f"Draft {draft.version} is back, with its steps.")
    return redirect("scheduling:schedules", program_id)


@require_safe
@login_required
def schedule_file(request: UserRequest, program_id: int, schedule_id: int, kind: str) -> HttpResponse:
    """A version as a workbook or as a list in CSV."""
    schedule = schedule_in(request, program_id, schedule_id)
    write, content_type = FILES[kind]
    content = write(schedule_table(schedule))
    record(
        kind=EventKind.SCHEDULE_EXPORTED,
        actor=request.user,
        subject=str(schedule),
        program_id=program_id,
        after={"version": schedule.version, "file": kind},
    )
    name = f"schedule-{schedule.year.first_monday.year}-version-{schedule.version}.{kind}"
    return HttpResponse(
        content,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _refused(request: UserRequest, program_id: int, why: str) -> HttpResponse:
    messages.error(request, why)
    return redirect("scheduling:schedules", program_id)
