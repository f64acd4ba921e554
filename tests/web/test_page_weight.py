"""A resident's first screen is under 100 KB, of which the files shared by all pages may take 70."""

import gzip
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"


def sent(path: Path) -> int:
    """Bytes on the wire: woff2 as it is, text compressed."""
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content, 9))


def test_what_every_page_loads_leaves_room_for_the_page() -> None:
    named = re.findall(r"{% static '([^']+)' %}", (ROOT / "templates" / "base.html").read_text())
    loaded = {STATIC / name for name in named}
    assert len(loaded) > 5
    assert sum(sent(path) for path in loaded) < 70_000


def test_all_style_sheets_together_stay_under_16_kilobytes() -> None:
    assert sum(sent(path) for path in (STATIC / "css").iterdir()) < 16_000
