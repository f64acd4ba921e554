"""What the documents point at is there."""

import re
from pathlib import Path

import pytest

from connectedness.env import BASE_DIR

DOCUMENTS = [*BASE_DIR.glob("*.md"), *(BASE_DIR / "docs").rglob("*.md")]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
MAKEFILE = (BASE_DIR / "Makefile").read_text()


def name(path: Path) -> str:
    return str(path.relative_to(BASE_DIR))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_leads_somewhere(document: Path) -> None:
    links = [link for link in LINK.findall(document.read_text()) if "://" not in link]
    assert [link for link in links if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", [BASE_DIR / "README.md", BASE_DIR / "CONTRIBUTING.md"], ids=name)
def test_every_command_that_is_named_exists(document: Path) -> None:
    named = set(re.findall(r"^\$ make ([a-z]+)", document.read_text(), re.MULTILINE))
    assert named
    assert [target for target in named if not re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)] == []
