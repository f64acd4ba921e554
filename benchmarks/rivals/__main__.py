"""``python -m benchmarks.rivals NAME PROBLEM.json --out SOLUTION.json``: one rival, from file to file."""

import argparse
import sys
import time
from pathlib import Path

from benchmarks.rivals import PAIRS_TOO, RIVALS, attempt_of
from benchmarks.rivals.attempt import Attempt
from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import Decision, Status
from scheduling.domain.problem import Problem
from scheduling.domain.score import score
from scheduling.domain.solution import Outcome
from scheduling.exchange.problem_file import read_problem
from scheduling.exchange.solution_file import write_solution

AGREEMENT = 1e-6
REFUSED = 2
NO_LIMIT = 3600.0


def main(arguments: list[str]) -> int:
    """Let a rival try; its schedule is written whether it is legal or not."""
    started = time.monotonic()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.rivals", description=__doc__)
    parser.add_argument("rival", choices=sorted(RIVALS))
    parser.add_argument("problem", type=Path, metavar="PROBLEM.json")
    parser.add_argument("--out", type=Path, required=True, metavar="SOLUTION.json")
    parser.add_argument("--time-limit", type=float, default=NO_LIMIT, metavar="SECONDS")
    options = parser.parse_args(arguments)
    try:
        problem = read_problem(options.problem.read_bytes())
    except ProblemError as error:
        return _refuse(str(error))
    if Decision.FACULTY_SESSIONS in problem.decide:
        return _refuse("rivals need to know where faculty precept, and that is open")
    if options.rival not in PAIRS_TOO and any(problem.has_open_coach(one) for one in problem.residents):
        return _refuse(f"{options.rival} needs a pairing, and some coaches are open")
    tried = attempt_of(options.rival)(problem, options.time_limit)
    outcome = _outcome(problem, options.rival, tried, time.monotonic() - started)
    options.out.write_text(write_solution(outcome), encoding="utf-8")
    return 0


def _refuse(message: str) -> int:
    sys.stderr.write(f"{message}\n")
    return REFUSED


def _outcome(problem: Problem, name: str, tried: Attempt, seconds: float) -> Outcome:
    solution = tried.solution
    objective = None if solution is None else score(problem, solution).total
    status = Status.UNKNOWN if objective is None else Status.FEASIBLE
    if objective is not None and tried.bound is not None:
        proven = tried.bound - objective <= AGREEMENT * max(1.0, abs(objective))
        status = Status.OPTIMAL if proven else Status.FEASIBLE
    return Outcome(
        problem=problem.name,
        status=status,
        solution=solution,
        objective=objective,
        bound=tried.bound,
        engine=name,
        seed=1,
        seconds={"engine": round(tried.engine_seconds, 3), "total": round(seconds, 3)},
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
