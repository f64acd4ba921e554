"""The first pages of those who work with, or oversee, a whole program."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coaching.access import get_program_to_oversee, get_program_to_watch, may_see_pulse
from coaching.selectors.continuity import preceptor_continuity
from coaching.selectors.figures import program_figures
from coaching.selectors.in_clinic import in_clinic
from coaching.selectors.meeting_coverage import meeting_coverage
from connectedness.accounts.role_choice import chosen_program
from connectedness.web.requests import UserRequest


@require_safe
@login_required
def who_is_in(request: UserRequest) -> HttpResponse:
    """Who is in clinic today and tomorrow."""
    page = in_clinic(get_program_to_watch(request.user, chosen_program(request)), timezone.now())
    return render(request, "coaching/in_clinic.html", {"page": page})


@require_safe
@login_required
def figures(request: UserRequest) -> HttpResponse:
    """How much of what was attainable the program reaches."""
    program, now = get_program_to_oversee(request.user, chosen_program(request)), timezone.now()
    context = {
        "page": program_figures(program, now),
        "continuity": preceptor_continuity(program, now),
        "meetings": meeting_coverage(program, now),
        "pulse_of": program if may_see_pulse(request.user, program) else None,
    }
    return render(request, "coaching/figures.html", context)
