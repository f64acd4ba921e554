"""A coach's own pages."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from coaching.access import own_invitation
from coaching.forms.leave_preview import LeavePreviewForm
from coaching.selectors.agenda import coach_agenda
from coaching.selectors.coach_years import coach_years, residents_in
from coaching.selectors.handing_over import hand_overs
from coaching.selectors.leave_cost import leave_cost
from coaching.selectors.meetings import meeting_lines
from coaching.selectors.month import coach_month
from coaching.selectors.panel import panel
from coaching.selectors.people import coordinator_of
from coaching.selectors.published import published_schedule
from coaching.selectors.teams import teams_at_hand
from connectedness.accounts.role_choice import chosen_program
from connectedness.web.kept import keeps_pages, may_be_kept
from connectedness.web.requests import UserRequest
from scheduling.access import own_faculty_or_404
from scheduling.selectors.years import program_today


@require_safe
@login_required
@may_be_kept
def home(request: UserRequest) -> HttpResponse:
    """Who needs me first, and when do I see whom."""
    now = timezone.now()
    faculty = own_faculty_or_404(request.user, chosen_program(request))
    context = {
        "page": panel(faculty, meeting_lines(request.user, [faculty.program], now), now),
        "pulse": own_invitation(request.user, chosen_program(request)),
        "keeps": keeps_pages(request),
        "teams": teams_at_hand(request.user, faculty.program),
    }
    return render(request, "coaching/coach_panel.html", context)


@require_safe
@login_required
def calendar(request: UserRequest) -> HttpResponse:
    """The coach's month in clinic."""
    faculty = own_faculty_or_404(request.user, chosen_program(request))
    page = coach_month(faculty, timezone.now(), request.GET.get("month", ""))
    return render(request, "coaching/month.html", {"page": page})


@require_safe
@login_required
def agenda(request: UserRequest) -> HttpResponse:
    """The coach's coming weeks as a list."""
    faculty = own_faculty_or_404(request.user, chosen_program(request))
    page = coach_agenda(faculty, request.user, timezone.now(), request.GET.get("from", ""))
    return render(request, "coaching/agenda.html", {"page": page})


@require_safe
@login_required
def years(request: UserRequest) -> HttpResponse:
    """Whom I coached over the years, and who comes and goes."""
    faculty = own_faculty_or_404(request.user, chosen_program(request))
    today = program_today(faculty.program)
    found = coach_years(faculty, today)
    context = {
        "years": found,
        "residents": residents_in(found),
        "hand_overs": hand_overs(faculty, today),
    }
    return render(request, "coaching/coach_years.html", context)


@require_safe
@login_required
def leave(request: UserRequest) -> HttpResponse:
    """What being away would cost whom; nothing is saved."""
    faculty = own_faculty_or_404(request.user, chosen_program(request))
    today = program_today(faculty.program)
    schedule = published_schedule(faculty.program, today)
    context: dict[str, Any] = {"schedule": schedule, "coordinator": coordinator_of(faculty.program)}
    if schedule is None:
        return render(request, "coaching/coach_leave.html", context)
    form = LeavePreviewForm(LeavePreviewForm.asked(request.GET), year=schedule.year, today=today)
    context["form"] = form
    if form.is_valid():
        dates = (form.cleaned_data["first"], form.cleaned_data["last"])
        context["cost"] = leave_cost(schedule, faculty, dates, form.chosen_period(), today=today)
    status = 422 if form.errors else 200
    return render(request, "coaching/coach_leave.html", context, status=status)
