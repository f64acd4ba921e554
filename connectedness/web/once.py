"""What is read once for a request, however often it is asked for while that is answered."""

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from typing import Any, TypeVar, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase

T = TypeVar("T")
READING = frozenset({"GET", "HEAD"})
_read: ContextVar[dict[Hashable, Any] | None] = ContextVar("read_once_a_request", default=None)
_only_reads: ContextVar[bool] = ContextVar("request_only_reads", default=False)


def once_a_request(key: Hashable, read: Callable[[], T]) -> T:
    """What ``read`` returned when it was first asked for by that key; outside of requests it is read each time."""
    known = _read.get()
    if known is None:
        return read()
    if key not in known:
        known[key] = read()
    return cast("T", known[key])


def once_while_reading(key: Hashable, read: Callable[[], T]) -> T:
    """The same while somebody looks at a page; a request that may change what is read asks each time."""
    return once_a_request(key, read) if _only_reads.get() else read()


def once_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Nothing is kept from one request to the next, nor for the part of an answer that is streamed."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        tokens = _read.set({}), _only_reads.set(request.method in READING)
        try:
            return get_response(request)
        finally:
            _read.reset(tokens[0])
            _only_reads.reset(tokens[1])

    return middleware
