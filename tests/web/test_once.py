"""What is read once a request is kept for that request alone."""

import pytest
from django.http import HttpRequest, HttpResponse

from connectedness.web.once import once_a_request, once_middleware


class Counting:
    """Counts how often it was read."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> int:
        self.times += 1
        return self.times


def test_in_one_request_it_is_read_once_and_in_the_next_again() -> None:
    read = Counting()

    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{once_a_request('a', read)} {once_a_request('a', read)}")

    served = once_middleware(answer)

    assert getattr(served(HttpRequest()), "content") == b"1 1"  # noqa: B009  the middleware's type is wider
    assert getattr(served(HttpRequest()), "content") == b"2 2"  # noqa: B009


def test_what_is_read_by_one_key_is_not_what_another_names() -> None:
    def answer(request: HttpRequest) -> HttpResponse:
        return HttpResponse(once_a_request("a", lambda: "one") + once_a_request("b", lambda: "two"))

    assert getattr(once_middleware(answer)(HttpRequest()), "content") == b"onetwo"  # noqa: B009


def test_outside_of_a_request_nothing_is_kept() -> None:
    read = Counting()

    assert [once_a_request("a", read), once_a_request("a", read)] == [1, 2]


def test_a_request_that_fails_leaves_nothing_behind() -> None:
    read = Counting()

    def fail(request: HttpRequest) -> HttpResponse:
        once_a_request("a", read)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        once_middleware(fail)(HttpRequest())

    assert once_a_request("a", read) == 2


def test_a_reading_that_fails_is_tried_again() -> None:
    tries = Counting()

    def read() -> int:
        if tries() == 1:
            raise ValueError("not yet")
        return tries.times

    def answer(request: HttpRequest) -> HttpResponse:
        with pytest.raises(ValueError, match="not yet"):
            once_a_request("a", read)
        return HttpResponse(str(once_a_request("a", read)))

    assert getattr(once_middleware(answer)(HttpRequest()), "content") == b"2"  # noqa: B009
