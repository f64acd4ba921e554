"""The command ``python -m scheduling.solver.reasons``: why a schedule is as it is, from a problem and its solution.

Exit status: 0 the reasons were written, 2 a file or an argument was refused.
"""

import argparse
import json
import signal
import sys
import threading
import time
from collections.abc import Iterable
from math import inf
from pathlib import Path
from typing import TypeVar

from scheduling.domain.errors import ProblemError
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.exchange.problem_file import read_problem
from scheduling.exchange.solution_file import read_solution
from scheduling.solver.reasons.held import NoReasonsError, hold
from scheduling.solver.reasons.report import Question, report
from scheduling.solver.writing import check_writable, write

WRITTEN, REFUSED = 0, 2
Id = TypeVar("Id", bound=str)


def main(arguments: list[str]) -> int:
    """Explain one schedule; the exit status says how it ended (docs/solver.md)."""
    options = _options(arguments)
    started = time.monotonic()
    deadline = inf if options.time_limit is None else started + options.time_limit
    stop = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: stop.set())

    def say(what: str, done: int, of: int) -> None:
        line = {"seconds": round(time.monotonic() - started, 3), "explained": what, "done": done, "of": of}
        sys.stderr.write(json.dumps(line) + "\n")
        sys.stderr.flush()

    try:
        check_writable(options.out, (options.problem, options.solution))
        problem, solution = _read(options.problem, options.solution)
        question = _question(problem, options)
        held = hold(problem, solution, deadline, options.seed)
        found = report(held, question, lambda: stop.is_set() or time.monotonic() >= deadline, say)
        write(options.out, json.dumps(found, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        return _refuse(f"{error.filename or options.out}: {error.strerror}.")
    except (ProblemError, NoReasonsError) as error:
        return _refuse(str(error))
    return WRITTEN


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scheduling.solver.reasons", description=__doc__)
    parser.add_argument("problem", type=Path, metavar="PROBLEM.json")
    parser.add_argument("solution", type=Path, metavar="SOLUTION.json")
    parser.add_argument("--out", type=Path, required=True, metavar="REASONS.json")
    parser.add_argument(
        "--resident", action="append", metavar="ID", help="only this resident; may be repeated"
    )
    parser.add_argument("--session", action="append", metavar="ID", help="only this session; may be repeated")
    parser.add_argument("--verify", type=int, default=10, metavar="N", help="full sessions to solve again")
    parser.add_argument("--time-limit", type=float, default=None, metavar="SECONDS")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args(arguments)


def _read(problem_file: Path, solution_file: Path) -> tuple[Problem, Solution]:
    problem = read_problem(problem_file.read_bytes())
    outcome = read_solution(solution_file.read_bytes())
    if outcome.problem != problem.name:
        raise NoReasonsError(f"the solution is of '{outcome.problem}', the problem is '{problem.name}'.")
    if outcome.solution is None:
        raise NoReasonsError(f"{solution_file}: there is no schedule in it.")
    return problem, outcome.solution


def _question(problem: Problem, options: argparse.Namespace) -> Question:
    """Everybody and all sessions, unless some were named; sessions that were named are all solved again."""
    if not options.resident and not options.session:
        return Question(tuple(problem.resident_by_id), tuple(problem.session_by_id), options.verify)
    sessions = _known(options.session or (), problem.session_by_id, "session")
    residents = _known(options.resident or (), problem.resident_by_id, "resident")
    return Question(residents, sessions, 2 * len(problem.programs) * len(sessions))


def _known(named: Iterable[str], ids: Iterable[Id], what: str) -> tuple[Id, ...]:
    known = {str(one): one for one in ids}
    for name in named:
        if name not in known:
            raise NoReasonsError(f"there is no {what} '{name}' in the problem.")
    return tuple(known[name] for name in dict.fromkeys(named))


def _refuse(message: str) -> int:
    sys.stderr.write(" ".join(message.split()) + "\n")
    return REFUSED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
