"""Guessing crawls, and the account's owner still gets in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client, override_settings

from connectedness.accounts.devices import COOKIE
from connectedness.accounts.models import User
from tests.factories import make_user
from tests.signing_in import LOGIN, PASSWORD, sign_in

FILES = "django.core.cache.backends.filebased.FileBasedCache"


@pytest.fixture
def real_cache(tmp_path: Path) -> Iterator[None]:
    """The embedded installation's own cache: files that all its processes share."""
    with override_settings(CACHES={"default": {"BACKEND": FILES, "LOCATION": str(tmp_path)}}):
        cache.clear()
        yield


def at(address: str) -> Client:
    """A browser at an address."""
    return Client(REMOTE_ADDR=address)


def guess(client: Client, user: User, times: int) -> int:
    """Try so many wrong passwords; how many of them were looked at."""
    looked_at: list[object] = []

    def note(**_: object) -> None:
        looked_at.append(None)

    user_login_failed.connect(note)
    try:
        for number in range(times):
            client.post(LOGIN, {"login": user.email, "password": f"guess {number}"})
    finally:
        user_login_failed.disconnect(note)
    return len(looked_at)


def test_a_thousand_guesses_crawl_while_the_owner_signs_in_from_elsewhere(
    coordinator: User, real_cache: None
) -> None:
    attacker = at("198.51.100.7")
    assert guess(attacker, coordinator, 1000) == 5
    assert not sign_in(attacker, coordinator)
    assert sign_in(at("203.0.113.9"), coordinator)


def test_guesses_from_behind_the_same_address_stop_neither_colleagues_nor_a_known_browser(
    coordinator: User, nurse: User
) -> None:
    hospital = "198.51.100.7"
    own = at(hospital)
    assert sign_in(own, coordinator)
    own.post("/accounts/logout/")
    assert guess(at(hospital), coordinator, 50) == 5
    assert not sign_in(at(hospital), coordinator)
    assert sign_in(own, coordinator)
    assert sign_in(at(hospital), nurse)


@override_settings(ACCOUNT_RATE_LIMITS={**settings.ACCOUNT_RATE_LIMITS, "login_failed_anywhere": "10/h/key"})
def test_many_addresses_together_are_slowed_and_a_known_browser_is_not(
    coordinator: User, mailoutbox: list[EmailMessage]
) -> None:
    own = at("203.0.113.9")
    assert sign_in(own, coordinator)
    own.post("/accounts/logout/")
    looked_at = sum(guess(at(f"198.51.100.{number}"), coordinator, 1) for number in range(15))
    assert looked_at == 10
    assert sign_in(own, coordinator)
    elsewhere = at("203.0.113.77")
    assert not sign_in(elsewhere, coordinator)
    elsewhere.post("/accounts/login/code/", {"email": coordinator.email})
    code = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", str(mailoutbox[-1].body), re.MULTILINE)
    assert code
    elsewhere.post("/accounts/login/code/confirm/", {"code": code[1]})
    assert elsewhere.session["_auth_user_id"] == str(coordinator.pk)


@override_settings(ACCOUNT_RATE_LIMITS={**settings.ACCOUNT_RATE_LIMITS, "login_failed": "10/5m/ip,5/5m/key"})
def test_one_address_that_tries_everybody_is_slowed(db: None) -> None:
    everybody = [make_user() for _ in range(15)]
    attacker = at("198.51.100.7")
    assert sum(guess(attacker, user, 1) for user in everybody) == 10


def test_a_known_browser_has_no_more_guesses_than_others(coordinator: User) -> None:
    stolen = at("198.51.100.7")
    assert sign_in(stolen, coordinator)
    stolen.post("/accounts/logout/")
    assert guess(stolen, coordinator, 20) == 5


def test_a_browser_is_known_for_those_alone_who_signed_in_with_it(coordinator: User, nurse: User) -> None:
    browser = at("198.51.100.7")
    assert sign_in(browser, nurse)
    browser.post("/accounts/logout/")
    assert guess(at("198.51.100.7"), coordinator, 6) == 5
    assert not sign_in(browser, coordinator)
    browser.cookies[COOKIE] = browser.cookies[COOKIE].value.replace(":", "0:", 1)
    assert not sign_in(browser, coordinator)


def test_right_passwords_use_nothing_up(coordinator: User) -> None:
    browser = at("198.51.100.7")
    for _ in range(12):
        assert sign_in(browser, coordinator)
        browser.post("/accounts/logout/")
        del browser.cookies[COOKIE]


def test_nobody_uses_up_the_codes_of_another(coordinator: User, mailoutbox: list[EmailMessage]) -> None:
    for _ in range(20):
        at("198.51.100.7").post("/accounts/login/code/", {"email": coordinator.email})
    assert len(mailoutbox) == 3
    at("203.0.113.9").post("/accounts/login/code/", {"email": coordinator.email})
    assert len(mailoutbox) == 4


def test_whoever_is_slowed_is_told_for_how_long_and_what_works_now(coordinator: User) -> None:
    attacker = at("198.51.100.7")
    guess(attacker, coordinator, 5)
    page = attacker.post(LOGIN, {"login": coordinator.email, "password": PASSWORD}).content.decode()
    assert "Wait five minutes, or have a sign-in code mailed to you" in page


@pytest.mark.parametrize(("trusted", "counted"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.7")])
def test_an_address_passed_on_counts_only_if_the_operator_says_so(
    trusted: int, counted: str, db: None
) -> None:
    seen: list[str] = []
    inner = ratelimit.get_ip

    def note(request: object) -> str:
        seen.append(inner(request))
        return seen[-1]

    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=trusted), pytest.MonkeyPatch.context() as patch:
        patch.setattr(ratelimit, "get_ip", note)
        forged = {"x-forwarded-for": "198.51.100.7, 203.0.113.9"}
        Client().post(LOGIN, {"login": "a@example.org", "password": "wrong"}, headers=forged)
    assert set(seen) == {counted}


LONG = "x" * 100_000
BAD = [
    ("\0", PASSWORD),
    ("a@example.org", "\0"),
    (LONG, PASSWORD),
    ("a@example.org", LONG),
    ("", ""),
    ("a", "b"),
]


@pytest.mark.parametrize(("login", "password"), BAD, ids=range(len(BAD)))
def test_bad_input_at_the_front_door_is_answered_on_the_page(
    client: Client, db: None, login: str, password: str
) -> None:
    assert client.post(LOGIN, {"login": login, "password": password}).status_code == 200
    assert client.post("/accounts/login/code/", {"email": login}).status_code in {200, 302}
    assert client.post("/accounts/password/reset/", {"email": login}).status_code in {200, 302}
    assert client.post("/accounts/login/code/confirm/", {"code": password}).status_code in {200, 302}
    assert "_auth_user_id" not in client.session


def test_a_code_works_once(client: Client, coordinator: User, mailoutbox: list[EmailMessage]) -> None:
    client.post("/accounts/login/code/", {"email": coordinator.email})
    code = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", str(mailoutbox[0].body), re.MULTILINE)
    assert code
    stolen = Client()
    stolen.cookies.load(client.cookies.output(header="", sep=";"))
    client.post("/accounts/login/code/confirm/", {"code": code[1]})
    assert client.session["_auth_user_id"] == str(coordinator.pk)
    client.post("/accounts/logout/")
    for browser in (client, stolen, Client()):
        assert browser.post("/accounts/login/code/confirm/", {"code": code[1]}).status_code in {200, 302}
        assert "_auth_user_id" not in browser.session
