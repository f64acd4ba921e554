"""A session never holds more residents than it has rooms."""

from collections.abc import Iterator

from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation
from scheduling.domain.wording import counted


def violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """One for each session that is too full, whatever the programs of its residents."""
    for session_id, residents in solution.by_session().items():
        session = problem.session_by_id.get(session_id)
        if session is not None and len(residents) > session.rooms:
            message = (
                f"{session} holds {counted(len(residents), 'resident')} in {counted(session.rooms, 'room')}."
            )
            yield Violation(RuleId.ROOMS, message, tuple(residents), (session_id,))
