"""The example problem file, and ways to break it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

EXAMPLE = Path(__file__).parent / "cases" / "example.json"
REMOVED = object()


def example() -> dict[str, Any]:
    """The example's content, fresh."""
    content: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    return content


def changed(path: Sequence[str | int], value: object) -> dict[str, Any]:
    """The example with one place changed, added or (REMOVED) taken away."""
    content: Any = example()
    place = content
    for step in path[:-1]:
        place = place[step]
    if value is REMOVED:
        del place[path[-1]]
    elif isinstance(place, list) and path[-1] == len(place):
        place.append(value)
    else:
        place[path[-1]] = value
    found: dict[str, Any] = content
    return found
