"""Before the date ``frozen_before``, attendance is exactly that of the published schedule."""

from collections.abc import Iterable, Iterator

from scheduling.domain.ids import ResidentId, RuleId, SessionId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation


def violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """One for each resident-session of the past that differs; sessions that no longer exist cannot be kept."""
    published = problem.published or {}
    for resident in problem.residents:
        before = set(_past(problem, published.get(resident.id, ())))
        now = set(_past(problem, solution.assignments.get(resident.id, ())))
        for session in sorted(before ^ now):
            yield _violation(problem, resident.id, session, kept=session in before)


def _past(problem: Problem, sessions: Iterable[SessionId]) -> Iterator[SessionId]:
    limit = problem.frozen_before
    for session in sessions:
        known = problem.session_by_id.get(session)
        if limit is not None and known is not None and known.half_day.date < limit:
            yield session


def _violation(problem: Problem, who: ResidentId, session: SessionId, *, kept: bool) -> Violation:
    place = problem.session_by_id[session]
    message = (
        f"{who} attended {place}, and what is past stays as it was."
        if kept
        else f"{who} did not attend {place}, and what is past stays as it was."
    )
    return Violation(RuleId.FROZEN, message, (who,), (session,))
