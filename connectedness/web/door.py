"""What every request passes before its page: the session's limits, and the second step that a role needs."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from connectedness.accounts.second_step import lacks_second_step
from connectedness.accounts.sessions import note_use, sign_out, why_it_is_over
from connectedness.web.outage import AWAY, database_is_away

OWN_ACCOUNT = "/accounts/"
# The pulse is answered by a link, by nobody in particular: what was typed there is not lost with a session that ran out.
BY_LINK = "/pulse/answer/"


class DoorMiddleware:
    """Signs out whose session is over; leads whoever lacks a second step to set it up before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse, or let in and note that the session is in use."""
        if request.path.startswith(BY_LINK):
            return self.get_response(request)
        try:
            refusal = _refusal(request)
        except AWAY as error:
            return database_is_away(request, error)
        if refusal is not None:
            return refusal
        response = self.get_response(request)
        if request.user.is_authenticated:
            note_use(request)
        return response


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return None
    if reason := why_it_is_over(request):
        return sign_out(request, reason)
    if not request.path.startswith(OWN_ACCOUNT) and lacks_second_step(request):
        where = f"{reverse('mfa_index')}?needed=1"
        is_fragment = getattr(request, "htmx", None)
        return HttpResponse(headers={"HX-Redirect": where}) if is_fragment else HttpResponseRedirect(where)
    return None
