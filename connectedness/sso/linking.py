"""Linked hospital accounts go into the trail."""

from typing import Any

from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.http import HttpRequest

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record


def listen() -> None:
    """Connect once, when the app is ready."""
    social_account_added.connect(_added, dispatch_uid="sso")
    social_account_removed.connect(_removed, dispatch_uid="sso")


def note_link(request: HttpRequest, user: User, provider: str, *, is_new: bool = True) -> None:
    """That a hospital account leads to this user from now on, or no more."""
    what = {"provider": provider}
    record(
        kind=EventKind.SSO_LINKED, actor=user, about=user, subject=str(user), request=request,
        before={} if is_new else what, after=what if is_new else {},
    )  # fmt: skip


def _added(*, request: HttpRequest, sociallogin: SocialLogin, **_: Any) -> None:
    note_link(request, sociallogin.user, sociallogin.account.provider)


def _removed(*, request: HttpRequest, socialaccount: Any, **_: Any) -> None:
    note_link(request, socialaccount.user, socialaccount.provider, is_new=False)
