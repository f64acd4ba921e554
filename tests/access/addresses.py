"""Every address of the installation, from the resolver itself, with something to put into each."""

import re
from collections.abc import Iterator, Mapping

from django.urls import URLPattern, URLResolver, get_resolver

PLACE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)")
# Answered before any address is looked up.
BY_MIDDLEWARE = ("healthz", "readyz")


def every_route() -> list[str]:
    """The routes as ``urls.py`` writes them, each once, in order."""
    return sorted({*_routes(get_resolver(), ""), *BY_MIDDLEWARE})


def _routes(resolver: URLResolver, before: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + _plain(str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from _routes(entry, route)


def _plain(pattern: str) -> str:
    """A regular expression as a route: its anchors and escapes gone, its groups as ``<name>``."""
    if not pattern.startswith("^") and "(?P<" not in pattern:
        return pattern
    named = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", pattern)
    return re.sub(r"^\^|\\Z$|\$$|\\(?=[./-])", "", named)


def places(route: str) -> set[str]:
    """What must be put into a route."""
    return {match[1] for match in PLACE.finditer(route)}


def filled(route: str, rows: Mapping[str, object]) -> str:
    """The address itself; raises ``KeyError`` where nothing is known to put there."""
    return "/" + PLACE.sub(lambda match: str(rows[match[1]]), route)
