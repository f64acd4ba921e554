"""How often somebody may try, so that guessing crawls and the account's owner still gets in.

An account is never closed to its owner because others guess at it: what counts is who guesses, from where, at which
account. A browser in which its owner signed in before has a count of its own (``devices``). The numbers are
``ACCOUNT_RATE_LIMITS``.
"""

from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.http import HttpRequest

from connectedness.accounts.devices import known_device


def charge(request: HttpRequest, action: str, email: str) -> RateLimitUsage | None:
    """Count one try at an account, to be taken back if it was right; None if there were too many."""
    email = email.lower()
    if device := known_device(request, email):
        return _consume(request, f"{action}_known_device", f"{device} {email}")
    here = _consume(request, action, f"{ratelimit.get_ip(request)} {email}")
    if here is None:
        return None
    anywhere = _consume(request, f"{action}_anywhere", email)
    return RateLimitUsage(usage=[*here.usage, *anywhere.usage]) if anywhere else None


def _consume(request: HttpRequest, action: str, key: str) -> RateLimitUsage | None:
    used: RateLimitUsage | None = ratelimit.consume(request, app="allauth.account", action=action, key=key)
    return used
