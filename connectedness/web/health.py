"""Whether this process lives, and whether it can serve: for supervisors and load balancers.

Answered before everything else, so that neither the name they call by nor plain HTTP inside the network matters.
"""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def health_middleware(get_response: GetResponse) -> GetResponse:
    """Answer ``/healthz`` (this process answers) and ``/readyz`` (so does its database; 503 if not)."""
    answers = {"/healthz": alive, "/readyz": ready}

    def middleware(request: HttpRequest) -> HttpResponseBase:
        answer = answers.get(request.path)
        return answer() if answer else get_response(request)

    return middleware


def alive() -> HttpResponse:
    """Always well: whoever reads this has reached the process."""
    return _say("alive", status=200)


def ready() -> HttpResponse:
    """Well if the database answers. A broker that is away stops no page, so it is not asked."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        connection.close()
        answer = _say(
            "The database cannot be reached. Pages come back by themselves when it does.", status=503
        )
        answer["Retry-After"] = "5"
        return answer
    return _say("ready", status=200)


def _say(words: str, *, status: int) -> HttpResponse:
    return HttpResponse(
        f"{words}\n", status=status, content_type="text/plain", headers={"Cache-Control": "no-store"}
    )
