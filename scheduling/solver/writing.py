"""The solution file appears whole or not at all, also while a solve goes on."""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from scheduling.domain.errors import ProblemError
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


def check_writable(out: Path, inputs: Iterable[Path | None]) -> None:
    """Refuse before the work, not after it, a place that is taken by something else, or where nothing can be written.

    Raises `ProblemError` in one line, or `OSError`.
    """
    if out.exists() and not out.is_file():
        raise ProblemError(f"--out {out}: this is no regular file.")
    if out.exists() and any(out.samefile(one) for one in inputs if one is not None and one.exists()):
        raise ProblemError(f"--out {out}: this file is read, so it is not written.")
    with tempfile.NamedTemporaryFile(dir=out.parent, prefix=out.name):
        pass


def write(out: Path, text: str) -> None:
    """All of the file or nothing: written beside it, then moved into its place."""
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=out.name)
    part = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o644)
        part.replace(out)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
