"""Templates keep to the strict policy: nothing inline, nothing from elsewhere, icons that exist."""

import re
from pathlib import Path

import pytest
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
ICONS = {path.stem for path in (ROOT / "templates" / "components" / "icons").iterdir()}

FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=|<style\b"),
    "an inline handler": re.compile(
        r"\s(on(click|change|submit|input|load|error|focus|blur|key\w+|mouse\w+)|hx-on[:a-z-]*)\s*="
    ),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)"),
    "a script without the page's nonce": re.compile(r"<script(?![^>]*\bnonce=)"),
    "a file of another server": re.compile(r"(?:src|href)=\"(?:https?:)?//"),
    "a trigger that needs eval": re.compile(r"hx-trigger=\"[^\"]*\["),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what: str) -> None:
    guilty = [str(path.relative_to(ROOT)) for path in TEMPLATES if FORBIDDEN[what].search(path.read_text())]
    assert guilty == []


def test_every_template_that_a_template_names_is_there() -> None:
    named = re.compile(r"{%\s*(?:include|extends)\s+\"([^\"#]+)[\"#](?!\|)")
    asked = {name for path in TEMPLATES for name in named.findall(path.read_text())}
    assert asked
    missing = []
    for name in sorted(asked):
        try:
            get_template(name)
        except TemplateDoesNotExist as gone:
            missing.append(f"{name}: {gone}")
    assert missing == []


def test_every_icon_that_a_template_names_is_there() -> None:
    named = re.compile(r"components/icon\.html\" with name=\"([a-z0-9-]+)\"|\bicon=\"([a-z0-9-]+)\"")
    asked = {name for path in TEMPLATES for pair in named.findall(path.read_text()) for name in pair if name}
    assert asked
    assert asked <= ICONS
