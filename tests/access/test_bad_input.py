"""Nonsense in addresses, queries, forms and cookies: a clear page, never a fault of the server, nothing changed."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlencode

import pytest
from django.apps import apps
from django.test import Client

from connectedness.accounts.models import Membership, Role
from scheduling.models import AcademicYear, SolveRun
from tests.access import table
from tests.access.addresses import filled, places
from tests.access.table import Asked
from tests.access.world import World
from tests.factories import FIRST_MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TABLE = table.read()
# Whatever any page or form of the installation reads.
FIELDS = (
    "show", "q", "sort", "from", "weeks", "day", "find", "part", "month", "page", "who", "what", "whose", "first",
    "last", "text", "next", "o", "p", "e", "_popup", "year", "edition", "decide_pairing", "time_limit", "seed", "keep",
    "why", "email", "name", "role", "person", "people", "login", "password", "password1", "password2", "oldpassword",
    "change", "pair", "on", "reason", "step", "resident", "faculty", "kind", "weight",
    "code", "is_active", "user", "program", "action", "_selected_action", "term", "app_label", "model_name",
    "against", "late_reason", "leave_out", "without", "look", "change_past", "seen", "view", "read", "a", "b",
    "kind", "resident", "faculty", "site", "rooms", "period", "note", "past_is_meant", "key", "version", "digest",
    "instrument", "opens_on", "opens_at", "closes_on", "closes_at", "with_faculty", "breakdown", "q0", "q7", "anchors", "source",
    "licence", "questions-TOTAL_FORMS", "questions-0-text", "example",
    "back", "again", "phone", "pager", "0-AM", "with_teams",
)  # fmt: skip
NASTY = {
    "NUL": "a\0b",
    "long": "<script>alert(1)</script>" * 400,
    "huge": "9" * 40,
    "odd": "\u202e😀'\"; DROP TABLE trail_event; --%s{0}",
}
NOT_TEXT = "&".join(f"{field}=%ff%fe%c0" for field in FIELDS)
BAD_KEYS = ("0", "9223372036854775808", "-1", quote("1\0"))
OWN_APPS = ("accounts", "joining", "scheduling", "coaching")


def queries() -> Iterator[str]:
    yield from (urlencode(dict.fromkeys(FIELDS, value)) for value in NASTY.values())
    yield NOT_TEXT


def kept() -> dict[str, list[tuple[object, ...]]]:
    """All rows of what the program and its people are; the trail may say that somebody tried."""
    models = [model for app in OWN_APPS for model in apps.get_app_config(app).get_models()]
    return {model._meta.label: sorted(model._base_manager.values_list(), key=str) for model in models}


VISITORS = ("coordinator", "resident", "faculty", "site admin", "nobody")


@pytest.mark.parametrize("who", VISITORS)
def test_nonsense_in_a_query_is_left_out_or_refused(world: World, who: str) -> None:
    client = world.client_of(who)
    before = VISITORS[: VISITORS.index(who)]
    for (method, route), answers in TABLE.items():
        if method != "GET" or answers[who] != "ok" or "ok" in {answers[earlier] for earlier in before}:
            continue
        if route.startswith("admin/") and "<" in route:
            continue  # pages of one row read nothing from a query; lists do
        for query in queries():
            response, text = world.asks(client, "GET", f"{world.address_of(route)}?{query}")
            assert response.status_code < 500, (route, query[:60])
            assert "<script>alert" not in text, route


@pytest.mark.parametrize("who", ["nobody", "coordinator", "site admin"])
def test_nonsense_in_a_form_changes_nothing(world: World, who: str) -> None:
    """Every form that asks for something; those that are buttons alone take no input."""
    client = world.client_of(who)
    forms = [asked for asked, answers in TABLE.items() if _asks_for_something(asked, answers[who])]
    assert forms
    before = kept()
    for asked in forms:
        for body in queries():
            response = client.post(
                world.address_of(asked.route), body, content_type="application/x-www-form-urlencoded"
            )
            assert response.status_code < 500, (asked.route, body[:60])
    assert kept() == before


def _asks_for_something(asked: Asked, answer: str) -> bool:
    """Not the invitation: whoever has its address may join by whatever name."""
    asks = asked.method == "POST" and answer in {"form", "old", "ok"}
    return asks and not asked.route.startswith(("admin/", "join/"))


@pytest.mark.parametrize("who", ["coordinator", "site admin"])
def test_a_key_that_cannot_be_is_not_found(world: World, who: str) -> None:
    client = world.client_of(who)
    for asked in TABLE:
        if asked.route.startswith("admin/") != (who == "site admin"):
            continue
        for place in places(asked.route) - {"app_label", "url"}:
            for key in BAD_KEYS:
                rows = {**dict.fromkeys(places(asked.route), 1), **world.rows, "object_id": 1, place: key}
                response = world.asks(client, asked.method, filled(asked.route, rows))[0]
                assert response.status_code < 500, (asked, place, key)
                assert response.status_code != 200 or not asked.route.startswith("programs/"), (asked, key)


@pytest.mark.parametrize("cookie", ['"\\000"', "x" * 5000, "\u00ff", "1", "';--"])
def test_a_cookie_that_nobody_gave_is_nobodys(world: World, cookie: str) -> None:
    client = Client()
    client.cookies.load({"sessionid": cookie, "csrftoken": cookie, "theme": cookie, "messages": cookie})
    assert client.get("/").status_code == 302
    page = client.get("/accounts/login/")
    assert page.status_code == 200
    assert not re.search(r'data-theme="(?!dark|light)', page.content.decode())


# --- rows of another program in a form


def test_a_year_of_another_program_is_not_found_by_any_form(world: World) -> None:
    theirs = AcademicYear.objects.create(program=world.other, name="Theirs", first_monday=FIRST_MONDAY)
    client = world.client_of("coordinator")
    here = f"/programs/{world.program.pk}/"
    runs = SolveRun.objects.count()
    for address in (f"{here}year/", f"{here}runs/"):
        own = {"year": world.rows["year"], "time_limit": "30", "seed": "0"}
        assert world.asks(client, "POST", address, urlencode(own))[0].status_code in {302, 422}
        assert (
            world.asks(client, "POST", address, urlencode({**own, "year": theirs.pk}))[0].status_code == 404
        )
    assert SolveRun.objects.count() == runs


def test_a_role_and_an_invitation_of_another_program_are_not_found(world: World) -> None:
    client = world.client_of("other coordinator")
    there = f"/programs/{world.other.pk}/access/"
    nurse = Membership.objects.get(user=world.people["nurse"])
    assert client.post(f"{there}{nurse.pk}/end/").status_code == 404
    assert client.post(f"{there}invitations/{world.rows['invitation_id']}/withdraw/").status_code == 404
    nurse.refresh_from_db()
    assert (nurse.ended_at, nurse.role) == (None, Role.NURSE)
