"""In the year a resident attends at least the yearly minimum of sessions and at most the maximum."""

from collections.abc import Iterator

from scheduling.domain.attended import attended
from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation
from scheduling.domain.wording import counted


def violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """One for each resident whose year is too full or too empty."""
    for resident, sessions in attended(problem, solution):
        low, high, load = resident.year_min, resident.year_max, len(sessions)
        if not low <= load <= high:
            message = f"{resident.id} has {counted(load, 'session')} in the year; {low} to {high} are asked."
            yield Violation(RuleId.YEARLY_LOAD, message, (resident.id,))
