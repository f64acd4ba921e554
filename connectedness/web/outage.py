"""What a page says while the database is away: not a fault of the software, and over by itself."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

RETRY_AFTER_SECONDS = 5
# Pages need the database; signing in needs the cache too, which counts the tries.
AWAY = (OperationalError, InterfaceError, RedisConnectionError, RedisTimeoutError)
logger = logging.getLogger("django.request")


class OutageMiddleware:
    """Answers 503 with ``Retry-After`` where a page fails because the database does not answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing of its own."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page about it; every other exception goes on. The log gets the cause, since nobody else sees it."""
        if not isinstance(exception, AWAY):
            return None
        return database_is_away(request, exception)


def database_is_away(request: HttpRequest, error: Exception) -> HttpResponse:
    """The page about it; the cause goes to the log."""
    logger.error("The database did not answer: %s", request.path, exc_info=error)
    return HttpResponse(
        render_to_string("503.html"),
        status=503,
        headers={"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"},
    )
