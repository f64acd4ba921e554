"""Solution files put before the verifier, true and forged."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scheduling.solver import verify

Content = dict[str, Any]
Forge = Callable[[Content], object]


def verified(problem: Path, content: Content | str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit status and everything that was said."""
    solution = problem.with_name("solution.json")
    text = content if isinstance(content, str) else json.dumps(content)
    solution.write_text(text, encoding="utf-8")
    status = verify.main([str(problem), str(solution)])
    said = capsys.readouterr()
    return status, said.out + said.err


def last_stage(content: Content) -> Content:
    stage: Content = content["certificate"]["stages"][-1]
    return stage


def alone(content: Content) -> Content:
    """A schedule as it stands in the alternatives."""
    return {key: content[key] for key in ("objective", "coach", "assignments", "precepting")}


def claim_less(content: Content) -> None:
    content["bound"] = content["bound"] - 0.5
    content["objective"] = min(content["objective"], content["bound"])
