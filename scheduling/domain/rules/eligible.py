"""A resident attends only sessions listed for them in that week, and none twice."""

from collections.abc import Iterator

from scheduling.domain.ids import RuleId
from scheduling.domain.overlap import allowed_sessions
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation


def violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """One for each session that is not allowed, and for each resident who is not in the problem."""
    for who, sessions in solution.assignments.items():
        resident = problem.resident_by_id.get(who)
        if resident is None:
            yield Violation(RuleId.ELIGIBLE, f"{who} is not a resident of this problem.", (who,))
            continue
        allowed = set(allowed_sessions(resident))
        for index, session in enumerate(sessions):
            place = problem.session_by_id.get(session, session)
            if session not in allowed:
                message = f"{who} may not attend {place}."
                yield Violation(RuleId.ELIGIBLE, message, (who,), (session,))
            if session in sessions[:index]:
                message = f"{who} is listed twice in {place}."
                yield Violation(RuleId.ELIGIBLE, message, (who,), (session,))
