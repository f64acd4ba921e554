"""A second step that a role needs: set up before anything else, kept once there."""

import time
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client, override_settings

from connectedness.accounts.models import Role, User
from scheduling.models import Program
from tests.factories import member
from tests.settings import ZEAL_ALLOWLIST
from tests.signing_in import PASSWORD, sign_in

SETTING_UP = "/accounts/2fa/?needed=1"


@pytest.fixture
def required() -> Iterator[None]:
    """What a careful operator sets."""
    with override_settings(REQUIRE_MFA_ROLES={"coordinator", "site_administrator"}):
        yield


def digits(secret: str) -> str:
    """What the app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def set_up_app(client: Client) -> str:
    """Set up an authenticator app by the pages; its secret."""
    secret: str = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    answer = client.post("/accounts/2fa/totp/activate/", {"code": digits(secret)})
    assert answer.status_code == 302, answer.content.decode()
    return secret


def test_whoever_needs_one_and_has_none_sets_it_up_before_anything_else(
    client: Client, program: Program, coordinator: User, required: None
) -> None:
    assert sign_in(client, coordinator)
    for page in ("/", f"/programs/{program.pk}/", "/figures/", "/admin/", "/feed/"):
        assert client.get(page)["Location"] == SETTING_UP
    asked = {"HX-Request": "true"}
    assert client.get(f"/programs/{program.pk}/", headers=asked)["HX-Redirect"] == SETTING_UP
    assert "Your role needs a second step" in client.get(SETTING_UP).content.decode()
    set_up_app(client)
    assert client.get(f"/programs/{program.pk}/").status_code == 200
    assert Authenticator.objects.filter(user=coordinator, type="recovery_codes").exists()


@pytest.mark.parametrize(
    ("role", "path"), [("resident", "/me/"), ("nurse", "/in-clinic/"), ("chief", "/figures/")]
)
def test_nobody_else_is_asked(
    client: Client, db: None, request: pytest.FixtureRequest, role: str, path: str, required: None
) -> None:
    assert sign_in(client, request.getfixturevalue(role))
    assert client.get(path).status_code == 200


def test_a_role_given_in_mid_session_asks_with_the_next_request(
    client: Client, program: Program, resident: User, required: None
) -> None:
    assert sign_in(client, resident)
    assert client.get("/me/").status_code == 200
    member(resident, program, Role.COORDINATOR)
    assert client.get("/me/")["Location"] == SETTING_UP


def test_a_site_administrator_is_asked_in_the_administration_too(
    client: Client, site_admin: User, required: None
) -> None:
    assert sign_in(client, site_admin)
    assert client.get("/admin/")["Location"] == SETTING_UP


def test_the_last_one_is_not_taken_away_from_somebody_who_needs_it(
    client: Client, coordinator: User, resident: User, required: None
) -> None:
    for user, stays in ((coordinator, True), (resident, False)):
        browser = Client()
        assert sign_in(browser, user)
        set_up_app(browser)
        browser.post("/accounts/2fa/totp/deactivate/")
        assert Authenticator.objects.filter(user=user, type="totp").exists() == stays


def test_the_password_alone_opens_nothing_once_there_is_a_second_step(client: Client, resident: User) -> None:
    TOTP.activate(resident, "JBSWY3DPEHPK3PXP")
    codes = RecoveryCodes.activate(resident).get_unused_codes()
    assert not sign_in(client, resident)
    assert client.get("/me/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in client.session
    client.post("/accounts/2fa/authenticate/", {"code": digits("JBSWY3DPEHPK3PXP")})
    assert client.session["_auth_user_id"] == str(resident.pk)
    by_code = Client()
    assert not sign_in(by_code, resident)
    by_code.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert by_code.session["_auth_user_id"] == str(resident.pk)
    again = Client()
    assert not sign_in(again, resident)
    again.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert "_auth_user_id" not in again.session


@pytest.mark.parametrize("wrong", ["", "\0", "x" * 100_000, "１２３４５６"])
def test_bad_input_at_the_second_step_is_answered_on_the_page(
    client: Client, resident: User, wrong: str
) -> None:
    TOTP.activate(resident, "JBSWY3DPEHPK3PXP")
    sign_in(client, resident)
    assert client.post("/accounts/2fa/authenticate/", {"code": wrong}).status_code == 200
    assert "_auth_user_id" not in client.session
    for credential in ("{}", "[]", "null", '{"id": 1}', wrong):
        answer = client.post("/accounts/2fa/webauthn/login/", {"credential": credential})
        assert answer.status_code in {200, 302}


OWN_PAGES = ("2fa/", "2fa/totp/activate/", "2fa/webauthn/", "2fa/webauthn/add/", "sessions/", "3rdparty/",
             "password/change/", "logout/")  # fmt: skip


@pytest.mark.parametrize("path", OWN_PAGES)
def test_ones_own_pages_speak_the_projects_words(client: Client, resident: User, path: str) -> None:
    assert sign_in(client, resident)
    words = client.get(f"/accounts/{path}").content.decode()
    assert "page-narrow" in words or "entrance" in words
    for phrase in ("Two-Factor", "Third-Party", "security key", "Activate", "successfully"):
        assert phrase not in words


@pytest.mark.parametrize(
    "path", ["2fa/totp/deactivate/", "2fa/recovery-codes/", "2fa/recovery-codes/generate/"]
)
def test_pages_of_a_second_step_that_is_there_do_too(client: Client, resident: User, path: str) -> None:
    assert sign_in(client, resident)
    set_up_app(client)
    answer = client.get(f"/accounts/{path}")
    assert answer.status_code == 200
    assert "Two-Factor" not in answer.content.decode()


@override_settings(ZEAL_ALLOWLIST=[*ZEAL_ALLOWLIST, {"model": "accounts.User", "field": "*"}])
def test_one_ends_ones_own_session_elsewhere_and_nobody_elses(
    client: Client, resident: User, coordinator: User
) -> None:
    elsewhere, other = Client(), Client()
    for browser, user in ((client, resident), (elsewhere, resident), (other, coordinator)):
        assert sign_in(browser, user)
    page = client.get("/accounts/sessions/")
    assert "You are signed in at 2 places" in page.content.decode()
    mine = [row.pk for row in page.context["sessions"] if row.session_key == elsewhere.session.session_key]
    foreign = [row.pk for row in other.get("/accounts/sessions/").context["sessions"]]
    assert client.post(f"/accounts/sessions/{foreign[0]}/end/").status_code == 404
    assert other.get("/figures/").status_code == 200
    client.post(f"/accounts/sessions/{mine[0]}/end/")
    assert elsewhere.get("/me/").status_code == 302
    assert client.get("/me/").status_code == 200


def test_changing_the_password_ends_the_sessions_elsewhere(client: Client, resident: User) -> None:
    elsewhere = Client()
    assert sign_in(client, resident)
    assert sign_in(elsewhere, resident)
    new = {"oldpassword": PASSWORD, "password1": "a long enough phrase", "password2": "a long enough phrase"}
    assert client.post("/accounts/password/change/", new).status_code == 302
    assert client.get("/me/").status_code == 200
    assert elsewhere.get("/me/").status_code == 302
