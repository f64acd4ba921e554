"""Who comes in by the hospital's own sign-in: whom the operator's rules and an invitation let in, nobody else."""

import logging
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialLogin
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render

from connectedness.accounts.models import User
from connectedness.accounts.names import is_reserved
from connectedness.joining.models import Invitation
from connectedness.joining.services.accepting import CannotJoin, accept_all, know_address
from connectedness.sso.linking import note_link
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record

logger = logging.getLogger("django.request")


class HospitalSignInAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Linking by address only where the operator allows it, for verified addresses, and never without an invitation."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """An ID token that was not made for this sign-in is refused."""
        token = sociallogin.account.extra_data.get("id_token")
        if isinstance(token, dict) and token.get("nonce") != sociallogin.state.get("nonce", ""):
            error = ValueError("The ID token carries another nonce.")
            raise ImmediateHttpResponse(
                render_authentication_error(request, sociallogin.provider, exception=error)
            )

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The account with that address, which the provider vouches for."""
        found: tuple[User, str] | None = super().authenticate_by_email(sociallogin)
        if found is not None:
            know_address(user=found[0])
        return found

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """For those invited; everybody else sees a page that says so, and nothing is made."""
        if self._invited_address(sociallogin):
            return True
        addresses = [address.email for address in sociallogin.email_addresses]
        where = {"provider": sociallogin.provider, "email": next(iter(addresses), "")}
        raise ImmediateHttpResponse(render(request, "socialaccount/unknown.html", where, status=403))

    @transaction.atomic
    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """The invited person's account, their roles and their row of the roster: all or nothing."""
        email = self._invited_address(sociallogin)
        named = Invitation.objects.acceptable().filter(email=email).exclude(name="").first()
        user: User = sociallogin.user
        user.email = email
        user.name = (user.name or (named.name if named else "") or email.partition("@")[0])[:150]
        user.set_unusable_password()
        sociallogin.email_addresses = []
        sociallogin.save(request)
        know_address(user=user)
        record(kind=EventKind.ACCOUNT_OPENED, actor=user, about=user, subject=str(user), request=request)
        note_link(request, user, sociallogin.account.provider)
        try:
            accept_all(user=user)
        except CannotJoin as refusal:
            transaction.set_rollback(True)
            where = {"provider": sociallogin.provider, "email": email, "refusal": str(refusal)}
            page = render(request, "socialaccount/unknown.html", where, status=409)
            raise ImmediateHttpResponse(page) from refusal
        return user

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """The name as the hospital has it."""
        user: User = super().populate_user(request, sociallogin, data)
        whole = f"{data.get('first_name') or ''} {data.get('last_name') or ''}".strip()
        name = "".join(sign for sign in str(data.get("name") or whole) if sign.isprintable())
        user.name = "" if is_reserved(name) else name
        return user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        """The person sees a page without particulars; the operator finds them in the log."""
        logger.warning("Sign-in by %s failed: %s %s", provider, error, exception or "")
        record(
            kind=EventKind.SIGN_IN_FAILED,
            actor=None,
            subject=f"Single sign-on: {provider.name}",
            request=request,
        )

    def _invited_address(self, sociallogin: SocialLogin) -> str:
        """A verified address, of a provider that may link by it, to which an invitation waits and no account belongs."""
        for address in sociallogin.email_addresses:
            email = address.email.lower()
            if (
                address.verified
                and self.can_authenticate_by_email(sociallogin, email)
                and Invitation.objects.acceptable().filter(email=email).exists()
                and not User.objects.filter(email=email).exists()
            ):
                return str(email)
        return ""
