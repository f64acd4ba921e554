"""What the sign-in library offers and this project does not, and the other way round."""

from typing import NoReturn

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from connectedness.accounts.access import get_own_session
from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record


def addresses_come_from_the_program(request: HttpRequest) -> NoReturn:
    """404: an address says who somebody is, so nobody changes their own or claims another's."""
    raise Http404


@require_POST
@login_required
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of one's own sessions, wherever it is; somebody else's is a 404."""
    assert isinstance(request.user, User)
    get_own_session(request.user, session_id).end()
    record(
        kind=EventKind.SESSION_ENDED, actor=request.user, about=request.user, subject=str(request.user),
        request=request,
    )  # fmt: skip
    messages.success(request, "That session has ended.")
    return redirect("usersessions_list")
