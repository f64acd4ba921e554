"""Everybody's first page, and the change to another of one's roles."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from coaching.access import own_teams
from connectedness.accounts.access import coordinators_of, last_role
from connectedness.accounts.models import Membership, Role, User
from connectedness.accounts.role_choice import choose_role
from connectedness.landing.pages import IN_CLINIC, PAGES, Link, Page
from connectedness.landing.roles import lacks_a_row, memberships_of, worked_in
from connectedness.web.requests import UserRequest


@require_safe
@login_required
def home(request: UserRequest) -> HttpResponse:
    """Everybody's own first page."""
    held = worked_in(request)
    if held is not None and lacks_a_row(request.user, held):
        return _not_on_the_roster(request, held)
    if held is not None:
        return redirect(_first_page(request.user, held).url(held.program))
    if request.user.is_staff:
        return redirect("admin:index")
    return render(request, "coaching/no_role.html", {"past": last_role(request.user)})


@require_POST
@login_required
def switch_role(request: UserRequest) -> HttpResponse:
    """Work in another of one's roles from now on; a role that is not one's own is a 404."""
    wanted = request.POST.get("role", "")
    held = next((own for own in memberships_of(request.user) if str(own.pk) == wanted), None)
    if held is None:
        raise Http404
    choose_role(request, held)
    return redirect("home")


def _first_page(user: User, held: Membership) -> Page:
    """Where a role begins; a nurse who is in no team with who is in clinic."""
    if held.role == Role.NURSE and not own_teams(user, held.program_id).exists():
        return IN_CLINIC
    return PAGES[held.role][0]


def _not_on_the_roster(request: UserRequest, held: Membership) -> HttpResponse:
    """Whom to ask. The role's own pages are left out of the navigation, since each would be a 404."""
    others = [row for row in memberships_of(request.user) if not lacks_a_row(request.user, row)]
    context = {
        "held": held,
        "coordinators": coordinators_of(held.program_id),
        "navigation": [_first_link(other) for other in others],
        "navigation_style": "bar",
    }
    return render(request, "coaching/not_on_roster.html", context)


def _first_link(held: Membership) -> Link:
    page = PAGES[held.role][0]
    return Link(page.label, page.url(held.program), page.icon, is_current=False)
