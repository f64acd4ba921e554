"""Whoever is about to do something delicate has shown who they are within the last minutes."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import urlencode

_View = Callable[..., Any]


def recent_sign_in_required(view: _View) -> _View:
    """Ask again who it is before the page is shown or the form taken; then go on with what was asked for.

    By password or second step where there is one; otherwise by signing in anew.
    """

    @login_required
    @wraps(view)
    def only_when_recent(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if getattr(request, "htmx", None) and not signed_in_recently(request):
            return _as_a_page_of_its_own(request)
        return _asked_again(request, *args, **kwargs)

    _asked_again = reauthentication_required(app="connectedness.accounts")(view)
    return only_when_recent


def recent_sign_in_before_file(page: str) -> Callable[[_View], _View]:
    """The same before a file: a download leaves the browser where it is, so the answer leads back to ``page``."""

    def decorated(view: _View) -> _View:
        @login_required
        @wraps(view)
        def only_when_recent(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if signed_in_recently(request):
                return view(request, *args, **kwargs)
            back = f"{reverse(page, args=args, kwargs=kwargs)}?{request.META['QUERY_STRING']}".rstrip("?")
            methods = get_adapter().get_reauthentication_methods(request.user)
            if not methods:
                return sign_in_anew(request, back)
            return HttpResponseRedirect(f"{methods[0]['url']}?{urlencode({REDIRECT_FIELD_NAME: back})}")

        return only_when_recent

    return decorated


def signed_in_recently(request: HttpRequest) -> bool:
    """Whether this session's user signed in, or confirmed it, within the last minutes."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def sign_in_anew(request: HttpRequest, back: str = "") -> HttpResponse:
    """Out, and back to the same page by a mailed code or the hospital: for those who have nothing to confirm it with."""
    here = back or (request.get_full_path() if request.method == "GET" else resolve_url("home"))
    by_hospital = SocialAccount.objects.filter(user_id=request.user.pk).exists()
    where = reverse("account_login" if by_hospital else "account_request_login_code")
    get_adapter().logout(request)
    messages.info(request, "You signed in a while ago. Sign in again to go on.")
    return HttpResponseRedirect(f"{where}?{urlencode({REDIRECT_FIELD_NAME: here})}")


def _as_a_page_of_its_own(request: HttpRequest) -> HttpResponse:
    """A fragment cannot hold the question, so the browser opens it as a page and then comes back."""
    here = request.htmx.current_url_abs_path or resolve_url("home")  # type: ignore[attr-defined]
    methods = get_adapter().get_reauthentication_methods(request.user)
    where = methods[0]["url"] if methods else reverse("account_login")
    return HttpResponse(headers={"HX-Redirect": f"{where}?{urlencode({REDIRECT_FIELD_NAME: here})}"})
