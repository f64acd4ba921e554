"""A resident's own pages."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coaching.access import get_own_resident
from coaching.selectors.meetings import meeting_lines
from coaching.selectors.month import resident_month
from coaching.selectors.record import unseen_glass
from coaching.selectors.resident_home import resident_home
from connectedness.web.requests import UserRequest
from scheduling.access import own_swaps
from scheduling.selectors.requests.lines import how_many_ask
from scheduling.selectors.years import program_today


@require_safe
@login_required
def home(request: UserRequest) -> HttpResponse:
    """Who is my coach, when do we meet next, whom can I ask now."""
    resident = get_own_resident(request.user)
    now = timezone.now()
    context = {
        "page": resident_home(resident, now),
        "asked": how_many_ask(own_swaps(request.user), resident, program_today(resident.program, now)),
        "broken_glass": unseen_glass(resident),
        "meetings": meeting_lines(request.user, now),
    }
    return render(request, "coaching/resident_home.html", context)


@require_safe
@login_required
def calendar(request: UserRequest) -> HttpResponse:
    """The resident's month."""
    resident = get_own_resident(request.user)
    page = resident_month(resident, timezone.now(), request.GET.get("month", ""))
    return render(request, "coaching/month.html", {"page": page})
