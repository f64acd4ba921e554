"""Words that only their owner and those who build the schedule may read are nowhere else."""

import json
import logging
from typing import Any

import pytest
from django.contrib import admin
from django.core import mail
from django.db import DatabaseError, connection
from django.views.debug import ExceptionReporter
from zeal import zeal_ignore

from coaching.models import PulseBox, PulseRound
from coaching.services.pulse.closing import close_round
from coaching.services.pulse.sealing import unseal
from connectedness.env import BASE_DIR
from connectedness.trail.models import Event
from scheduling.services.glass import break_glass, tell_owners
from tests.access import table
from tests.access.world import (
    CANARIES,
    MEETING_READERS,
    PULSE_CANARY,
    SHARED_CANARY,
    THE_LIBRARY_READS,
    WISH_CANARY,
    World,
)
from tests.factories import resident_of

pytestmark = pytest.mark.django_db
MAY_READ = {"coordinator", "chief", "resident"}
BOX_SERVICES = ("answering", "clearing", "closing", "opening")
EMPTY_SETS = {f"{name}-{key}_FORMS": "0" for name in ("goals", "steps") for key in ("TOTAL", "INITIAL")}


def test_there_is_something_to_keep(world: World) -> None:
    record = world.address_of("programs/<int:program_id>/residents/<int:resident_id>/")
    for who, address in (("coordinator", record), ("chief", record), ("resident", "/me/record/")):
        page = world.client_of(who).get(address).content.decode()
        assert [canary for canary in CANARIES if canary not in page] == []
    wishes = world.address_of("programs/<int:program_id>/pairing/wishes/")
    assert WISH_CANARY in world.client_of("coordinator").get(wishes).content.decode()
    assert WISH_CANARY not in world.client_of("chief").get(wishes).content.decode()


@pytest.mark.parametrize("who", ["faculty", "resident"])
def test_the_two_of_a_meeting_read_what_is_theirs_and_nothing_else(world: World, who: str) -> None:
    page = world.client_of(who).get(world.address_of("meetings/<int:meeting_id>/")).content.decode()
    read = {canary for canary in MEETING_READERS if canary in page}
    assert read == {canary for canary, readers in MEETING_READERS.items() if who in readers}


def test_an_error_while_words_are_kept_says_none_of_them(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """The database fails in the middle: neither the page, nor the log, nor a mail to the operators has the words."""
    caplog.set_level(logging.DEBUG)
    client = world.client_of("faculty")
    client.raise_request_exception = False
    failed = []
    for page, name in (("private/", "private-text"), ("draft/", "summary"), ("", "summary")):
        address = f"{world.address_of('meetings/<int:meeting_id>/')}{page}"
        sent = {
            name: "Canary-in-an-error",
            "edition": "1",
            "date": "2026-07-07",
            "minutes": "30",
            **EMPTY_SETS,
        }
        with connection.execute_wrapper(refuse_meetings):
            answer = client.post(address, sent)
        failed.append(answer.status_code)
        assert "Canary-in-an-error" not in answer.content.decode()
    assert failed == [500, 500, 500]
    assert "500" in caplog.text or "Internal Server Error" in caplog.text
    kept = [caplog.text, *(str(letter.message()) for letter in mail.outbox), *_errors_as_mailed(caplog)]
    assert not [text for text in kept if "Canary-in-an-error" in text]


def test_no_row_of_the_database_has_the_words_of_an_open_round(world: World) -> None:
    """Nor once it is closed, where too few wrote; that they were counted is seen by breaking the seal."""
    held = PulseRound.objects.get(pk=str(world.rows["round_id"]))
    assert PULSE_CANARY in json.dumps(unseal(PulseBox.objects.get(round=held).sealed))
    assert [table for table in _tables() if PULSE_CANARY in _rows_of(table)] == []
    assert [table for table in _tables() if SHARED_CANARY in _rows_of(table)]
    close_round(pk=held.pk, now=held.closes_at)
    assert [table for table in _tables() if PULSE_CANARY in _rows_of(table)] == []


def _tables() -> list[str]:
    return connection.introspection.table_names()


def _rows_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')
        return repr(cursor.fetchall())


def test_an_error_while_an_answer_is_counted_says_none_of_it(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = world.client_of("nobody")
    client.raise_request_exception = False
    address = world.address_of("pulse/answer/<str:token>/")
    with connection.execute_wrapper(refuse_meetings):
        answer = client.post(address, {"q7": "Canary-in-an-error"})
    assert answer.status_code == 500
    link = str(world.rows["pulse_link"])
    for text in (answer.content.decode(), caplog.text, *_errors_with_their_variables(caplog)):
        assert "Canary-in-an-error" not in text
    assert link not in caplog.text
    assert client.post(address, {"q7": "Canary-in-an-error"}).status_code == 302


def test_only_access_and_services_know_the_private_models() -> None:
    """Whatever else wanted a note would have to name its model or its table."""
    may = {"access.py", "models/__init__.py", "models/private.py", "services/meeting_notes.py"}
    names = (
        "PrivateNote",
        "PrivateReflection",
        "MeetingDraft",
        "privatenote",
        "privatereflection",
        "meetingdraft",
    )
    found = {
        str(path.relative_to(BASE_DIR / "coaching"))
        for path in (BASE_DIR / "coaching").rglob("*.py")
        if "migrations" not in path.parts and any(name in path.read_text(encoding="utf-8") for name in names)
    }
    elsewhere = [
        path
        for package in ("connectedness", "scheduling")
        for path in (BASE_DIR / package).rglob("*.py")
        if any(name in path.read_text(encoding="utf-8") for name in names)
    ]
    assert (found, elsewhere) == (may, [])


def test_only_what_counts_and_closes_knows_the_box_of_a_round() -> None:
    places = {
        "models/__init__.py",
        "models/pulse.py",
        *(f"services/pulse/{name}.py" for name in BOX_SERVICES),
    }
    found = {
        str(path.relative_to(BASE_DIR / "coaching"))
        for path in (BASE_DIR / "coaching").rglob("*.py")
        if "migrations" not in path.parts and "PulseBox" in path.read_text(encoding="utf-8")
    }
    assert found == places


def test_no_meeting_is_in_the_administration() -> None:
    labels = {model._meta.app_label for model in admin.site._registry}
    assert "scheduling" in labels
    assert "coaching" not in labels


def refuse_meetings(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Writing about meetings fails, as on a full disk."""
    if sql.startswith(("INSERT", "UPDATE")) and "coaching_" in sql:
        raise DatabaseError("database or disk is full")
    return execute(sql, params, many, context)


def _errors_as_mailed(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What Django writes to operators about each error."""
    return [
        ExceptionReporter(record.request, *record.exc_info).get_traceback_text()
        for record in caplog.records
        if record.exc_info and hasattr(record, "request")
    ]


def _errors_with_their_variables(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The longest report that Django makes of an error: what each function held."""
    found = [
        str(ExceptionReporter(record.request, *record.exc_info).get_traceback_html())
        for record in caplog.records
        if record.exc_info and hasattr(record, "request")
    ]
    assert found
    return found


def test_no_mail_log_or_event_holds_it(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """After everybody has been everywhere; pages themselves are looked at by the matrix."""
    caplog.set_level(logging.DEBUG)
    break_glass(
        resident=resident_of(world.people["resident"]),
        actor=world.people["site admin"],
        why="Asked by counsel",
    )
    for who in ("coordinator", "faculty", "resident", "site admin"):
        client = world.client_of(who)
        for asked, answers in table.read().items():
            if asked.method == "GET" and answers[who] in {"ok", "go"}:
                with zeal_ignore(THE_LIBRARY_READS):
                    client.get(world.address_of(asked.route))
    tell_owners()
    assert mail.outbox
    assert Event.objects.filter(kind="record_read").count() >= 2
    kept = [
        *(str(letter.message()) for letter in mail.outbox),
        *(json.dumps(row, default=str) for row in Event.objects.values()),
        caplog.text,
    ]
    secrets = (*CANARIES, WISH_CANARY, PULSE_CANARY, *MEETING_READERS)
    assert [canary for canary in secrets for text in kept if canary in text] == []
