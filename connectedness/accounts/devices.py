"""Browsers in which somebody has signed in before: guesses made elsewhere do not slow them down.

A cookie names, signed, who signed in here; it signs nobody in.
"""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from connectedness.accounts.models import User

COOKIE, SALT = "known-device", "accounts.device"
KEPT = timedelta(days=180)
# A workstation on a ward has several people; the one who has not been here for longest is forgotten first.
PEOPLE = 12


def known_device(request: HttpRequest, email: str) -> str:
    """What tells this browser from others, if the owner of that address signed in with it before; else nothing."""
    people = _people(request)
    if not people or not email.isprintable():
        return ""
    pk = User.objects.filter(email=email.lower()).values_list("pk", flat=True).first()
    return people.get(str(pk), "")


def remember_device(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """From now on this browser is known for them."""
    people = _people(request)
    mark = people.pop(str(user.pk), secrets.token_urlsafe(12))
    kept = [*people.items(), (str(user.pk), mark)][-PEOPLE:]
    response.set_cookie(
        COOKIE,
        signing.dumps(dict(kept), salt=SALT),
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _people(request: HttpRequest) -> dict[str, str]:
    try:
        people = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return {}
    return people if isinstance(people, dict) else {}
