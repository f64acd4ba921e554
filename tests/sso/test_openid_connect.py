"""Signing in by OpenID Connect: the whole round trip over HTTP, and whom it does not let in."""

import re
from collections.abc import Iterator
from html import unescape
from http.client import HTTPConnection
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client, override_settings
from django.utils import timezone

from connectedness.accounts.models import Membership, Role, User
from connectedness.joining.models import Invitation
from connectedness.joining.services.inviting import invite
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import Program, Resident
from tests.factories import make_resident, make_user
from tests.signing_in import sign_in
from tests.sso.openid_provider import CLIENT, OTHER_KEY, SECRET, OpenIdProvider, running

LOGIN = "/accounts/oidc/hospital/login/"
pytestmark = pytest.mark.django_db


def providers(provider: OpenIdProvider, **settings: Any) -> dict[str, Any]:
    """The settings that the environment makes."""
    app = {
        "provider_id": "hospital",
        "name": "Riverside account",
        "client_id": CLIENT,
        "secret": SECRET,
        "settings": {
            "server_url": provider.url,
            "oauth_pkce_enabled": True,
            "email_authentication": True,
            **settings,
        },
    }
    return {"openid_connect": {"APPS": [app]}}


@pytest.fixture
def hospital() -> Iterator[OpenIdProvider]:
    """The hospital's provider, which may link by address."""
    with (
        running(OpenIdProvider()) as provider,
        override_settings(SOCIALACCOUNT_PROVIDERS=providers(provider)),
    ):
        yield provider


def go(client: Client, process: str = "login") -> Any:
    """Press the button, sign in at the hospital, come back; the page one ends on."""
    page = client.post(f"{LOGIN}?process={process}&next=%2F").content.decode()
    away = re.search(r'href="(http://127[^"]+)" data-follow', page)
    assert away, page
    back = urlsplit(visit(unescape(away[1])))
    return client.get(f"{back.path}?{back.query}")


def visit(address: str) -> str:
    """Open an address of the provider as a browser does; where it sends one."""
    where = urlsplit(address)
    connection = HTTPConnection(where.netloc)
    connection.request("GET", f"{where.path}?{where.query}")
    location = connection.getresponse().getheader("Location") or ""
    connection.close()
    return location


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def rae() -> User:
    """Somebody with an account whose address the hospital knows."""
    return User.objects.create_user("rae@example.org", "correct horse", name="Rae Ready")


def test_an_account_is_found_by_its_verified_address_and_linked(
    client: Client, hospital: OpenIdProvider, rae: User
) -> None:
    assert go(client)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(rae.pk)
    linked = SocialAccount.objects.get()
    assert (linked.user, linked.provider, linked.uid) == (rae, "hospital", "employee-1")
    assert Event.objects.filter(kind=EventKind.SSO_LINKED, about=rae).exists()
    rae.refresh_from_db()
    assert rae.has_usable_password()
    hospital.person.email = "another@example.org"
    again = Client()
    assert go(again)["Location"] == "/"
    assert again.session["_auth_user_id"] == str(rae.pk)


def test_the_way_there_carries_state_nonce_and_challenge(client: Client, hospital: OpenIdProvider) -> None:
    page = client.post(LOGIN)
    away = re.search(r'href="([^"]+)" data-follow', page.content.decode())
    assert away
    asked = parse_qs(urlsplit(unescape(away[1])).query)
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert "form-action 'self'" in page["Content-Security-Policy"]


def test_an_address_alone_links_nobody_where_the_operator_does_not_allow_it(
    client: Client, hospital: OpenIdProvider, rae: User
) -> None:
    with override_settings(SOCIALACCOUNT_PROVIDERS=providers(hospital, email_authentication=False)):
        answer = go(client)
        assert answer.status_code == 403
        assert "You have no account here yet" in answer.content.decode()
        assert not is_in(client)
        assert not SocialAccount.objects.exists()
        assert sign_in(client, rae)
        go(client, "connect")
        assert SocialAccount.objects.get().user == rae
        assert go(Client())["Location"] == "/"


@pytest.mark.parametrize("said", [False, None, "false", 0, "no"])
def test_an_unverified_address_links_nobody(
    client: Client, hospital: OpenIdProvider, rae: User, said: object
) -> None:
    hospital.person.email_verified = said
    answer = go(client)
    assert answer.status_code == 403
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    with override_settings(SOCIALACCOUNT_PROVIDERS=providers(hospital, verified_email=["example.org"])):
        assert go(Client())["Location"] == "/"


def test_somebody_whom_nobody_invited_sees_why_and_nothing_is_made(
    client: Client, hospital: OpenIdProvider
) -> None:
    answer = go(client)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "rae@example.org" in page
    assert "Nothing was made or changed" in page
    assert not User.objects.exists()
    assert not SocialAccount.objects.exists()
    assert client.get("/accounts/3rdparty/signup/").status_code == 302
    assert not is_in(client)


def test_somebody_invited_joins_by_signing_in(
    client: Client, hospital: OpenIdProvider, program: Program
) -> None:
    row = make_resident(program, "Ready, Rae", email="rae@example.org")
    invite(program=program, role=Role.RESIDENT, email="Rae@example.org", person=row, actor=None)
    assert go(client).status_code == 302
    user = User.objects.get()
    assert (user.email, user.name, user.has_usable_password()) == ("rae@example.org", "Rae Ready", False)
    row.refresh_from_db()
    assert row.user == user
    assert client.get("/", follow=True).redirect_chain == [("/me/", 302)]
    assert Invitation.objects.get().accepted_by == user


@pytest.mark.parametrize("why", ["expired", "withdrawn", "unverified", "taken"])
def test_an_invitation_that_does_not_hold_makes_no_account(
    client: Client, hospital: OpenIdProvider, program: Program, why: str
) -> None:
    row = make_resident(program, "Ready, Rae", email="rae@example.org")
    invite(program=program, role=Role.RESIDENT, email="rae@example.org", person=row, actor=None)
    if why == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    elif why == "withdrawn":
        Invitation.objects.update(withdrawn_at=timezone.now())
    elif why == "unverified":
        hospital.person.email_verified = False
    else:
        Resident.objects.update(user=make_user("Somebody First"))
    assert go(client).status_code in {403, 409}
    assert not is_in(client)
    assert not User.objects.filter(email="rae@example.org").exists()
    assert not SocialAccount.objects.exists()
    assert not Membership.objects.exists()


def wrong(provider: OpenIdProvider, lie: str) -> None:
    """Let the provider lie in one way."""
    person = provider.person
    lies: dict[str, Any] = {
        "nonce": lambda: person.token_claims.update(nonce="another"),
        "no nonce": lambda: person.token_claims.update(nonce=None),
        "key": lambda: setattr(provider, "signs_with", OTHER_KEY),
        "no token": lambda: setattr(provider, "sends_token", False),
        "audience": lambda: person.token_claims.update(aud="another-client"),
        "issuer": lambda: person.token_claims.update(iss="https://elsewhere.example.org"),
        "expired": lambda: person.token_claims.update(exp=1),
        "two people": lambda: person.userinfo.update(sub="employee-2"),
        "nobody": lambda: person.userinfo.update(sub=None),
        "long": lambda: (person.userinfo.update(sub="x" * 5000), person.token_claims.update(sub="x" * 5000)),
        "nul": lambda: (person.userinfo.update(sub="a\0b"), person.token_claims.update(sub="a\0b")),
        "odd address": lambda: person.userinfo.update(email=["rae@example.org"]),
    }
    lies[lie]()


LIES = ["nonce", "no nonce", "key", "no token", "audience", "issuer", "expired", "two people", "nobody", "long", "nul",
        "odd address"]  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_an_answer_that_cannot_be_trusted_lets_nobody_in(
    client: Client, hospital: OpenIdProvider, rae: User, lie: str
) -> None:
    wrong(hospital, lie)
    answer = go(client)
    assert answer.status_code in {401, 403}
    page = answer.content.decode()
    assert "Nothing was " in page
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(("algorithm", "key"), [("none", None), ("HS256", SECRET.ljust(64))])
def test_a_token_that_anybody_could_have_signed_lets_nobody_in(
    client: Client, hospital: OpenIdProvider, rae: User, algorithm: str, key: str | None
) -> None:
    hospital.algorithm, hospital.signs_with = algorithm, key
    assert go(client).status_code == 401
    assert not is_in(client)


def test_an_answer_works_once_and_for_the_browser_that_asked(
    client: Client, hospital: OpenIdProvider, rae: User
) -> None:
    page = client.post(LOGIN).content.decode()
    away = re.search(r'href="([^"]+)" data-follow', page)
    assert away
    back = urlsplit(visit(unescape(away[1])))
    thief = Client()
    assert thief.get(f"{back.path}?{back.query}").status_code == 401
    assert not is_in(thief)
    assert client.get(f"{back.path}?{back.query}").status_code == 302
    assert is_in(client)
    client.post("/accounts/logout/")
    assert client.get(f"{back.path}?{back.query}").status_code == 401
    assert not is_in(client)


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x&code=%00", "?error=access_denied&state=x", "?state=" + "x" * 9000]
)
def test_a_made_up_answer_gives_a_page_and_changes_nothing(
    client: Client, hospital: OpenIdProvider, query: str
) -> None:
    assert client.get(f"{LOGIN}callback/{query}").status_code == 401
    assert not is_in(client)


@pytest.mark.parametrize("trouble", ["away", "half a configuration", "no keys"])
def test_a_provider_in_trouble_gives_a_page_and_the_other_ways_in_stay_open(
    client: Client, hospital: OpenIdProvider, rae: User, trouble: str
) -> None:
    if trouble == "away":
        hospital.is_away = True
    elif trouble == "half a configuration":
        hospital.published["authorization_endpoint"] = None
    else:
        hospital.published["jwks_uri"] = f"{hospital.url}/nothing"
    answer = go(client) if trouble == "no keys" else client.post(LOGIN)
    assert answer.status_code == 401
    assert "Riverside account could not sign you in" in answer.content.decode()
    assert Event.objects.filter(kind=EventKind.SIGN_IN_FAILED).exists()
    assert sign_in(Client(), rae)


def test_whoever_turns_back_at_the_hospital_is_told_so(client: Client, hospital: OpenIdProvider) -> None:
    hospital.refuses = True
    answer = go(client)
    assert client.get(answer["Location"]).content.decode().count("You turned back") == 1


def test_a_closed_account_is_not_let_in(client: Client, hospital: OpenIdProvider, rae: User) -> None:
    assert go(Client())["Location"] == "/"
    rae.is_active = False
    rae.save()
    go(client)
    assert not is_in(client)


def test_a_provider_nobody_set_up_is_not_found(client: Client, hospital: OpenIdProvider) -> None:
    assert client.post(LOGIN).status_code == 200
    assert client.post("/accounts/oidc/other/login/").status_code == 404
    assert client.get("/accounts/oidc/other/login/callback/").status_code == 404


def test_looking_at_the_address_sends_nobody_off(client: Client, hospital: OpenIdProvider) -> None:
    answer = client.get(LOGIN)
    assert answer.status_code == 200
    assert "data-follow" not in answer.content.decode()
    assert "Riverside account" in client.get("/accounts/login/").content.decode()


def test_a_second_step_at_the_hospital_counts_where_the_operator_says_so(
    client: Client, hospital: OpenIdProvider, rae: User, program: Program
) -> None:
    Membership.objects.create(user=rae, program=program, role=Role.COORDINATOR)
    with override_settings(REQUIRE_MFA_ROLES={"coordinator"}):
        go(client)
        assert client.get("/")["Location"] == "/accounts/2fa/?needed=1"
        with override_settings(SOCIALACCOUNT_PROVIDERS=providers(hospital, has_second_step=True)):
            assert client.get("/")["Location"] == f"/programs/{program.pk}/"
