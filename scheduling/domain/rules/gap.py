"""A resident is never away from clinic too long: every run of weeks with an allowed session holds an attended one."""

from collections.abc import Iterator

from scheduling.domain.attended import attended
from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation


def violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """One for each run of ``max_gap_weeks`` weeks, wholly inside the problem, without an attended session."""
    length = problem.rules.max_gap_weeks
    for resident, sessions in attended(problem, solution):
        attended_weeks = {problem.week_of(session.id) for session in sessions}
        open_weeks = {week.week for week in resident.weeks if week.sessions}
        for first in range(problem.weeks - length + 1):
            run = range(first, first + length)
            if not open_weeks.isdisjoint(run) and attended_weeks.isdisjoint(run):
                message = (
                    f"{resident.id} has no session in weeks {first} to {run[-1]}, though some are allowed."
                )
                yield Violation(RuleId.GAP, message, (resident.id,), weeks=tuple(run))
