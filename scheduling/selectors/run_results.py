"""What a run was asked and what it found, read from its files."""

import gzip
from dataclasses import dataclass

from scheduling.domain.limiting import within
from scheduling.domain.problem import Problem
from scheduling.domain.scope import Scope
from scheduling.domain.solution import Solution
from scheduling.exchange.problem_file import read_problem
from scheduling.exchange.solution_file import read_scope, read_solution
from scheduling.models import SolveRun


@dataclass(frozen=True, slots=True)
class RunResult:
    """The problem that a run froze, what alone it could change, and the schedule found."""

    problem: Problem
    scope: Scope | None
    solution: Solution

    @property
    def asked(self) -> Problem:
        """The problem in which all outside the scope is held: every legal schedule of it answers the run."""
        return within(self.problem, self.scope)


def scope_of(run: SolveRun) -> Scope | None:
    """What alone the run may change; None where all may."""
    return read_scope(run.scope) if run.scope else None


def result_of(run: SolveRun) -> RunResult | None:
    """What a run found; None without a schedule."""
    if run.outcome is None:
        return None
    solution = read_solution(gzip.decompress(run.outcome)).solution
    if solution is None:
        return None
    return RunResult(read_problem(gzip.decompress(run.problem)), scope_of(run), solution)
