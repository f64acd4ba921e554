"""What an operator can set: documented, and nothing of it reaches the tests."""

import re
import secrets
from pathlib import Path

import pytest

from connectedness import env
from connectedness.env import BASE_DIR, UnusableSetting, WeakSecret, read_environment
from tests.settings import OPERATORS_OWN

NAMES = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", Path(env.__file__).read_text()))


def test_every_setting_is_in_the_operators_guide() -> None:
    guide = (BASE_DIR / "docs" / "operate.md").read_text()
    documented = set(re.findall(r"^\| `([A-Z_]+)`", guide, re.MULTILINE))
    assert documented == NAMES


def test_no_setting_of_the_caller_reaches_the_tests() -> None:
    assert set(OPERATORS_OWN) | {"CONNECTEDNESS_VAR"} == NAMES


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
