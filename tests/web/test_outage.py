"""While the database is away, pages say so and when to try again; a fault of the software stays a fault."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client, override_settings

from connectedness.accounts.models import User
from scheduling.models import Program

AWAY = [OperationalError("the server closed the connection"), InterfaceError("connection already closed")]


@contextmanager
def every_statement_raises(error: Exception) -> Iterator[None]:
    """A database that answers each statement with that error."""

    def raise_it(*_arguments: object) -> None:
        raise error

    with connection.execute_wrapper(raise_it):
        yield


@pytest.mark.parametrize("error", AWAY)
@pytest.mark.parametrize("headers", [{}, {"hx-request": "true"}, {"accept": "application/json"}])
def test_a_page_whose_database_is_away_says_so_and_when_to_ask_again(
    client: Client, program: Program, coordinator: User, error: Exception, headers: dict[str, str]
) -> None:
    client.force_login(coordinator)
    with every_statement_raises(error):
        answer = client.get(f"/programs/{program.pk}/", headers=headers)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "The database cannot be reached just now" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert client.get(f"/programs/{program.pk}/").status_code == 200


def test_the_log_holds_what_the_database_said(
    client: Client, coordinator: User, caplog: pytest.LogCaptureFixture
) -> None:
    client.force_login(coordinator)
    with caplog.at_level(logging.ERROR), every_statement_raises(AWAY[0]):
        client.get("/")
    assert "the server closed the connection" in caplog.text


@override_settings(
    CACHES={
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }
)
def test_signing_in_without_what_counts_the_tries_waits_and_pages_work(
    client: Client, program: Program, coordinator: User
) -> None:
    answer = client.post("/accounts/login/", {"login": coordinator.email, "password": "correct horse"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    client.force_login(coordinator)
    assert client.get(f"/programs/{program.pk}/").status_code == 200


def test_a_statement_that_is_wrong_is_a_fault_of_the_software(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    client.raise_request_exception = False
    with every_statement_raises(ProgrammingError("no such column")):
        assert client.get("/").status_code == 500
