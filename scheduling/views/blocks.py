"""The block schedule."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from connectedness.web.requests import UserRequest
from scheduling.selectors.block_schedule import block_schedule
from scheduling.views.scope import managed_scope


@require_safe
@login_required
def blocks(request: UserRequest, program_id: int) -> HttpResponse:
    """Residents down, blocks across."""
    scope = managed_scope(request, program_id)
    table = block_schedule(scope.year, scope.today) if scope.year else None
    return render(request, "scheduling/blocks.html", {"scope": scope, "table": table})
