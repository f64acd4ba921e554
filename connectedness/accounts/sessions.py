"""How long somebody stays signed in, and how they are signed out everywhere."""

import time
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from connectedness.accounts.models import MANAGERS, Membership, User

BEGAN, SEEN = "session_began_at", "session_seen_at"
NOTED_EVERY_SECONDS = 60
# A page that looks by itself whether something is new says so: nobody is sitting there for it.
BY_ITSELF = "X-Looks-By-Itself"


def end_sessions(user: User) -> None:
    """Sign somebody out everywhere, with their next request at the latest."""
    User.objects.filter(pk=user.pk).update(sign_outs=F("sign_outs") + 1)
    user.refresh_from_db(fields=["sign_outs"])
    for session in UserSession.objects.filter(user=user):
        session.end()


def why_it_is_over(request: HttpRequest) -> str:
    """What to tell somebody whose session lasted too long, or idled with power over schedules; else nothing."""
    if not request.user.is_authenticated:
        return ""
    now, began = time.time(), request.session.get(BEGAN)
    if began is not None and now - began > settings.SESSION_LONGEST.total_seconds():
        return "You were signed out because you had been signed in for long. Sign in to go on."
    seen = request.session.get(SEEN)
    idle = settings.SESSION_IDLE.total_seconds()
    if seen is not None and now - seen > idle and _can_change_schedules(request.user):
        return f"You were signed out after {idle / 60:.0f} minutes without a sign of you. Sign in to go on."
    return ""


def _can_change_schedules(user: User) -> bool:
    return user.is_staff or Membership.objects.current().filter(user=user, role__in=MANAGERS).exists()


def begin(sender: object, request: HttpRequest, **_: object) -> None:
    """Somebody signed in, by whatever way: their time runs from now."""
    now = time.time()
    request.session[BEGAN] = request.session[SEEN] = now
    until = datetime.fromtimestamp(now, tz=timezone.get_default_timezone()) + settings.SESSION_LONGEST
    request.session.set_expiry(until)


def note_use(request: HttpRequest) -> None:
    """Once a minute at most; a session of before this was counted begins now."""
    if BEGAN not in request.session:
        begin(None, request)
    elif BY_ITSELF not in request.headers and time.time() - request.session[SEEN] > NOTED_EVERY_SECONDS:
        request.session[SEEN] = time.time()


def sign_out(request: HttpRequest, reason: str) -> HttpResponse:
    """To the front door, and back to the same page from there."""
    logout(request)
    messages.info(request, reason)
    htmx = getattr(request, "htmx", None)
    here = (
        htmx.current_url_abs_path if htmx else request.get_full_path() if request.method == "GET" else ""
    ) or "/"
    where = f"{reverse('account_login')}?{urlencode({REDIRECT_FIELD_NAME: here})}"
    return HttpResponse(headers={"HX-Redirect": where}) if htmx else HttpResponseRedirect(where)
