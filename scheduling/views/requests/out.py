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
from scheduling.forms.requests import OutForm, Person
from scheduling.selectors.requests.places import places_on
from scheduling.selectors.years import program_today
from scheduling.services.requesting.holding import RequestRefused
from scheduling.services.requesting.out import report_out, take_own_report_back


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def out(request: UserRequest) -> HttpResponse:
    """Today, half of it, or until a day; sent, it stands on the repair list of each program it is for.

    Which program one works in plays no part: who is ill must not be awaited in another.
    """
    people = own_people_or_404(request.user)
    today = program_today(people[0].program)
    data = request.POST if request.method == "POST" else None
    form = OutForm(data, people=people, today=today)
    if form.is_valid() and _report(request, form):
        return redirect("requests:requests")
    context: dict[str, Any] = {
        "form": form,
        "today": day_label(today),
        "places": [place for one in people for place in _places(one, among=people)],
    }
    return render(request, "scheduling/requests/out.html", context, status=422 if form.errors else 200)


def _places(person: Person, among: list[Person]) -> list[str]:
    """Where they are expected today; in which program, where there are several."""
    of = f" of {person.program}" if len({one.program_id for one in among}) > 1 else ""
    return [f"{place}{of}" for place in places_on(person, program_today(person.program))]


def _report(request: UserRequest, form: OutForm) -> bool:
    """Tell each program, whatever another answers; whether all were told."""
    told = [_reported(request, form, person) for person in form.people]
    return all(told)


def _reported(request: UserRequest, form: OutForm, person: Person) -> bool:
    among = f" in {person.program}" if len(form.people) > 1 else ""
    try:
        made = report_out(
            person=person,
            days=form.days(program_today(person.program)),
            period=form.period(),
            note=form.cleaned_data["note"],
            key=form.key_for(person),
            actor=request.user,
        )
    except RequestRefused as refused:
        form.add_error(None, f"Not reported{among}: {refused}" if among else str(refused))
        return False
    messages.success(request, f"You are out{among}: {made.when}. Those who build the schedule are told.")
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
