"""Whether what a file without a schedule speaks of is the problem's: the ids of its conflicts, and what it says was held."""

from collections.abc import Container, Iterable
from pathlib import Path

from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import Status
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Outcome, Solution
from scheduling.domain.violations import Violation
from scheduling.exchange.held_schedule import held_schedule


def check_conflicts(problem: Problem, conflicts: Iterable[Violation]) -> None:
    """Raise `ProblemError` for the first id, or week, that a conflict names and the problem does not have."""
    for number, conflict in enumerate(conflicts):
        named: tuple[tuple[str, Iterable[object], Container[object]], ...] = (
            ("residents", conflict.residents, problem.resident_by_id),
            ("sessions", conflict.sessions, problem.session_by_id),
            ("faculty", conflict.faculty, problem.faculty_by_id),
            ("weeks", conflict.weeks, range(problem.weeks)),
        )
        for key, ids, known in named:
            for one in ids:
                if one not in known:
                    raise ProblemError(f"conflicts[{number}].{key}: the problem does not have {one!r}.")


def check_held(problem: Problem, outcome: Outcome, path: Path | None) -> None:
    """Raise `ProblemError` where a limited solve that found no schedule held another than it says.

    ``path`` is the schedule that was held; without it, what the problem published was.
    """
    if outcome.scope is None or outcome.status is not Status.INFEASIBLE:
        return
    if outcome.held is None:
        raise ProblemError("scope: there is no schedule, so it must say which one was held.")
    if _content(outcome.held) != _content(held_schedule(problem, path)):
        other = (
            "what was published; give --hold SOLUTION.json where another was held" if path is None else path
        )
        raise ProblemError(f"scope.held: this is not {other}.")


def _content(solution: Solution) -> tuple[object, ...]:
    """What makes two schedules the same: who coaches whom, who attends what and who precepts where, in any order."""
    attended = {who: frozenset(what) for who, what in solution.assignments.items() if what}
    precepted = {who: frozenset(what) for who, what in solution.precepting.items() if what}
    return dict(solution.coach), attended, precepted
