"""Which pages may be kept on a phone, for whom, and what the worker that keeps them may do."""

import pytest
from django.test import Client

from coaching.access import own_invitations
from connectedness.accounts.models import User
from scheduling.models import Program
from tests.coaching.pulse_program import make_pulse_program
from tests.factories import make_user
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def ask(client: Client, keep: str = "yes") -> None:
    assert client.post("/keep-pages/", {"keep": keep})["Location"] == "/"


@pytest.mark.parametrize(
    ("who", "home"), [("resident", "/me/"), ("coach", "/panel/"), ("coach", "/teams/"), ("nurse", "/teams/")]
)
def test_a_home_may_be_kept_by_who_asked_for_it(
    client: Client, who: str, home: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    before = client.get(home)
    assert "Keep-Page" not in before.headers
    assert "Kept-For" not in before.headers
    ask(client)
    page = client.get(home)
    assert page["Keep-Page"] == "yes"
    assert len(page["Kept-For"]) == 20
    assert page["Cache-Control"] == "private, no-store"
    ask(client, "no")
    assert "Kept-For" not in client.get(home).headers


@pytest.mark.parametrize(
    "path", ["/me/year/", "/me/agenda/", "/me/record/", "/meetings/", "/feed/", "/notices/"]
)
def test_no_other_page_may_be_kept(client: Client, resident: User, path: str) -> None:
    client.force_login(resident)
    ask(client)
    page = client.get(path)
    assert page.status_code == 200
    assert "Keep-Page" not in page.headers
    assert page["Kept-For"] == client.get("/me/")["Kept-For"]


def test_another_session_and_another_person_have_another_name_or_none(
    client: Client, resident: User, coach: User
) -> None:
    assert sign_in(client, resident)
    ask(client)
    first = client.get("/me/")["Kept-For"]
    client.session.flush()
    assert sign_in(client, resident)
    again = client.get("/me/")["Kept-For"]
    assert again not in {first, ""}
    client.session.flush()
    assert sign_in(client, coach)
    assert "Kept-For" not in client.get("/panel/").headers


def test_the_door_names_nobody(client: Client, resident: User) -> None:
    client.force_login(resident)
    ask(client)
    client.logout()
    page = client.get("/accounts/login/")
    assert page.status_code == 200
    assert "Kept-For" not in page.headers


@pytest.mark.parametrize("said", ["yes", "1", "a:b:c", "\x00", "9" * 5000])
def test_a_cookie_that_nobody_signed_says_nothing(client: Client, resident: User, said: str) -> None:
    client.force_login(resident)
    client.cookies["keeps_home"] = said
    assert "Kept-For" not in client.get("/me/").headers


def test_a_cookie_of_somebody_else_says_nothing(client: Client, resident: User) -> None:
    other = Client()
    other.force_login(make_user("Other"))
    ask(other)
    client.force_login(resident)
    client.cookies["keeps_home"] = other.cookies["keeps_home"].value
    assert "Kept-For" not in client.get("/me/").headers


def test_the_cookie_is_closed_to_scripts_and_foreign_sites(client: Client, resident: User) -> None:
    client.force_login(resident)
    ask(client)
    cookie = client.cookies["keeps_home"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert str(resident.email) not in cookie.value


def test_the_worker_may_fetch_from_here_and_nothing_else(client: Client) -> None:
    answer = client.get("/kept-pages.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    policy = {part.strip() for part in answer["Content-Security-Policy"].split(";")}
    assert policy == {"default-src 'none'", "connect-src 'self'"}
    assert answer["Cache-Control"] == "no-cache"
    assert b"addEventListener" in answer.content


@pytest.mark.parametrize(("who", "home"), [("resident", "/me/"), ("coach", "/panel/")])
def test_no_copy_holds_a_link_that_answers_the_pulse_for_its_owner(
    client: Client, program: Program, who: str, home: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    pulse = make_pulse_program(program)
    pulse.open(with_faculty=True)
    client.force_login(user)
    link = f"/pulse/answer/{own_invitations(user).get().token}/"
    ask(client)
    kept = client.get(home).content.decode()
    assert "The pulse is open" in kept
    assert "/pulse/answer/" not in kept
    assert f'href="{link}"' in client.get("/notices/").content.decode()
