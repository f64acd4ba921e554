"""A session that asks for a minimum of residents has none, or at least so many."""

from collections.abc import Iterator

from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation
from scheduling.domain.wording import counted


def violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """One for each session that some attend, but too few, whatever the programs of its residents."""
    for session_id, residents in solution.by_session().items():
        session = problem.session_by_id.get(session_id)
        if session is not None and len(residents) < session.min_residents:
            held = counted(len(residents), "resident")
            message = f"{session} holds {held}; at least {session.min_residents} or none are asked."
            yield Violation(RuleId.OPEN_SESSION, message, tuple(residents), (session_id,))
