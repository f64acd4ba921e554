"""Where a request came from: as much as the trail may know."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

AGENT_CHARACTERS = 60
# The first sign found decides: Edge calls itself Chrome as well, and Chrome Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)
_NETWORK_BITS = {4: 24, 6: 48}


@dataclass(frozen=True, slots=True)
class Origin:
    """An address and a browser; both empty where nobody asked over the web."""

    address: str = ""
    agent: str = ""


_NOWHERE = Origin()
_current: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def origin_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """While a request is answered, events say where it came from, however deep in a service they are recorded."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        before = _current.set(request)
        try:
            return get_response(request)
        finally:
            _current.reset(before)

    return middleware


def current_origin() -> Origin:
    """Where the request that is being answered came from; nowhere in a command or a worker."""
    request = _current.get()
    return origin_of(request) if request else _NOWHERE


def current_actor() -> AbstractBaseUser | None:
    """Who sent the request that is being answered; nobody in a command or a worker, or before the sign-in."""
    user: AbstractBaseUser | None = getattr(_current.get(), "user", None)
    return user if user is not None and user.is_authenticated else None


def origin_of(request: HttpRequest) -> Origin:
    """Where a request came from."""
    return Origin(address_of(request), agent_of(request))


def address_of(request: HttpRequest) -> str:
    """The client's address, past as many proxies as the operator trusts; its network alone where policy asks."""
    try:
        whole = ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured, ValueError):
        return ""
    if not settings.TRAIL_MASKS_ADDRESSES:
        return str(whole)
    plain = whole if isinstance(whole, IPv4Address) else whole.ipv4_mapped or whole
    network = ip_network(f"{plain}/{_NETWORK_BITS[plain.version]}", strict=False)
    return str(network)


def agent_of(request: HttpRequest) -> str:
    """``Firefox on Windows``; a browser that is not known as it calls itself, cut short and printable."""
    named = request.headers.get("user-agent", "")
    browser = next((name for sign, name in _BROWSERS if sign in named), "")
    system = next((name for sign, name in _SYSTEMS if sign in named), "")
    if browser and system:
        return f"{browser} on {system}"
    return "".join(sign for sign in named if sign.isprintable())[:AGENT_CHARACTERS]
