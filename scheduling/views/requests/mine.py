"""All of one's own requests, with their state; and how one can be reached."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from connectedness.accounts.role_choice import chosen_program
from connectedness.web.requests import UserRequest
from scheduling.access import own_disruptions, own_leave_requests, own_people_or_404, own_swaps
from scheduling.domain.wording import counted
from scheduling.forms.contact import ContactForm
from scheduling.forms.requests import Person, person_key
from scheduling.models import Resident
from scheduling.selectors.requests.lines import leave_lines, out_lines, swap_lines
from scheduling.selectors.years import program_today
from scheduling.services.requesting.contact import save_contact


@require_safe
@login_required
def requests(request: UserRequest) -> HttpResponse:
    """What waits for me, and what became of what I asked."""
    people = own_people_or_404(request.user, chosen_program(request))
    programs = {one.program for one in people}
    here, today = {"year__program__in": programs}, program_today(people[0].program)
    swaps = swap_lines(own_swaps(request.user).filter(**here), request.user.pk, today)
    leave = leave_lines(own_leave_requests(request.user).filter(**here), today)
    outs = own_disruptions(request.user).filter(**here)
    context = {
        "title": _title(
            sum(line.is_asked for line in swaps),
            sum(line.is_open for line in swaps) + sum(line.is_open for line in leave),
        ),
        "outs": out_lines(outs, request.user.pk, today),
        "leave": leave,
        "swaps": swaps,
        "is_resident": any(isinstance(one, Resident) for one in people),
        "names_programs": len(programs) > 1,
    }
    return render(request, "scheduling/requests/mine.html", context)


def _title(asked: int, waiting: int) -> str:
    if asked:
        return "A swap waits for your answer" if asked == 1 else f"{asked} swaps wait for your answer"
    if waiting:
        return f"{counted(waiting, 'request')} of yours {'waits' if waiting == 1 else 'wait'} for an answer"
    return "None of your requests waits"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def contact(request: UserRequest) -> HttpResponse:
    """Phone, pager, pronouns; in two programs, for each, the one worked in first."""
    people = own_people_or_404(request.user)
    people.sort(key=lambda one: one.program_id != chosen_program(request))
    sent = request.POST.get("who", "")
    chosen = next((one for one in people if person_key(one) == sent), None)
    if request.method != "POST" or chosen is None:
        return _contact_page(request, people, status=422 if request.method == "POST" else 200)
    form = _form(chosen, request.POST)
    if not form.is_valid():
        return _contact_page(request, people, bound=form, chosen=chosen, status=422)
    is_new = save_contact(person=chosen, contact=form.contact())
    messages.success(request, "Saved." if is_new else "Nothing was to be changed.")
    return redirect("requests:contact")


def _form(person: Person, data: Any = None) -> ContactForm:
    names = ("phone", "phone_is_shown", "pager", "pronouns", "pronouns_are_shown")
    initial = {name: getattr(person, name) for name in names}
    return ContactForm(data, initial=initial, auto_id=f"{person_key(person)}-%s")


def _contact_page(
    request: UserRequest,
    people: list[Person],
    *,
    bound: ContactForm | None = None,
    chosen: Person | None = None,
    status: int = 200,
) -> HttpResponse:
    forms = [
        {
            "person": one,
            "key": person_key(one),
            "form": bound if bound is not None and one == chosen else _form(one),
        }
        for one in people
    ]
    return render(request, "scheduling/requests/contact.html", {"forms": forms}, status=status)
