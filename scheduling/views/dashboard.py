"""Today: what is in, what is missing, and the next step."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from connectedness.web.requests import UserRequest
from scheduling.selectors import dashboard as selector
from scheduling.selectors.run_watch import run_lines
from scheduling.views.scope import managed_scope

RUNS_SHOWN = 4


@require_safe
@login_required
def dashboard(request: UserRequest, program_id: int) -> HttpResponse:
    """The coordinator's and the chief resident's first page."""
    scope = managed_scope(request, program_id)
    content = selector.dashboard(scope.program, scope.year)
    step = content.next_step
    context = {
        "scope": scope,
        "page": content,
        "step_url": reverse(f"scheduling:{step.page}", args=[pk for pk in (program_id, step.row) if pk]),
        "lines": run_lines(scope.year, timezone.now(), shown=RUNS_SHOWN) if scope.year else [],
    }
    return render(request, "scheduling/dashboard.html", context)
