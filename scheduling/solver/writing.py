"""The solution file appears whole or not at all, also while a solve goes on."""

import contextlib
import os
import tempfile
import time
from pathlib import Path

from scheduling.domain.solution import Outcome
from scheduling.exchange.solution_file import write_solution

KEEP_SECONDS = 2.0  # between schedules written before the end


class Keeper:
    """Writes better schedules down as they come, so that a kill loses little; not more than one in a while."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._rest_until = 0.0

    def __call__(self, outcome: Outcome) -> None:
        """Write the schedule, if it is time."""
        if time.monotonic() < self._rest_until:
            return
        # The search goes on; what keeps the last file from being written is said then.
        with contextlib.suppress(OSError):
            write(self._out, write_solution(outcome))
        self._rest_until = time.monotonic() + KEEP_SECONDS


def check_writable(out: Path) -> None:
    """Refuse before the work, not after it, a place where nothing can be written."""
    with tempfile.TemporaryFile(dir=out.parent):
        pass


def write(out: Path, text: str) -> None:
    """All of the file or nothing: written beside it, then moved into its place."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=out.parent, prefix=out.name, delete=False
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).chmod(0o644)
    Path(file.name).replace(out)
