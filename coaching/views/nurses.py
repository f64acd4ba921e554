"""A nurse's own week and days away, as their teams see them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from coaching.access import get_own_nurse, get_own_nurse_of_page
from connectedness.accounts.models import Membership
from connectedness.accounts.role_choice import chosen_program
from connectedness.web.requests import UserRequest
from scheduling.views.nurse_weeks import save_away, save_week, shown_away, shown_week


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def week(request: UserRequest) -> HttpResponse:
    """On which half-days am I in clinic, where, and how can I be reached?"""
    own = get_own_nurse(request.user, chosen_program(request))
    if request.method != "POST":
        return _page(request, own)
    refused = save_week(request, own)
    if refused is not None:
        return _page(request, own, status=refused.status, **refused.shown)
    messages.success(request, "Saved. Your teams see it.")
    return redirect("coaching:team_week")


@require_POST
@login_required
def away(request: UserRequest) -> HttpResponse:
    """I am away on some days, or am not after all: in the program that the page was about."""
    own = get_own_nurse_of_page(request.user, request.POST.get("nurse", ""), chosen_program(request))
    refused = save_away(request, own)
    if refused is not None:
        return _page(request, own, status=refused.status, **refused.shown)
    messages.success(request, "Saved. Your teams see it.")
    return redirect("coaching:team_week")


def _page(request: UserRequest, own: Membership, *, status: int = 200, **shown: Any) -> HttpResponse:
    context = {"membership": own, **shown_away(own), **shown_week(own)}
    return render(request, "coaching/team_week.html", context | shown, status=status)
