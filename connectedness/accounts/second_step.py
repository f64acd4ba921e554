"""Who must have a second step at sign-in, and whether they do."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest

from connectedness.accounts.models import Membership, User
from connectedness.env_sign_in import SITE_ADMINISTRATOR

STEPS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def lacks_second_step(request: HttpRequest) -> bool:
    """Whether somebody signed in must set one up first. Costs nothing where no role needs one."""
    user = request.user
    return (
        bool(settings.REQUIRE_MFA_ROLES)
        and isinstance(user, User)
        and not is_mfa_enabled(user, STEPS)
        and needs_second_step(user)
        and not _had_one_elsewhere(request)
    )


def needs_second_step(user: User) -> bool:
    """Whether one of their roles is among those that the operator named."""
    if user.is_staff and SITE_ADMINISTRATOR in settings.REQUIRE_MFA_ROLES:
        return True
    return Membership.objects.current().filter(user=user, role__in=settings.REQUIRE_MFA_ROLES).exists()


def _had_one_elsewhere(request: HttpRequest) -> bool:
    """The hospital's sign-in asked for it, as the operator says of that provider."""
    records = get_authentication_records(request, request.user)
    providers = [record["provider"] for record in records if record["method"] == "socialaccount"]
    return any(
        app.settings.get("has_second_step")
        for provider in providers
        for app in get_adapter().list_apps(request, provider=provider)
    )


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Whoever needs a second step keeps one."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Your role needs a second step. Add another one first, then remove this.",
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  # the library's
        """“Passkey”, then “Passkey 2”."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Not the last one of somebody who needs one."""
        user = authenticator.user
        others = Authenticator.objects.filter(user=user, type__in=STEPS).exclude(pk=authenticator.pk)
        return others.exists() or not needs_second_step(user)
