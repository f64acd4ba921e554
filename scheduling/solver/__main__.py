"""The command ``python -m scheduling.solver``: a problem file in, a solution file out, progress on standard error."""

import argparse
import contextlib
import json
import os
import signal
import sys
import tempfile
import threading
import time
from dataclasses import replace
from pathlib import Path

from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import Status
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Outcome
from scheduling.exchange.problem_file import read_problem
from scheduling.exchange.solution_file import write_solution
from scheduling.solver import Limits, Report, Stage, solve

WRITTEN, REFUSED, INFEASIBLE, NOTHING_FOUND = 0, 2, 3, 4
KEEP_SECONDS = 2.0  # between schedules written before the end
EXIT = {
    Status.OPTIMAL: WRITTEN,
    Status.FEASIBLE: WRITTEN,
    Status.INFEASIBLE: INFEASIBLE,
    Status.UNKNOWN: NOTHING_FOUND,
}


def main(arguments: list[str]) -> int:
    """Solve one file; the exit status says how it ended (docs/solver.md)."""
    started = time.monotonic()
    options = _options(arguments)
    stop = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    _say(Report(0.0, Stage.READ, None, None))
    try:
        problem = read_problem(options.problem.read_bytes())
        _writable(options.out)
    except OSError as error:
        return _refuse(f"{error.filename}: {error.strerror}.")
    except ProblemError as error:
        return _refuse(f"{options.problem}: {error}")
    read = time.monotonic() - started
    outcome = _solve(problem, options, stop, started)
    seconds = {"read": round(read, 3), **outcome.seconds, "total": round(time.monotonic() - started, 3)}
    _write(options.out, write_solution(replace(outcome, seconds=seconds)))
    return EXIT[outcome.status]


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scheduling.solver", description=__doc__)
    parser.add_argument(
        "problem", type=Path, metavar="PROBLEM.json", help="a file of connectedness-problem/1"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="SOLUTION.json", help="where to write the solution"
    )
    parser.add_argument(
        "--time-limit", type=_seconds, default=None, metavar="SECONDS", help="stop after so long"
    )
    parser.add_argument("--seed", type=_seed, default=1, help="one seed gives the same schedule every time")
    return parser.parse_args(arguments)


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError("must be a number of seconds above 0")
    return value


def _seed(text: str) -> int:
    value = int(text)
    if not 0 <= value < 2**31:
        raise argparse.ArgumentTypeError("must be a whole number from 0 to 2147483647")
    return value


def _solve(problem: Problem, options: argparse.Namespace, stop: threading.Event, started: float) -> Outcome:
    limit = options.time_limit
    if limit is not None:
        limit = max(limit - (time.monotonic() - started), 0.01)
    offset = time.monotonic() - started

    def say(report: Report) -> None:
        _say(replace(report, seconds=report.seconds + offset))

    return solve(problem, Limits(limit, options.seed, stop), say, _Keeper(options.out))


class _Keeper:
    """Writes better schedules down as they come, so that a kill loses little; not more than one in a while."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._rest_until = 0.0

    def __call__(self, outcome: Outcome) -> None:
        if time.monotonic() < self._rest_until:
            return
        with contextlib.suppress(
            OSError
        ):  # the search goes on; what keeps the last file from being written is said
            _write(self._out, write_solution(outcome))
        self._rest_until = time.monotonic() + KEEP_SECONDS


def _say(report: Report) -> None:
    line = {
        "seconds": round(report.seconds, 3),
        "stage": report.stage.value,
        "objective": report.objective,
        "bound": report.bound,
    }
    sys.stderr.write(json.dumps(line) + "\n")
    sys.stderr.flush()


def _refuse(message: str) -> int:
    sys.stderr.write(" ".join(message.split()) + "\n")
    return REFUSED


def _writable(out: Path) -> None:
    """Refuse before the work, not after it, a place where nothing can be written."""
    with tempfile.TemporaryFile(dir=out.parent):
        pass


def _write(out: Path, text: str) -> None:
    """All of the file or nothing: written beside it, then moved into its place."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=out.parent, prefix=out.name, delete=False
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).chmod(0o644)
    Path(file.name).replace(out)


if __name__ == "__main__":
    status = main(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # an engine that was told to stop may still be running; it has nothing left to say
