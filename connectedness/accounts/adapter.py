"""Sign-in as hospitals want it: nobody opens an account for themselves."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from connectedness.accounts.devices import remember_device
from connectedness.accounts.limits import charge
from connectedness.accounts.models import User
from connectedness.accounts.recent import sign_in_anew, signed_in_recently

logger = logging.getLogger("django.request")


def _how_long() -> dict[str, int]:
    """How long what is mailed works, for the mail to say."""
    return {
        "minutes": app_settings.LOGIN_BY_CODE_TIMEOUT // 60,
        "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60),
    }


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts come from the program, never from a sign-up form."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": "Too many wrong tries. Wait five minutes, or have a sign-in code mailed to you: "
        "that works at once.",
        "too_many_codes": "Several codes were sent already. Use the newest, look in the spam folder, or wait five "
        "minutes.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a coordinator or administrator adds people."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Whoever signed in within the last minutes is not asked twice; whoever cannot confirm it signs in anew."""
        if signed_in_recently(self.request):
            return False
        if not self.get_reauthentication_methods(self.request.user):
            raise ImmediateHttpResponse(sign_in_anew(self.request))
        return True

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail server that is away is said on a page; the log says what it answered."""
        try:
            super().send_mail(template_prefix, email, {**context, **_how_long()})
        except (OSError, SMTPException) as error:
            logger.exception("Mail could not be sent: %s", template_prefix)
            page = render(self.request, "account/mail_failed.html", status=503)
            raise ImmediateHttpResponse(page) from error

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Slow down whoever guesses; the library takes the count back after a right password."""
        self._login_failed_rl_usage = charge(request, "login_failed", str(credentials.get("email", "")))
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        """The browser is known from now on."""
        response: HttpResponse = super().post_login(request, user, **how)
        remember_device(request, response, user)
        return response
