"""The versions of the year's schedule."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from connectedness.web.requests import UserRequest
from scheduling.models import ScheduleState
from scheduling.selectors.versions import Version, thrown_away, versions
from scheduling.views.scope import managed_scope


@require_safe
@login_required
def schedules(request: UserRequest, program_id: int) -> HttpResponse:
    """Drafts, what is published, and what was."""
    scope = managed_scope(request, program_id)
    found = versions(scope.year) if scope.year else []
    context = {
        "scope": scope,
        "versions": found,
        "thrown_away": thrown_away(scope.year) if scope.year else [],
        "kept_days": settings.UNDO_KEPT.days,
        "newest": found[0].schedule.version if found else 0,
        "title": _title(found),
    }
    return render(request, "scheduling/schedules.html", context)


def _title(found: list[Version]) -> str:
    published = next((row.schedule for row in found if row.schedule.state == ScheduleState.PUBLISHED), None)
    if published is not None:
        return f"Version {published.version} is what everybody sees"
    return "No version is published yet"
