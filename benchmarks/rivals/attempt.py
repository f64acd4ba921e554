"""What a rival is given and what it gives back."""

import json
import sys
import time
from dataclasses import dataclass

from scheduling.domain.solution import Solution


@dataclass(frozen=True, slots=True)
class Attempt:
    """A rival's schedule (legal or not), its bound on the score, and the seconds that its engine took by itself."""

    solution: Solution | None
    bound: float | None = None
    engine_seconds: float = 0.0


def say(started: float, objective: float, bound: float | None) -> None:
    """A line of progress as the solver writes it; a rival says only what is legal."""
    line = {
        "seconds": round(time.monotonic() - started, 3),
        "stage": "Schedule",
        "objective": objective,
        "bound": bound,
    }
    sys.stderr.write(json.dumps(line) + "\n")
    sys.stderr.flush()
