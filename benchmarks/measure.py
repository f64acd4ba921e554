"""One command as its users run it: its own process, from file to file, with wall time, processor time and peak memory."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scheduling.domain.ids import Status
from scheduling.domain.problem import Problem
from scheduling.domain.rules import violations
from scheduling.domain.score import score
from scheduling.domain.solution import Outcome
from scheduling.exchange.problem_file import write_problem
from scheduling.exchange.solution_file import read_solution

KIB = 1024
PROJECT = Path(__file__).parent.parent
SOLVER = ("scheduling.solver",)
LAUNCH = Path(__file__).with_name("launch.py")
REFUSED = 2
ANSWERED = (0, 3, 4)
PATIENCE = 30.0  # seconds beyond its time limit after which a command is killed


class RunFailedError(RuntimeError):
    """A command wrote no answer; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A line of progress, and the seconds since the command was started."""

    seconds: float
    stage: str
    objective: float | None
    bound: float | None


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one run took and reached; seconds of wall and of processor time, peak memory in MB.

    ``broken`` counts the places where the schedule breaks a hard rule, by the checkers; None without a schedule.
    """

    outcome: Outcome
    broken: int | None
    overlap: float | None
    moments: tuple[Moment, ...]
    seconds: float
    processor: float
    memory: float

    @property
    def proven(self) -> bool:
        """Whether objective and bound agree."""
        return self.outcome.status is Status.OPTIMAL

    @property
    def first_schedule(self) -> float | None:
        """Seconds to the first legal schedule; the whole run where it says nothing on its way."""
        known = (moment.seconds for moment in self.moments if moment.objective is not None)
        return next(known, self.seconds if self.broken == 0 else None)

    def gap_at(self, seconds: float) -> float | None:
        """The gap in percent after so many seconds, or None if there was no schedule or no bound yet."""
        last = [moment for moment in self.moments if moment.seconds <= seconds]
        if self.seconds <= seconds:
            return gap(self.outcome.objective, self.outcome.bound)
        return gap(last[-1].objective, last[-1].bound) if last else None


def gap(objective: float | None, bound: float | None) -> float | None:
    """How far a bound lies above a score, in percent of the bound."""
    if objective is None or bound is None:
        return None
    return 100 * (bound - objective) / max(abs(bound), 1.0)


def measure(
    problem: Problem,
    command: Sequence[str] = SOLVER,
    *,
    limit: float | None = None,
    patience: float = PATIENCE,
) -> Measurement:
    """Solve a problem by ``python -m`` of a command that reads and writes files as the solver does.

    ``limit`` (seconds) is the command's own time limit; with ``patience`` more it is killed. Raises `RunFailedError`.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "problem.json", Path(folder) / "solution.json"
        source.write_text(write_problem(problem), encoding="utf-8")
        arguments = [sys.executable, "-m", *command, str(source), "--out", str(target)]
        arguments += [] if limit is None else ["--time-limit", str(limit)]
        lines, usage = _run(arguments, Path(folder) / "usage.json", patience + (limit or 0.0))
        outcome = read_solution(target.read_bytes())
    solution = outcome.solution
    return Measurement(
        outcome=outcome,
        broken=None if solution is None else sum(1 for _ in violations(problem, solution)),
        overlap=None if solution is None else score(problem, solution).overlap,
        moments=tuple(_moment(at - usage["began"], line) for at, line in lines if line.startswith("{")),
        seconds=usage["seconds"],
        processor=usage["processor"],
        memory=usage["memory_kib"] / KIB,
    )


def _moment(at: float, line: str) -> Moment:
    said = json.loads(line)
    return Moment(at, said["stage"], said["objective"], said["bound"])


def _run(
    command: list[str], target: Path, patience: float
) -> tuple[list[tuple[float, str]], dict[str, float]]:
    """Lines on standard error, each with the steady clock's time at which it came, and what `launch` wrote down."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", str(LAUNCH), str(target), *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
        start_new_session=True,
    )
    with process, _kept_short(process, patience) as killed:
        assert process.stderr is not None
        lines = [(time.monotonic(), line) for line in process.stderr]
    said = lines[-1][1].strip() if lines else "it said nothing"
    if killed.is_set() and not target.exists():  # else it had ended just before
        raise RunFailedError(f"killed after {patience:g} s")
    usage: dict[str, float] = json.loads(target.read_text(encoding="utf-8"))
    status = int(usage["status"])
    if status == REFUSED:
        raise RunFailedError(f"refused: {said}")
    if status not in ANSWERED:
        raise RunFailedError(f"ended with status {status}: {said}")
    return lines, usage


@contextmanager
def _kept_short(process: subprocess.Popen[str], patience: float) -> Iterator[threading.Event]:
    """Kill the process and its children after a while, or if we are interrupted; the event says if it was too slow."""
    killed = threading.Event()

    def kill() -> None:
        killed.set()
        os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(patience, kill)
    timer.start()
    try:
        yield killed
    except BaseException:
        kill()
        raise
    finally:
        timer.cancel()
