"""The solver as a process of its own: started, listened to, stopped."""

import os
import selectors
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from django.conf import settings

from scheduling.domain.scope import Scope
from scheduling.services.solving import confined

# Nothing of the worker's environment reaches the solver but these: it needs no secrets and no database.
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "TZ")
# Threads and arenas that nobody uses would count against the memory limit.
SPARING = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2"}
LONGEST_LINE = 100_000
SOLUTION = "solution.json"
READ_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Errand:
    """What the solver is asked to do: a folder with the problem, seconds, the seed, and what alone may change."""

    folder: Path
    time_limit: int
    seed: int
    scope: Scope | None = None

    @property
    def problem(self) -> Path:
        """Where the problem file lies."""
        return self.folder / "problem.json"

    @property
    def solution(self) -> Path:
        """Where the solver writes what it found."""
        return self.folder / SOLUTION

    def command(self) -> list[str]:
        """The solver's own command line, to be run in the folder."""
        return [
            *settings.SOLVER_COMMAND, self.problem.name, "--out", self.solution.name,
            "--time-limit", str(self.time_limit), "--seed", str(self.seed), *_limits(self.scope),
        ]  # fmt: skip


class SolverProcess:
    """A running solver. It must be started and left by the same thread: on Linux it dies with that thread."""

    def __init__(self, errand: Errand) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - the command is the operator's setting
            _confined(errand.command()),
            cwd=errand.folder,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert self._process.stderr is not None
        self._stderr = self._process.stderr
        os.set_blocking(self._stderr.fileno(), False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._stderr, selectors.EVENT_READ)
        self._partial = b""
        self._closed = False
        self._silent_after_exit = False

    def lines(self, *, seconds: float) -> list[str]:
        """The lines that it has said, waiting at most so long for the first."""
        if self._closed:
            self._await_end(seconds)
            return []
        exited = self._process.poll() is not None
        if not self._selector.select(seconds):
            self._silent_after_exit = exited
            return []
        said = self._stderr.read(READ_BYTES)
        if said == b"":
            self._closed = True
        return self._whole_lines(said or b"")

    def ended(self) -> bool:
        """Whether it has ended and all that it said has been read."""
        return self._process.poll() is not None and (self._closed or self._silent_after_exit)

    @property
    def exit_status(self) -> int:
        """Its exit status; negative for the signal that killed it."""
        return self._process.returncode if self._process.returncode is not None else -signal.SIGKILL

    def interrupt(self) -> None:
        """Ask it to stop and to write down the best that it has."""
        self._signal(signal.SIGINT)

    def kill(self) -> None:
        """End it and whatever it started, now."""
        self._signal(signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()
        self._process.wait()
        self._selector.close()
        self._stderr.close()

    def _signal(self, number: signal.Signals) -> None:
        # Its process group bears its own id, which is not given to another before it has been waited for.
        if self._process.poll() is None:
            os.killpg(self._process.pid, number)

    def _await_end(self, seconds: float) -> None:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return

    def _whole_lines(self, said: bytes) -> list[str]:
        *whole, self._partial = (self._partial + said).split(b"\n")
        if self._closed or len(self._partial) > LONGEST_LINE:
            whole.append(self._partial)
            self._partial = b""
        return [line.decode(errors="replace") for line in whole if line.strip()]


def _limits(scope: Scope | None) -> Iterator[str]:
    """The options that limit a solve; each with its value in one word, whatever an id begins with."""
    if scope is None:
        return
    if scope.weeks is not None:
        yield "--weeks={}-{}".format(*scope.weeks)
    for name, chosen in (("site", scope.sites), ("residents", scope.residents)):
        yield from (f"--{name}={one}" for one in sorted(chosen or ()))
    if scope.since is not None:
        yield f"--from={scope.since}"


def _environment() -> dict[str, str]:
    passed_on = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
    return {**passed_on, **SPARING, "PYTHONPATH": str(settings.BASE_DIR)}


def _confined(command: list[str]) -> list[str]:
    launcher = [sys.executable, "-I", "-S", str(Path(confined.__file__))]
    return [*launcher, str(os.getpid()), str(settings.SOLVER_MEMORY_MB), *command]
