"""The schedule that a limited solve holds where nothing may change: one from a file, or else what was published."""

from pathlib import Path

from scheduling.domain.errors import ProblemError
from scheduling.domain.limiting import published_schedule
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.exchange.solution_file import read_solution


def held_schedule(problem: Problem, path: Path | None) -> Solution:
    """What is held of a problem; ``path`` is the file that ``--hold`` names, if any.

    Raises `ProblemError` in one line that names the place, or `OSError` where the file cannot be read.
    """
    if path is None:
        if problem.published is None:
            raise ProblemError("nothing was published that could be held; give --hold SOLUTION.json.")
        return published_schedule(problem)
    try:
        outcome = read_solution(path.read_bytes())
    except ProblemError as error:
        raise ProblemError(f"--hold {path}: {error}") from None
    if outcome.problem != problem.name:
        raise ProblemError(f"--hold {path}: it is of '{outcome.problem}', the problem is '{problem.name}'.")
    if outcome.solution is None:
        raise ProblemError(f"--hold {path}: it holds no schedule.")
    return outcome.solution
