"""The month grid of one version."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from connectedness.web.requests import UserRequest
from scheduling.forms.lists import GridForm
from scheduling.models import Schedule
from scheduling.selectors.month_grid import month_grid, window_of
from scheduling.selectors.versions import newest_to_look_at
from scheduling.selectors.years import program_today
from scheduling.views.grid_links import grid_links
from scheduling.views.scope import managed_scope, schedule_in


@require_safe
@login_required
def grid(request: UserRequest, program_id: int, schedule_id: int | None = None) -> HttpResponse:
    """Residents down, half-days across; without an id, the version that people go by."""
    schedule = _schedule(request, program_id, schedule_id)
    if schedule is None:
        return render(request, "scheduling/no_schedule.html", {"program_id": program_id})
    today = program_today(schedule.year.program)
    said = GridForm(request.GET).said(today)
    window = window_of(schedule.year, said["first"], said["weeks"])
    content = month_grid(schedule, window, today=today, day=said["day"], search=said["find"])
    context = {
        "program_id": program_id,
        "schedule": schedule,
        "window": window,
        "grid": content,
        "find": said["find"],
        "links": grid_links(schedule, window, content, said["find"]),
    }
    return render(request, "scheduling/schedule_grid.html", context)


def _schedule(request: UserRequest, program_id: int, schedule_id: int | None) -> Schedule | None:
    if schedule_id is not None:
        return schedule_in(request, program_id, schedule_id)
    scope = managed_scope(request, program_id)
    return newest_to_look_at(scope.year) if scope.year else None
