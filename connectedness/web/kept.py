"""Copies of somebody's own home on their own phone, for where there is no connection: asked for device by device.

A cookie says that this person asked for it on this device. Every page then says for whom copies may be there, and those
that may be kept say so; the service worker (static/js/kept_pages.js) does the rest.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache, wraps
from http import HTTPStatus
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_POST, require_safe

from connectedness.web.requests import UserRequest

COOKIE = "keeps_home"
SALT = "connectedness.kept"
ASKED_FOR = timedelta(days=180)
WORKER = Path(settings.BASE_DIR) / "static" / "js" / "kept_pages.js"
View = Callable[..., HttpResponse]


def kept_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Say with every page for whom copies may be on this device; without a word, they go."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code == HTTPStatus.OK and keeps_pages(request):
            response.headers["Kept-For"] = _whose(request)
        return response

    return middleware


def may_be_kept(view: View) -> View:
    """A page of which a copy may be on its owner's phone: never one with what somebody wrote for few."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if keeps_pages(request):
            response.headers["Keep-Page"] = "yes"
        return response

    return marked


def keeps_pages(request: HttpRequest) -> bool:
    """Whether whoever is signed in asked for copies on this device."""
    said = request.COOKIES.get(COOKIE)
    if not said or not request.user.is_authenticated:
        return False
    try:
        return bool(signing.loads(said, salt=SALT, max_age=ASKED_FOR) == request.user.pk)
    except signing.BadSignature:
        return False


@require_POST
@login_required
def choose(request: UserRequest) -> HttpResponse:
    """Copies on this device from now on, or none any more."""
    response = redirect("home")
    if request.POST.get("keep") == "yes":
        response.set_cookie(
            COOKIE,
            signing.dumps(request.user.pk, salt=SALT),
            max_age=ASKED_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response


@require_safe
@csp({"default-src": [NONE], "connect-src": [SELF]})
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, from the root, so that it may serve every page; it may fetch from here and nothing else."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=1)
def _worker() -> bytes:
    return WORKER.read_bytes()


def _whose(request: HttpRequest) -> str:
    """Names the session without telling it: another session's copies are another's."""
    return salted_hmac(SALT, str(request.session.session_key)).hexdigest()[:20]
