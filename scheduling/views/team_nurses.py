"""A nurse as teams know them: half-days of the week, numbers, and days away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from connectedness.accounts.models import Membership
from connectedness.web.requests import UserRequest
from scheduling.services.teams import team_log
from scheduling.views.nurse_weeks import save_away, save_week, shown_away, shown_week
from scheduling.views.scope import managed_scope, nurse_in


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def nurse(request: UserRequest, program_id: int, membership_id: int) -> HttpResponse:
    """One nurse's week and numbers."""
    membership = nurse_in(request, program_id, membership_id)
    if request.method != "POST":
        return _page(request, membership)
    refused = save_week(request, membership)
    if refused is not None:
        return _page(request, membership, status=refused.status, **refused.shown)
    messages.success(request, f"Saved for {membership.user}.")
    return redirect("scheduling:team_nurse", program_id, membership_id)


@require_POST
@login_required
def away(request: UserRequest, program_id: int, membership_id: int) -> HttpResponse:
    """The nurse is away on some days, or is not after all."""
    membership = nurse_in(request, program_id, membership_id)
    refused = save_away(request, membership)
    if refused is not None:
        return _page(request, membership, status=refused.status, **refused.shown)
    messages.success(request, f"Saved for {membership.user}.")
    return redirect("scheduling:team_nurse", program_id, membership_id)


def _page(request: UserRequest, membership: Membership, *, status: int = 200, **forms: Any) -> HttpResponse:
    scope = managed_scope(request, membership.program_id)
    log = team_log(scope.program, request.user)
    context = {
        "scope": scope,
        "membership": membership,
        **shown_week(membership),
        **shown_away(membership),
        "undo": log.to_undo(),
        "redo": log.to_redo(),
    }
    return render(request, "scheduling/team_nurse.html", context | forms, status=status)
