"""What the operator may set about signing in; read by ``env`` alone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import environ

SITE_ADMINISTRATOR = "site_administrator"
ROLES = ("coordinator", "chief", "director", "resident", "faculty", "nurse", SITE_ADMINISTRATOR)


class UnusableSetting(Exception):
    """A setting has a value that cannot be meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Sessions, second steps, invitations, and the hospital's own sign-in."""

    session_longest: timedelta
    session_idle: timedelta
    recent: timedelta
    second_step_roles: frozenset[str]
    invitation_lasts: timedelta
    providers: dict[str, dict[str, list[dict[str, Any]]]]


def read_sign_in(env: environ.Env) -> SignIn:
    """Read the process environment; raises ``UnusableSetting`` where it cannot be meant."""
    return SignIn(
        session_longest=timedelta(hours=_at_least_one(env, "SESSION_HOURS", 12)),
        session_idle=timedelta(minutes=_at_least_one(env, "SESSION_IDLE_MINUTES", 30)),
        recent=timedelta(minutes=_at_least_one(env, "RECENT_SIGN_IN_MINUTES", 10)),
        second_step_roles=_roles(env.list("REQUIRE_MFA_ROLES", default=[])),
        invitation_lasts=timedelta(days=_at_least_one(env, "INVITATION_DAYS", 14)),
        providers={**_openid_connect(env), **_saml(env)},
    )


def _at_least_one(env: environ.Env, name: str, default: int) -> int:
    value: int = env.int(name, default=default)
    if value < 1:
        raise UnusableSetting(f"{name} is {value}; it must be 1 or more.")
    return value


def _roles(names: list[str]) -> frozenset[str]:
    roles = frozenset(name.strip() for name in names if name.strip())
    if unknown := sorted(roles - set(ROLES)):
        raise UnusableSetting(
            f"REQUIRE_MFA_ROLES names {', '.join(unknown)}; the roles are {', '.join(ROLES)}."
        )
    return roles


def _openid_connect(env: environ.Env) -> dict[str, Any]:
    """One OpenID Connect provider; more can be added by the site administrator."""
    server = env.str("OIDC_SERVER_URL", default="")
    if not server:
        return {}
    app = {
        "provider_id": env.str("OIDC_ID", default="hospital"),
        "name": env.str("OIDC_NAME", default="Hospital account"),
        "client_id": _needed(env, "OIDC_CLIENT_ID", "OIDC_SERVER_URL"),
        "secret": env.str("OIDC_CLIENT_SECRET", default=""),
        "settings": {"server_url": server, "oauth_pkce_enabled": True, **_linking(env, "OIDC")},
    }
    return {"openid_connect": {"APPS": [app]}}


def _saml(env: environ.Env) -> dict[str, Any]:
    """One SAML provider; more can be added by the site administrator."""
    entity = env.str("SAML_IDP_ENTITY_ID", default="")
    if not entity:
        return {}
    idp = {
        "entity_id": entity,
        "sso_url": _needed(env, "SAML_IDP_SSO_URL", "SAML_IDP_ENTITY_ID"),
        "x509cert": env.str("SAML_IDP_CERTIFICATE", default="", multiline=True),
    }
    if not idp["x509cert"]:
        raise UnusableSetting("SAML_IDP_ENTITY_ID is set, so SAML_IDP_CERTIFICATE (or …_FILE) is needed too.")
    slug = env.str("SAML_ID", default="hospital")
    app = {
        "provider_id": entity,
        "name": env.str("SAML_NAME", default="Hospital account"),
        "client_id": slug,
        "settings": {
            "idp": idp,
            "attribute_mapping": {
                "uid": env.list(
                    "SAML_ATTRIBUTE_ID", default=["urn:oasis:names:tc:SAML:attribute:subject-id"]
                ),
                "email": env.list("SAML_ATTRIBUTE_EMAIL", default=SAML_EMAIL),
            },
            "advanced": {
                "want_assertion_signed": True,
                "reject_idp_initiated_sso": True,
                "allow_single_label_domains": True,
            },
            **_linking(env, "SAML"),
        },
    }
    return {"saml": {"APPS": [app]}}


SAML_EMAIL = [
    "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
]


def _linking(env: environ.Env, prefix: str) -> dict[str, Any]:
    """Whether an e-mail address finds the account, and for which domains the provider's word is proof."""
    settings: dict[str, Any] = {"email_authentication": env.bool(f"{prefix}_LINK_BY_EMAIL", default=False)}
    if domains := env.list(f"{prefix}_VERIFIED_DOMAINS", default=[]):
        settings["verified_email"] = domains
    settings["has_second_step"] = env.bool(f"{prefix}_HAS_SECOND_STEP", default=False)
    return settings


def _needed(env: environ.Env, name: str, because: str) -> str:
    value: str = env.str(name, default="")
    if not value:
        raise UnusableSetting(f"{because} is set, so {name} is needed too.")
    return value
