"""What a person pinned stays: attended, or not attended."""

from collections.abc import Iterator

from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation


def violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """One for each pin that the schedule does not keep."""
    for who, session in sorted(problem.pins.attend):
        if session not in solution.assignments.get(who, ()):
            message = f"{who} is pinned to attend {problem.session_by_id[session]}, but does not."
            yield Violation(RuleId.PINS, message, (who,), (session,))
    for who, session in sorted(problem.pins.avoid):
        if session in solution.assignments.get(who, ()):
            message = f"{who} is pinned not to attend {problem.session_by_id[session]}, but does."
            yield Violation(RuleId.PINS, message, (who,), (session,))
