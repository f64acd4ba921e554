"""Meetings of a resident and a coach: all of one's own, and a new one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from coaching.access import get_own_pairing
from coaching.forms.meetings import ProposeForm
from coaching.selectors.meeting_times import suggested_times
from coaching.selectors.meetings import meetings_page
from coaching.selectors.meetings_beside import meetings_beside
from coaching.services.meetings import MeetingRefused, propose
from connectedness.accounts.role_choice import chosen_program
from connectedness.web.requests import UserRequest
from scheduling.access import own_people_or_404
from scheduling.forms.once import key_of_sent
from scheduling.models import Pairing
from scheduling.selectors.years import program_today


@require_safe
@login_required
def meetings(request: UserRequest) -> HttpResponse:
    """Whom am I to meet, and whom have I met."""
    people = own_people_or_404(request.user, chosen_program(request))
    page = meetings_page(request.user, [one.program for one in people], timezone.now())
    return render(request, "coaching/meetings/all.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: UserRequest, resident_id: int) -> HttpResponse:
    """Suggested times, and the form to propose one or to note a meeting that has been."""
    pairing = get_own_pairing(request.user, resident_id)
    today = program_today(pairing.resident.program)
    if request.method != "POST":
        initial = {
            name: request.GET[name][:120] for name in ("date", "begins", "place") if name in request.GET
        }
        return _page(request, pairing, ProposeForm(today=today, past=True, initial=initial))
    form = ProposeForm(request.POST, today=today, past=True)
    if not form.is_valid():
        return _page(request, pairing, form, status=422)
    try:
        key = key_of_sent(form.cleaned_data)
        meeting = propose(pairing=pairing, actor=request.user, key=key, slot=form.slot())
    except MeetingRefused as refused:
        form.add_error(None, str(refused))
        return _page(request, pairing, form, status=422)
    messages.success(request, f"{meeting.get_state_display()}: {meeting.when}.")
    return redirect("coaching:meeting", meeting.pk)


def _page(request: UserRequest, pairing: Pairing, form: ProposeForm, status: int = 200) -> HttpResponse:
    is_resident, now = pairing.resident.user_id == request.user.pk, timezone.now()
    context = {
        "form": form,
        "pairing": pairing,
        "other": pairing.faculty.short_name if is_resident else pairing.resident.full_name,
        "times": suggested_times(pairing, now),
        "beside": meetings_beside(pairing, now),
    }
    return render(request, "coaching/meetings/new.html", context, status=status)
