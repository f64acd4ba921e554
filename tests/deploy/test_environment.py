"""What an operator can set: documented, and nothing of it reaches the tests."""

import re
import secrets
from pathlib import Path

import pytest

from connectedness import env, env_sign_in
from connectedness.env import BASE_DIR, WeakSecret, read_environment
from connectedness.env_sign_in import UnusableSetting
from tests.settings import OPERATORS_OWN, SIGN_IN


def names_of_sign_in() -> set[str]:
    """Those that name the hospital's providers are made of a prefix and a word."""
    source = Path(env_sign_in.__file__).read_text()
    words = re.findall(r"\{prefix\}(_[A-Z_]+)", source)
    return set(re.findall(r"env(?:\.\w+\(|,)\s*\"([A-Z]+_[A-Z_]+)\"", source)) | {
        f"{prefix}{word}" for prefix in ("OIDC", "SAML") for word in words
    }


NAMES = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", Path(env.__file__).read_text())) | names_of_sign_in()


def test_every_setting_is_in_the_operators_guide() -> None:
    guides = [(BASE_DIR / "docs" / name).read_text() for name in ("operate.md", "sign-in.md")]
    cells = re.findall(r"^\|([^|]+)\|", "\n".join(guides), re.MULTILINE)
    documented = set(re.findall(r"`([A-Z]+_[A-Z_]+|DEBUG|DEMO)`", "".join(cells)))
    assert documented == NAMES


def test_no_setting_of_the_caller_reaches_the_tests() -> None:
    others = {name for name in NAMES if not name.startswith(SIGN_IN)}
    assert set(OPERATORS_OWN) | {"CONNECTEDNESS_VAR"} == others


OIDC = {
    "OIDC_SERVER_URL": "https://login.example.org",
    "OIDC_CLIENT_ID": "connectedness",
    "OIDC_LINK_BY_EMAIL": "1",
}
SAML = {
    "SAML_IDP_ENTITY_ID": "https://login.example.org",
    "SAML_IDP_SSO_URL": "https://login.example.org/saml",
    "SAML_IDP_CERTIFICATE": "-----BEGIN CERTIFICATE-----",
    "SAML_VERIFIED_DOMAINS": "example.org",
}


def test_the_hospitals_sign_in_is_set_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert read_environment().sign_in.providers == {}
    secret = tmp_path / "secret"
    secret.write_text("from a file\n")
    for name, value in {**OIDC, **SAML, "OIDC_CLIENT_SECRET_FILE": str(secret)}.items():
        monkeypatch.setenv(name, value)
    providers = read_environment().sign_in.providers
    (openid,), (saml,) = (providers[kind]["APPS"] for kind in ("openid_connect", "saml"))
    assert (openid["provider_id"], openid["secret"]) == ("hospital", "from a file")
    assert openid["settings"]["email_authentication"] is True
    assert saml["settings"]["email_authentication"] is False
    assert saml["settings"]["verified_email"] == ["example.org"]
    assert saml["settings"]["advanced"]["want_assertion_signed"] is True


WRONG = [
    ({**OIDC, "OIDC_CLIENT_ID": ""}, "OIDC_CLIENT_ID is needed"),
    ({**SAML, "SAML_IDP_CERTIFICATE": ""}, "SAML_IDP_CERTIFICATE"),
    ({**SAML, "SAML_IDP_SSO_URL": ""}, "SAML_IDP_SSO_URL is needed"),
    ({"REQUIRE_MFA_ROLES": "coordinator,boss"}, "names boss; the roles are coordinator"),
    ({"SESSION_HOURS": "0"}, "SESSION_HOURS is 0"),
]


@pytest.mark.parametrize(("given", "said"), WRONG, ids=[said for _, said in WRONG])
def test_settings_of_sign_in_that_cannot_be_meant_are_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], said: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(UnusableSetting, match=said):
        read_environment()


def test_a_short_secret_key_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", secrets.token_urlsafe(64))
    assert read_environment().secret_key
    monkeypatch.setenv("SECRET_KEY", "too short")
    with pytest.raises(WeakSecret, match=r"has 9 characters.*Make one with"):
        read_environment()


def test_a_key_is_made_once_and_kept_for_its_owner_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CONNECTEDNESS_VAR", str(tmp_path))
    first, second = read_environment().secret_key, read_environment().secret_key
    assert first == second
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_the_compose_file_and_the_example_name_settings_that_exist() -> None:
    example = (BASE_DIR / ".env.example").read_text()
    named = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    assert named - {"POSTGRES_PASSWORD"} <= NAMES


@pytest.mark.parametrize("key", ["ab" * 40, "django-insecure-" + secrets.token_urlsafe(64)])
def test_a_key_that_can_be_guessed_is_refused(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("SECRET_KEY", key)
    with pytest.raises(WeakSecret):
        read_environment()


def test_secrets_can_stand_in_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    key = secrets.token_urlsafe(64)
    for name, value in {
        "SECRET_KEY": key,
        "DATABASE_URL": "postgres://connectedness:Kept-in-a-file@db.example.org:5432/connectedness",
        "EMAIL_URL": "smtp+tls://user:Kept-in-a-file@mail.example.org:587",
    }.items():
        file = tmp_path / name.lower()
        file.write_text(value + "\n")
        monkeypatch.setenv(f"{name}_FILE", str(file))
    read = read_environment()
    assert read.secret_key == key
    assert (read.database["PASSWORD"], read.database["NAME"]) == ("Kept-in-a-file", "connectedness")
    assert read.email["EMAIL_HOST_PASSWORD"] == "Kept-in-a-file"


@pytest.mark.parametrize("password", ["postgres", "Password", "changeme"])
def test_a_database_password_that_everybody_knows_is_refused(
    monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgres://connectedness:{password}@db.example.org:5432/name")
    with pytest.raises(WeakSecret, match="DATABASE_URL"):
        read_environment()


@pytest.mark.parametrize("hosts", ["", "*", "connectedness.example.org,*"])
def test_behind_https_the_names_it_answers_to_are_said(monkeypatch: pytest.MonkeyPatch, hosts: str) -> None:
    monkeypatch.setenv("BEHIND_HTTPS", "1")
    monkeypatch.setenv("ALLOWED_HOSTS", hosts)
    with pytest.raises(UnusableSetting, match="Write the names"):
        read_environment()
    monkeypatch.setenv("ALLOWED_HOSTS", "connectedness.example.org")
    assert read_environment().allowed_hosts == ["connectedness.example.org"]


@pytest.mark.parametrize("days", ["0", "29", "-1"])
def test_a_trail_that_would_be_kept_too_short_is_refused(monkeypatch: pytest.MonkeyPatch, days: str) -> None:
    monkeypatch.setenv("TRAIL_KEEP_DAYS", days)
    with pytest.raises(UnusableSetting, match="TRAIL_KEEP_DAYS"):
        read_environment()


@pytest.mark.parametrize("days", ["0", "-1", "367"])
def test_undo_that_would_be_kept_for_no_time_or_for_ever_is_refused(
    monkeypatch: pytest.MonkeyPatch, days: str
) -> None:
    assert read_environment().undo_keep_days == 30
    monkeypatch.setenv("UNDO_KEEP_DAYS", days)
    with pytest.raises(UnusableSetting, match="UNDO_KEEP_DAYS"):
        read_environment()


def test_mail_that_nobody_sends_is_kept_in_the_installations_own_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CONNECTEDNESS_VAR", str(tmp_path))
    assert read_environment().email["EMAIL_FILE_PATH"] == str(tmp_path / "mail")
