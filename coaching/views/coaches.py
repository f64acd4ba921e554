"""A coach's own pages."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coaching.access import get_own_faculty, own_invitations
from coaching.selectors.meetings import meeting_lines
from coaching.selectors.month import coach_month
from coaching.selectors.panel import panel
from connectedness.web.requests import UserRequest


@require_safe
@login_required
def home(request: UserRequest) -> HttpResponse:
    """Who needs me first, and when do I see whom."""
    now = timezone.now()
    context = {
        "page": panel(get_own_faculty(request.user), now),
        "meetings": meeting_lines(request.user, now),
        "pulse": own_invitations(request.user).first(),
    }
    return render(request, "coaching/coach_panel.html", context)


@require_safe
@login_required
def calendar(request: UserRequest) -> HttpResponse:
    """The coach's month in clinic."""
    faculty = get_own_faculty(request.user)
    page = coach_month(faculty, timezone.now(), request.GET.get("month", ""))
    return render(request, "coaching/month.html", {"page": page})
