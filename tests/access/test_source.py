"""No page reaches a row past ``access``: read from the source itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectedness.env import BASE_DIR

PACKAGES = ("connectedness", "scheduling", "coaching")
DOORS = {"views", "api", "forms", "landing", "urls", "templatetags"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}
SHORT_CUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404"}


def outer_modules() -> list[Path]:
    """Whatever answers a request: views, interfaces, forms, the landing page."""
    found = [path for package in PACKAGES for path in (BASE_DIR / package).rglob("*.py")]
    return sorted(path for path in found if DOORS & {*path.relative_to(BASE_DIR).parts[:-1], path.stem})


def past_access(source: str) -> Iterator[str]:
    """Lines in which rows are asked for directly."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            yield f"line {node.lineno}: .{node.attr}"
        if isinstance(node, ast.Name) and node.id in SHORT_CUTS:
            yield f"line {node.lineno}: {node.id}"


@pytest.mark.parametrize("path", outer_modules(), ids=lambda path: str(path.relative_to(BASE_DIR)))
def test_a_page_reaches_rows_through_access_and_selectors_alone(path: Path) -> None:
    assert list(past_access(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "line", ["Resident.objects.get(pk=1)", "get_object_or_404(Run, pk=1)", "Run._default_manager.all()"]
)
def test_the_reader_of_source_sees_what_it_looks_for(line: str) -> None:
    assert list(past_access(line))
