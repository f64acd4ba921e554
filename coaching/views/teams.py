"""My longitudinal teams."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coaching.access import get_own_teams, own_nurses
from coaching.selectors.teams import my_teams
from connectedness.accounts.role_choice import chosen_program
from connectedness.web.kept import keeps_pages, may_be_kept
from connectedness.web.requests import UserRequest


@require_safe
@login_required
@may_be_kept
def mine(request: UserRequest) -> HttpResponse:
    """When are we all in clinic, and who is there while the coach is not."""
    context = {
        "page": my_teams(get_own_teams(request.user, chosen_program(request)), request.user, timezone.now()),
        "keeps": keeps_pages(request),
        "has_week": own_nurses(request.user).exists(),
    }
    return render(request, "coaching/teams.html", context)
