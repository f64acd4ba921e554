"""Text stays readable in both themes: WCAG 2.2 AA contrast, computed from the tokens themselves."""

import re
from itertools import product
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css").read_text()
THEMES = ("light", "dark")
HUES = ("ambulatory", "wards", "icu", "elective", "nights", "community")
SURFACES = ("paper", "card", "sunk")
TEXT_ON_GROUND = [
    *product(("ink", "muted", "faint"), SURFACES),
    *product(("together-ink",), (*SURFACES, "together-soft")),
    ("on-together", "together"),
    ("ink", "together-2"),
    ("on-ink", "ink"),
    ("warn", "warn-ground"),
    ("warn", "card"),
    ("bad", "bad-ground"),
    ("bad", "card"),
    ("ink", "focus-ground"),
]
SIGN_ON_GROUND = [
    ("edge", "paper"),
    ("edge", "card"),
    ("together", "card"),
    ("together-3", "card"),
    ("focus", "card"),
]


def pair(line: str) -> tuple[str, str]:
    light, dark = re.findall(r"#[0-9A-F]{6}", line)
    return light, dark


def colour(token: str, theme: str) -> str:
    found = re.search(rf"--{token}: light-dark\(([^)]*)\)", TOKENS)
    assert found, token
    return pair(found[1])[THEMES.index(theme)]


def hue(name: str, part: str, theme: str) -> str:
    found = re.search(rf"\.hue-{name} .*--{part}: light-dark\(([^)]*)\)", TOKENS)
    assert found, name
    return pair(found[1])[THEMES.index(theme)]


def luminance(value: str) -> float:
    channels = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_has_at_least_4_5_on_its_ground(text: str, ground: str, theme: str) -> None:
    assert contrast(colour(text, theme), colour(ground, theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("sign", "ground"), SIGN_ON_GROUND)
def test_what_marks_a_control_or_an_overlap_has_at_least_3(sign: str, ground: str, theme: str) -> None:
    assert contrast(colour(sign, theme), colour(ground, theme)) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", HUES)
def test_words_and_chips_stand_out_on_every_rotation(name: str, theme: str) -> None:
    assert contrast(colour("band-ink", theme), hue(name, "strip", theme)) >= 4.5
    assert contrast(colour("faint", theme), hue(name, "body", theme)) >= 4.5
    assert contrast(colour("edge", theme), hue(name, "body", theme)) >= 3
