"""What changed: everybody's own notices, and how they want to be told."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from connectedness.accounts.models import User
from connectedness.web.requests import UserRequest
from scheduling.access import own_notices, unread_notices, visible_programs
from scheduling.domain.wording import counted
from scheduling.forms.notices import NoticeChoiceForm, ReadForm
from scheduling.models import Program
from scheduling.selectors.notices import Told, chosen, latest
from scheduling.services.notices.choosing import choose_delivery, mark_read


@require_safe
@login_required
def notices(request: UserRequest) -> HttpResponse:
    """The newest notices; what is new to the reader stands out until it is marked as read."""
    return _page(request)


@require_POST
@login_required
def read(request: UserRequest) -> HttpResponse:
    """What the page showed is read; what came since stays new."""
    form = ReadForm(request.POST)
    if form.is_valid():
        mark_read(own_notices(request.user), form.cleaned_data["shown"])
    return redirect("notices")


@require_POST
@login_required
def choose(request: UserRequest, program_id: int) -> HttpResponse:
    """How to be told in one of the user's programs; a program that is not theirs is a 404."""
    program = visible_programs(request.user).filter(pk=program_id).first()
    if program is None:
        raise Http404
    form = NoticeChoiceForm(request.POST, prefix=str(program.pk))
    if not form.is_valid():
        return _page(request, refused=(program, form))
    choose_delivery(user=request.user, program=program, choice=form.said(), waiting=own_notices(request.user))
    messages.success(request, f"Kept: how {program} tells you of changes.")
    return redirect("notices")


def _page(request: UserRequest, refused: tuple[Program, NoticeChoiceForm] | None = None) -> HttpResponse:
    found = latest(own_notices(request.user))
    forms = [
        (
            row.program,
            refused[1]
            if refused and refused[0] == row.program
            else NoticeChoiceForm.of(row.choice, prefix=str(row.program.pk)),
        )
        for row in chosen(request.user, visible_programs(request.user).order_by("name"))
    ]
    context = {"title": _title(request.user, found), "notices": found, "forms": forms}
    return render(request, "scheduling/notices.html", context, status=422 if refused else 200)


def _title(user: User, found: list[Told]) -> str:
    """With the number of the bell, which counts those too for which the page is too short."""
    unread = unread_notices(user)
    if unread:
        return f"{counted(unread, 'notice')} you have not read"
    return "You have read every notice" if found else "Nothing has changed yet"
