"""A resident's first screen is under 100 KB, of which the files shared by all pages may take 70."""

import gzip
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"


def sent(path: Path) -> int:
    """Bytes on the wire: woff2 as it is, text compressed."""
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content, 9))


def named_in(template: Path) -> set[Path]:
    """The static files that a template names."""
    return {STATIC / name for name in re.findall(r"{% static '([^']+)' %}", template.read_text())}


BY_ALL = named_in(ROOT / "templates" / "base.html")
OF_SOME = {path: named_in(path) - BY_ALL for path in sorted((ROOT / "templates").rglob("*.html"))}


def test_what_every_page_loads_leaves_room_for_the_page() -> None:
    assert len(BY_ALL) > 5
    assert sum(sent(path) for path in BY_ALL) < 70_000


@pytest.mark.parametrize("template", [path for path, files in OF_SOME.items() if files])
def test_the_style_sheets_of_any_page_stay_under_16_kilobytes(template: Path) -> None:
    loaded = BY_ALL | OF_SOME[template]
    assert sum(sent(path) for path in loaded if path.suffix == ".css") < 16_000


def test_every_style_sheet_is_on_some_page() -> None:
    assert set((STATIC / "css").iterdir()) == {
        path for path in BY_ALL.union(*OF_SOME.values()) if path.suffix == ".css"
    }
