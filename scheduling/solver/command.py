"""What ``python -m scheduling.solver`` does: a problem file in, a solution file out, progress on standard error."""

import argparse
import json
import os
import sys
import threading
from dataclasses import replace
from pathlib import Path

from scheduling.confinement import limit_memory, memory_limit
from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import Status
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Outcome
from scheduling.exchange.problem_file import name_of, read_problem
from scheduling.exchange.solution_file import write_solution
from scheduling.solver import Limits, Report, Stage, solve
from scheduling.solver.aside import do_aside
from scheduling.solver.clock import Clock, process_started
from scheduling.solver.guard import guarded
from scheduling.solver.progress import MOST_CHANGES
from scheduling.solver.scope_options import Asked, add_scope_options, limit_problem
from scheduling.solver.writing import Keeper, check_writable, write

WRITTEN, REFUSED, INFEASIBLE, NOTHING_FOUND = 0, 2, 3, 4
SOLVE_SHARE = 0.6  # of the time that is left, where alternatives are wanted too
MOST_ALTERNATIVES = 20
WHOLE = 100  # per cent
EXIT = {
    Status.OPTIMAL: WRITTEN,
    Status.FEASIBLE: WRITTEN,
    Status.INFEASIBLE: INFEASIBLE,
    Status.UNKNOWN: NOTHING_FOUND,
}


def main(arguments: list[str], stop: threading.Event) -> int:
    """Solve one file until ``stop``; the exit status says how it ended (docs/solver.md)."""
    options = _options(arguments)
    clock = Clock(process_started(), options.time_limit, stop)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads that nobody uses would need memory
    if options.memory_limit is None and memory_limit() is None:
        return _run(options, clock)
    before = _written_at(options.out)
    return guarded(lambda: _run_limited(options, clock), lambda: _salvage(options, clock, before))


def _run_limited(options: argparse.Namespace, clock: Clock) -> int:
    if options.memory_limit is not None:
        limit_memory(options.memory_limit)
    return _run(options, clock)


def _run(options: argparse.Namespace, clock: Clock) -> int:
    voice = _Voice(options.memory_limit)
    voice.say(Report(0.0, Stage.READ, None, None))
    try:
        check_writable(options.out, (options.problem, options.hold))
        outcome = _outcome(options, clock, voice)
        write(options.out, write_solution(outcome))
    except OSError as error:
        return _refuse(f"{error.filename or options.out}: {error.strerror}.")
    except ProblemError as error:
        return _refuse(str(error))
    voice.conclude(found=outcome.solution is not None)
    return EXIT[outcome.status]


def _salvage(options: argparse.Namespace, clock: Clock, before: int | None) -> int:
    """The end where an engine without room took its process with it: what was written until then is kept."""
    voice = _Voice(options.memory_limit)
    voice.say(Report(clock.seconds(), Stage.OUT_OF_MEMORY, None, None))
    kept = _written_at(options.out) != before
    if not kept:
        nothing = _nothing(options.problem.read_bytes(), options, clock.seconds())
        try:
            write(options.out, write_solution(nothing))
        except OSError as error:
            return _refuse(f"{error.filename or options.out}: {error.strerror}.")
    voice.conclude(found=kept)
    return WRITTEN if kept else NOTHING_FOUND


def _written_at(out: Path) -> int | None:
    return out.stat().st_mtime_ns if out.exists() else None


def _nothing(content: bytes, options: argparse.Namespace, read: float) -> Outcome:
    seconds = {"read": round(read, 3), "build": 0.0, "solve": 0.0, "total": round(read, 3)}
    return Outcome(name_of(content), Status.UNKNOWN, None, None, None, "none", options.seed, seconds)


def _outcome(options: argparse.Namespace, clock: Clock, voice: "_Voice") -> Outcome:
    """How reading and solving ended; status ``unknown`` where not even reading came to its end."""
    try:
        asked = do_aside(lambda: _read(options), clock.is_over)
    except MemoryError:
        voice.say(Report(clock.seconds(), Stage.OUT_OF_MEMORY, None, None))
        asked = None
    read = clock.seconds()
    if asked is None:
        return _nothing(options.problem.read_bytes(), options, read)
    problem = asked.problem
    outcome = _with_alternatives(problem, _solve(problem, options, clock, voice), options, clock, voice)
    seconds = {"read": round(read, 3), **outcome.seconds, "total": round(clock.seconds(), 3)}
    return replace(asked.answered(outcome), seconds=seconds)


def _read(options: argparse.Namespace) -> Asked:
    try:
        problem = read_problem(options.problem.read_bytes())
    except ProblemError as error:
        raise ProblemError(f"{options.problem}: {error}") from None
    return limit_problem(problem, options)


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
    parser.add_argument(
        "--memory-limit", type=_megabytes, default=None, metavar="MB", help="use no more memory than this"
    )
    parser.add_argument(
        "--alternatives", type=_count, default=0, metavar="N", help="so many other schedules to choose from"
    )
    parser.add_argument(
        "--within", type=_share, default=0.01, metavar="W%", help="that give up at most W%% of the score"
    )
    parser.add_argument(
        "--most-changes", type=_changes, default=MOST_CHANGES, metavar="N",
        help="so many resident-sessions may differ from what was published, unless that gives up too much",
    )  # fmt: skip
    add_scope_options(parser)
    parser.add_argument("--seed", type=_seed, default=1, help="one seed gives the same schedule every time")
    return parser.parse_args(arguments)


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError("must be a number of seconds above 0")
    return value


def _megabytes(text: str) -> int:
    value = int(text)
    if not 0 < value < 2**31:
        raise argparse.ArgumentTypeError("must be a whole number of megabytes above 0")
    return value


def _count(text: str) -> int:
    value = int(text)
    if not 0 <= value <= MOST_ALTERNATIVES:
        raise argparse.ArgumentTypeError(f"must be a whole number from 0 to {MOST_ALTERNATIVES}")
    return value


def _changes(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError("must be a whole number, 0 or more")
    return value


def _share(text: str) -> float:
    value = float(text.removesuffix("%"))
    if not (text.endswith("%") and 0 <= value <= WHOLE):
        raise argparse.ArgumentTypeError("must be a share of the score like 1%")
    return value / WHOLE


def _seed(text: str) -> int:
    value = int(text)
    if not 0 <= value < 2**31:
        raise argparse.ArgumentTypeError("must be a whole number from 0 to 2147483647")
    return value


def _solve(problem: Problem, options: argparse.Namespace, clock: Clock, voice: "_Voice") -> Outcome:
    offset = clock.seconds()

    def say(report: Report) -> None:
        voice.say(replace(report, seconds=report.seconds + offset))

    share = SOLVE_SHARE if options.alternatives else 1.0
    limits = Limits(clock.left(share), options.seed, clock.stop, options.most_changes)
    return solve(problem, limits, say, Keeper(options.out))


def _with_alternatives(
    problem: Problem, outcome: Outcome, options: argparse.Namespace, clock: Clock, voice: "_Voice"
) -> Outcome:
    if not options.alternatives or outcome.solution is None or clock.is_over():
        return outcome
    from scheduling.solver.alternatives import alternatives  # noqa: PLC0415  the engines take time to load

    voice.say(Report(clock.seconds(), Stage.ALTERNATIVES, outcome.objective, outcome.bound))
    limits = Limits(clock.left(), options.seed, clock.stop)
    return replace(
        outcome, alternatives=alternatives(problem, outcome, options.alternatives, options.within, limits)
    )


class _Voice:
    """What is said on standard error; it knows whether it had to say that memory ran out."""

    def __init__(self, megabytes: int | None) -> None:
        self._megabytes = megabytes or memory_limit()
        self.out_of_memory = False

    def say(self, report: Report) -> None:
        """One line of progress."""
        self.out_of_memory |= report.stage is Stage.OUT_OF_MEMORY
        line = {
            "seconds": round(report.seconds, 3),
            "stage": report.stage.value,
            "objective": report.objective,
            "bound": report.bound,
        }
        _line(json.dumps(line))

    def conclude(self, *, found: bool) -> None:
        """A last line for people, where memory ran out."""
        if self.out_of_memory:
            kept = "the best schedule so far is kept" if found else "no schedule was found before"
            most = f"{self._megabytes} MB" if self._megabytes else "no more"
            _line(f"Out of memory: the solver may use {most}; {kept}.")


def _refuse(message: str) -> int:
    _line(" ".join(message.split()))
    return REFUSED


def _line(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
