"""Faculty precept exactly in the sessions that the problem gives them."""

from collections.abc import Iterator

from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation


def violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """One for each faculty member whose sessions differ; the weekly quota does not bind where nothing is decided."""
    for member in problem.faculty:
        wrong = set(member.sessions) ^ set(solution.precepting.get(member.id, ()))
        if wrong:
            message = f"{member.id} precepts otherwise than given in {len(wrong)} sessions."
            yield Violation(RuleId.FACULTY_SESSIONS, message, (), tuple(sorted(wrong)), (member.id,))
