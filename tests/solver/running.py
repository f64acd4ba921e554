"""The solver's command, run as its users run it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LONG = 60.0  # seconds after which a command that should have ended is taken for hung


def command(problem: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "scheduling.solver", str(problem), "--out", str(out), *more]


def run(problem: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(problem, out, *more), capture_output=True, text=True, timeout=LONG, check=False
    )


def written(path: Path, content: dict[str, Any] | str) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path
