"""The trail's page: searched by who, what, whose, days and words; taken away as a harmless file."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import Program
from tests.factories import make_user
from tests.signing_in import sign_in
from tests.trail_rows import make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail(program: Program, coordinator: User) -> str:
    """The page's address; three events of the program."""
    give: dict[str, Any] = {
        "program": program,
        "kind": EventKind.ROLE_GIVEN,
        "actor_name": "Corinne Ordway",
    }
    make_event(
        **give,
        subject="Chief resident",
        about_name="Resi Dent",
        after={"role": "chief", "how": "By the office"},
        address="192.0.2.9",
    )
    make_event(
        program=program, kind=EventKind.PUBLISHED, actor_name="Chidi Efe", subject="Draft 7", days_ago=3
    )
    make_event(program=program, kind=EventKind.TRAIL_PRUNED, subject="Old ones", days_ago=9)
    return f"/programs/{program.pk}/trail/"


def found(client: Client, path: str, **asked: str) -> list[str]:
    """The subjects on the page."""
    page = client.get(path, asked).context["page"]
    return [line.subject for line in page.object_list]


def day(program: Program, days_ago: int) -> str:
    """By the program's own date, as the page reads it."""
    return str(timezone.now().astimezone(program.zone).date() - timedelta(days=days_ago))


@pytest.mark.parametrize(
    ("asked", "subjects"),
    [
        ({}, ["Chief resident", "Draft 7", "Old ones"]),
        ({"who": "ordway"}, ["Chief resident"]),
        ({"who": "system"}, ["Old ones"]),
        ({"what": "published"}, ["Draft 7"]),
        ({"whose": "dent"}, ["Chief resident"]),
        ({"text": "192.0.2.9"}, ["Chief resident"]),
        ({"text": "draft"}, ["Draft 7"]),
        ({"text": "by the office"}, ["Chief resident"]),
        ({"first": 5, "last": 1}, ["Draft 7"]),
        ({"first": "9999-12-31"}, []),
        ({"last": "0001-01-01"}, []),
        (
            {"what": "nonsense", "first": "31/02/2026", "page": "-7"},
            ["Chief resident", "Draft 7", "Old ones"],
        ),
        ({"who": "ordway", "what": "published"}, []),
    ],
)
def test_one_finds_what_one_looks_for(
    client: Client,
    coordinator: User,
    program: Program,
    trail: str,
    asked: dict[str, str | int],
    subjects: list[str],
) -> None:
    client.force_login(coordinator)
    said = {name: day(program, value) if isinstance(value, int) else value for name, value in asked.items()}
    assert found(client, trail, **said) == subjects


def test_any_word_finds_letters_of_every_language(client: Client, site_admin: User, program: Program) -> None:
    make_event(subject="One", before={"name": "José Núñez"})
    make_event(subject="Two", after={"name": 'Zoë "Zo" 李'})
    client.force_login(site_admin)
    assert found(client, "/site/trail/", text="Núñez") == ["One"]
    assert found(client, "/site/trail/", text='"zo" 李') == ["Two"]
    assert found(client, "/site/trail/", text="Muñez") == []


@pytest.mark.parametrize("value", [{"inner": "x"}, [], None, "", 7, ["a", "b"]])
def test_whatever_an_event_holds_is_shown(client: Client, site_admin: User, value: object) -> None:
    make_event(subject="Draft 7", after={"held": value})
    client.force_login(site_admin)
    assert "Draft 7" in found(client, "/site/trail/")


def test_a_name_that_somebody_chose_stands_beside_their_address(
    client: Client, coordinator: User, program: Program
) -> None:
    gone = make_user("Gone Soon")
    for actor in (coordinator, gone):
        make_event(program=program, subject="Draft 7", actor=actor, actor_name="The system", about=actor)
    make_event(program=program, subject="By itself")
    pk, _ = gone.pk, gone.delete()
    assert sign_in(client, coordinator)
    path = f"/programs/{program.pk}/trail/"
    lines = client.get(path).context["page"].object_list
    said = {(line.who, line.account, line.whose_account) for line in lines}
    mine, theirs = coordinator.email, f"account {pk}"
    assert said == {
        ("The system", mine, mine),
        ("The system", theirs, theirs),
        ("The system", "", ""),
    }
    assert mine in client.get(path).content.decode()
    assert found(client, path, who=mine) == found(client, path, whose=mine) == ["Draft 7"]
    headings, *rows = exported(client, f"{path}export/")
    assert mine in {dict(zip(headings, row, strict=True))["Account"] for row in rows}


def test_a_program_sees_its_own_events_and_a_site_administrator_all(
    client: Client, coordinator: User, stranger: User, site_admin: User, trail: str, other_program: Program
) -> None:
    make_event(program=other_program, subject="Theirs")
    make_event(kind=EventKind.SIGN_IN_FAILED, subject="Unknown address")
    client.force_login(coordinator)
    assert found(client, trail) == ["Chief resident", "Draft 7", "Old ones"]
    client.force_login(stranger)
    assert client.get(trail).status_code == 404
    assert found(client, f"/programs/{other_program.pk}/trail/") == ["Theirs"]
    client.force_login(site_admin)
    assert {"Theirs", "Draft 7", "Unknown address"} <= set(found(client, "/site/trail/"))


def test_days_are_those_of_the_program(client: Client, coordinator: User, program: Program) -> None:
    make_event(program=program, subject="Late", at=datetime(2026, 3, 3, 3, 30, tzinfo=UTC))
    client.force_login(coordinator)
    path = f"/programs/{program.pk}/trail/"
    assert found(client, path, first="2026-03-02", last="2026-03-02") == ["Late"]
    assert found(client, path, first="2026-03-03", last="2026-03-03") == []


@pytest.mark.parametrize("size", [1, 120])
def test_a_longer_trail_asks_the_database_no_more(
    client: Client, site_admin: User, program: Program, size: int
) -> None:
    for number in range(size):
        make_event(program=program, actor_name=f"Person {number}")
    client.force_login(site_admin)
    client.get("/site/trail/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = client.get("/site/trail/").context["page"]
    assert len(page.object_list) == min(size + 1, 50)
    assert len(queries) == 6


def test_pages_follow_one_another_and_keep_what_was_asked_for(client: Client, site_admin: User) -> None:
    for number in range(60):
        make_event(subject=f"Draft {number}", days_ago=number)
    client.force_login(site_admin)
    page = client.get("/site/trail/", {"text": "draft"}).content.decode()
    assert "60 events, page 1 of 2" in page
    assert "?text=draft&amp;page=2" in page
    assert found(client, "/site/trail/", text="draft", page="2")[0] == "Draft 50"


def exported(client: Client, path: str) -> list[list[str]]:
    answer = client.get(path)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.reader(io.StringIO(text)))


def test_the_file_has_what_the_page_found_and_is_on_the_trail(
    client: Client, coordinator: User, trail: str, program: Program
) -> None:
    assert sign_in(client, coordinator)
    rows = exported(client, f"{trail}export/?who=ordway&text=chief")
    assert [row[3:6] for row in rows] == [
        ["What", "To what", "Whose"],
        ["Gave a role", "Chief resident", "Resi Dent"],
    ]
    event = Event.objects.get(kind=EventKind.TRAIL_EXPORTED)
    assert (event.actor, event.program_id, event.after) == (coordinator, program.pk, {"who": "ordway"})


@pytest.mark.parametrize("subject", ["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "'=1"])
def test_no_cell_of_the_file_is_a_formula(
    client: Client, coordinator: User, program: Program, subject: str
) -> None:
    make_event(program=program, subject=subject, actor_name=subject, after={subject: subject})
    assert sign_in(client, coordinator)
    cells = [cell for row in exported(client, f"/programs/{program.pk}/trail/export/") for cell in row]
    assert f"'{subject}" in cells
    assert [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell] == []


def test_the_file_asks_again_who_it_is(client: Client, coordinator: User, trail: str) -> None:
    client.force_login(coordinator)
    assert client.get(trail).status_code == 200
    assert client.get(f"{trail}export/")["Location"].startswith("/accounts/reauthenticate/")
    assert not Event.objects.filter(kind=EventKind.TRAIL_EXPORTED).exists()
