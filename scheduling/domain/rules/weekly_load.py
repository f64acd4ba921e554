"""In each week a resident attends at least the week's minimum of sessions and at most its maximum."""

from collections import Counter
from collections.abc import Iterator

from scheduling.domain.attended import attended
from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation
from scheduling.domain.wording import counted


def violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """One for each resident and week; weeks that the problem does not list are left to ``eligible``."""
    for resident, sessions in attended(problem, solution):
        loads = Counter(problem.week_of(session.id) for session in sessions)
        for week in resident.weeks:
            load = loads[week.week]
            if not week.min <= load <= week.max:
                message = f"{resident.id} has {counted(load, 'session')} in week {week.week}; {week.min} to {week.max} are asked."
                yield Violation(RuleId.WEEKLY_LOAD, message, (resident.id,), weeks=(week.week,))
