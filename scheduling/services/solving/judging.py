"""What came back from the solver, read and checked by code that shares nothing with it, before anything is stored."""

import gzip
import math
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scheduling.domain.errors import ProblemError
from scheduling.domain.findings import findings
from scheduling.domain.ids import Status
from scheduling.domain.limiting import judged, within
from scheduling.domain.problem import Problem
from scheduling.domain.relaxing import misstated
from scheduling.domain.rules import violations
from scheduling.domain.scope import Scope
from scheduling.domain.score import score
from scheduling.domain.solution import Outcome, Relaxed, Solution
from scheduling.exchange.solution_file import read_solution

TOLERANCE = 1e-6
LISTED = 5


class NotAccepted(Exception):
    """A solution file that must not be stored; the message says why, in words for a coordinator."""


@dataclass(frozen=True, slots=True)
class Result:
    """A solution file that was read and, where it holds a schedule, found legal."""

    outcome: Outcome
    content: bytes
    found: dict[str, Any] = field(default_factory=dict)

    @property
    def has_schedule(self) -> bool:
        """Whether there is a schedule in it."""
        return self.outcome.solution is not None

    @property
    def is_proven(self) -> bool:
        """Whether the best score is proven, be it this schedule's or that of one which was passed over for few changes."""
        spared, bound = self.outcome.spared, self.outcome.bound
        if spared is None or bound is None:
            return self.outcome.status is Status.OPTIMAL
        return math.isclose(spared.best_objective, bound, rel_tol=TOLERANCE, abs_tol=TOLERANCE)

    def figures(self) -> dict[str, Any]:
        """The columns of the run that this result fills."""
        return {
            "outcome": gzip.compress(self.content, mtime=0),
            "status": self.outcome.status.value,
            "objective": self.outcome.objective,
            "bound": self.outcome.bound,
            "found": self.found,
        }


def read_result(problem: Problem, path: Path, scope: Scope | None = None) -> Result | None:
    """The solver's file; None if it wrote none. Raises ``NotAccepted`` for one that cannot be trusted.

    With a ``scope``, what lies outside it has to be as it was, pinned cells and all.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        outcome = read_solution(content)
    except ProblemError as error:
        raise NotAccepted(f"The solver's file cannot be read: {error}") from error
    if outcome.problem != problem.name:
        raise NotAccepted(f"The solver's file is for another problem, “{outcome.problem}”.")
    found: dict[str, Any] = {}
    if outcome.solution is not None:
        if outcome.scope != scope:
            raise NotAccepted("The solver changed what it was not asked about, so its schedule was not kept.")
        _check(within(problem, scope), outcome, outcome.solution)
        found = figures_found(problem, outcome.solution)
        if outcome.spared is not None:
            found["spared"] = asdict(outcome.spared)
    if outcome.relaxed is not None:
        _check_relaxed(_judged(problem, outcome), outcome.relaxed)
    return Result(outcome, content, found)


def figures_found(problem: Problem, solution: Solution) -> dict[str, Any]:
    """What lists of runs say of a schedule without reading it again."""
    of_it = findings(problem, solution)
    who, share = of_it.lowest or ("", 1.0)
    return {
        "together": of_it.together,
        "attainable": of_it.attainable,
        "lowest": share,
        "lowest_resident": who,
        "cells": of_it.cells,
        "people": of_it.people,
    }


def _check(problem: Problem, outcome: Outcome, solution: Solution) -> None:
    if outcome.status not in {Status.OPTIMAL, Status.FEASIBLE}:
        raise NotAccepted(f"The solver's file holds a schedule and calls it {outcome.status}.")
    broken = list(violations(problem, solution))
    if broken:
        listed = " ".join(str(violation) for violation in broken[:LISTED])
        more = f" And {len(broken) - LISTED} more." if len(broken) > LISTED else ""
        raise NotAccepted(f"The schedule breaks a rule, so it was not kept. {listed}{more}")
    total = score(problem, solution).total
    if not math.isclose(total, outcome.objective or 0.0, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
        raise NotAccepted(
            f"The solver says the schedule scores {outcome.objective}; counted anew it is {total}."
        )
    if outcome.bound is not None and total > outcome.bound + TOLERANCE * max(1.0, abs(total)):
        raise NotAccepted(f"The schedule scores {total}, above the bound {outcome.bound} said to be proven.")


def _judged(problem: Problem, outcome: Outcome) -> Problem:
    try:
        return judged(problem, outcome)
    except ProblemError as error:
        raise NotAccepted(f"The solver's file speaks of what the problem does not have: {error}") from error


def _check_relaxed(problem: Problem, relaxed: Relaxed) -> None:
    """A schedule that breaks rules is worth showing only if it breaks those that it names, and no other."""
    fault = next(misstated(problem, relaxed), None)
    if fault is not None:
        raise NotAccepted(f"The schedule that breaks least is not what the solver says of it; {fault}.")
