"""Sign-ins as the library reports them: it offers signals and nothing else."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import get_user_model
from django.contrib.auth import signals as django
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record

UNKNOWN = "Unknown address"


def listen() -> None:
    """Connect once, when the app is ready."""
    django.user_logged_in.connect(_signed_in, dispatch_uid="trail")
    django.user_logged_out.connect(_signed_out, dispatch_uid="trail")
    django.user_login_failed.connect(_failed, dispatch_uid="trail")
    account.login_code_rejected.connect(_code_rejected, dispatch_uid="trail")
    mfa.authentication_failed.connect(_code_rejected, dispatch_uid="trail")
    for changed in (account.password_set, account.password_changed, account.password_reset):
        changed.connect(_password_changed, dispatch_uid="trail")
    for added in (mfa.authenticator_added, mfa.authenticator_reset):
        added.connect(_factor_added, dispatch_uid="trail")
    mfa.authenticator_removed.connect(_factor_removed, dispatch_uid="trail")


def _signed_in(*, request: HttpRequest | None, user: AbstractBaseUser, **_: Any) -> None:
    _own(EventKind.SIGNED_IN, user, request)


def _signed_out(*, request: HttpRequest | None, user: AbstractBaseUser | None, **_: Any) -> None:
    if user is not None:
        _own(EventKind.SIGNED_OUT, user, request)


def _failed(*, credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    """By whom is not known, only whose account it was; what was typed may be a password, so it is not kept."""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    user = get_user_model().objects.filter(email__iexact=typed).first() if typed.isprintable() else None
    _attempt(user, request)


def _code_rejected(*, user: AbstractBaseUser | None, request: HttpRequest | None = None, **_: Any) -> None:
    _attempt(user, request)


def _password_changed(*, request: HttpRequest | None, user: AbstractBaseUser, **_: Any) -> None:
    _own(EventKind.PASSWORD_CHANGED, user, request)


def _factor_added(
    *, request: HttpRequest | None, user: AbstractBaseUser, authenticator: Any, **_: Any
) -> None:
    _own(EventKind.MFA_ADDED, user, request, {"kind": authenticator.type})


def _factor_removed(
    *, request: HttpRequest | None, user: AbstractBaseUser, authenticator: Any, **_: Any
) -> None:
    _own(EventKind.MFA_REMOVED, user, request, {"kind": authenticator.type})


def _attempt(user: AbstractBaseUser | None, request: HttpRequest | None) -> None:
    subject = str(user) if user else UNKNOWN
    record(kind=EventKind.SIGN_IN_FAILED, actor=None, subject=subject, about=user, request=request)


def _own(
    kind: EventKind, user: AbstractBaseUser, request: HttpRequest | None, after: dict[str, Any] | None = None
) -> None:
    record(kind=kind, actor=user, subject=str(user), about=user, after=after, request=request)
