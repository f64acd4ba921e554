"""OpenID Connect as its specification asks: signature and nonce always checked, one person in both answers."""

import json
import secrets
from typing import Any

import jwt
from allauth.account.models import EmailAddress
from allauth.socialaccount.internal.jwtkit import lookup_kid_jwk, verify_and_decode
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

SIGNED_BY_KEY_PAIR = {
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
}
ADDRESSES = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
NUL = "\\u0000"
# What the library raises where an answer lacks what it must have or has it in another shape.
MALFORMED = (KeyError, ValueError, TypeError, AttributeError, ImproperlyConfigured)


class StrictAdapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth ships no types
    """What is said over the wire is believed only if it is signed and whole."""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The provider's published addresses, all that are needed."""
        config: dict[str, Any] = super().openid_config
        if missing := [name for name in ADDRESSES if not config.get(name)]:
            raise OAuth2Error(f"The provider publishes no {', '.join(missing)}.")
        return config

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        """Raises ``OAuth2Error`` for an answer without a signed token, or about two people."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("The provider sent no ID token.")
        try:
            login = super().complete_login(request, app, token, **kwargs)
            said = login.account.extra_data
            if said.get("userinfo") and said["userinfo"]["sub"] != said["id_token"]["sub"]:
                raise OAuth2Error("The provider's two answers are about different people.")
            if NUL in json.dumps(said):
                raise OAuth2Error("The provider's answer holds characters that no database takes.")
        except MALFORMED as error:
            raise OAuth2Error(f"The provider's answer is malformed: {error!r}") from error
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """Signed by one of the provider's published keys, for us, by this provider, not too old."""
        try:
            algorithm = jwt.get_unverified_header(id_token).get("alg")
        except jwt.PyJWTError as error:
            raise OAuth2Error("The ID token cannot be read.") from error
        if algorithm not in SIGNED_BY_KEY_PAIR:
            raise OAuth2Error(f"The ID token is signed by {algorithm}, which proves nothing.")
        decoded: dict[str, Any] = verify_and_decode(
            credential=id_token,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=app.client_id,
            lookup_kid=lookup_kid_jwk,
        )
        return decoded


class StrictOpenIDConnect(OpenIDConnectProvider):  # type: ignore[misc]  # allauth ships no types
    """Sends a nonce, which the adapter then finds again in the ID token."""

    oauth2_adapter_class = StrictAdapter

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Off to the provider."""
        nonce = secrets.token_urlsafe(24)
        auth_params = {**self.get_auth_params(), "nonce": nonce}
        kwargs |= {"auth_params": auth_params, "scope": self.get_scope(), "nonce": nonce}
        response: HttpResponse = super().redirect(request, process, next_url, data, **kwargs)
        return response

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Verified is what is said to be; the word “false” is not."""
        addresses: list[EmailAddress] = super().extract_email_addresses(data)
        for address in addresses:
            address.verified = address.verified is True or str(address.verified).lower() == "true"
        return addresses


provider_classes = [StrictOpenIDConnect]
