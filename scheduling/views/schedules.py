"""The versions of the year's schedule."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from connectedness.web.requests import UserRequest
from scheduling.selectors.versions import versions
from scheduling.views.scope import managed_scope


@require_safe
@login_required
def schedules(request: UserRequest, program_id: int) -> HttpResponse:
    """Drafts, what is published, and what was."""
    scope = managed_scope(request, program_id)
    found = versions(scope.year) if scope.year else []
    return render(request, "scheduling/schedules.html", {"scope": scope, "versions": found})
