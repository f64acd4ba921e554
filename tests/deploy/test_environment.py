"""What an operator can set: documented, and nothing of it reaches the tests."""

import re
import secrets
from pathlib import Path

import pytest

from connectedness import env
from connectedness.env import BASE_DIR, WeakSecret, read_environment
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
