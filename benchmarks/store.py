"""The figures of all parts in one JSON file: a part that is measured again replaces its own figures and no others."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.rows import Row


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one part, and where and how they were measured."""

    machine: dict[str, str]
    load: str
    quick: bool
    seconds: float
    rows: list[Row] = field(default_factory=list)


def read_figures(path: Path) -> dict[str, Measured]:
    """What was measured so far, by part; nothing where there is no file."""
    if not path.exists():
        return {}
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return {name: Measured(**part) for name, part in content["parts"].items()}


def write_figures(path: Path, parts: dict[str, Measured]) -> None:
    """All parts, each row on a line of its own in the order of its columns."""
    content = {"parts": {name: asdict(part) for name, part in parts.items()}}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
