"""“I am out today”, and not out after all."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from connectedness.web.requests import UserRequest
from scheduling.access import get_own_disruption, own_people_or_404
from scheduling.domain.calendar import day_label
from scheduling.forms.once import key_of_sent
from scheduling.forms.requests import OutForm
from scheduling.selectors.requests.places import places_on
from scheduling.selectors.years import program_today
from scheduling.services.requesting.holding import RequestRefused
from scheduling.services.requesting.out import report_out, take_own_report_back


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def out(request: UserRequest) -> HttpResponse:
    """Today, half of it, or until a day; sent, it stands on the repair list."""
    people = own_people_or_404(request.user)
    today = program_today(people[0].program)
    data = request.POST if request.method == "POST" else None
    form = OutForm(data, people=people, today=today)
    if form.is_valid() and _reported(request, form):
        return redirect("requests:requests")
    context: dict[str, Any] = {
        "form": form,
        "today": day_label(today),
        "places": [place for one in people for place in places_on(one, today)],
    }
    return render(request, "scheduling/requests/out.html", context, status=422 if form.errors else 200)


def _reported(request: UserRequest, form: OutForm) -> bool:
    try:
        made = report_out(
            person=form.person,
            days=form.days(),
            period=form.period(),
            note=form.cleaned_data["note"],
            key=key_of_sent(form.cleaned_data).hex,
            actor=request.user,
        )
    except RequestRefused as refused:
        form.add_error(None, str(refused))
        return False
    messages.success(request, f"You are out: {made.when}. Those who build the schedule are told.")
    return True


@require_POST
@login_required
def back(request: UserRequest, own_disruption_id: int) -> HttpResponse:
    """Take one's own report back, while nobody has acted."""
    disruption = get_own_disruption(request.user, own_disruption_id)
    try:
        take_own_report_back(disruption=disruption, actor=request.user)
        messages.success(request, f"Taken back: {disruption.when}.")
    except RequestRefused as refused:
        messages.error(request, str(refused))
    return redirect("requests:requests")
