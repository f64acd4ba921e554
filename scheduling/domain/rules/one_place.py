"""Nobody is in two places at once: one session per half-day, and so many per date as the program allows."""

from collections.abc import Iterator
from itertools import groupby

from scheduling.domain.attended import attended
from scheduling.domain.calendar import day_label
from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation


def violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """One for each half-day, and for each date, on which a resident has too many sessions."""
    most = problem.rules.max_sessions_per_day
    for resident, sessions in attended(problem, solution):
        for half_day, group in groupby(sessions, key=lambda session: session.half_day):
            together = tuple(session.id for session in group)
            if len(together) > 1:
                message = f"{resident.id} is in {len(together)} places on {half_day}."
                yield Violation(RuleId.ONE_PLACE, message, (resident.id,), together)
        for day, group in groupby(sessions, key=lambda session: session.half_day.date):
            together = tuple(session.id for session in group)
            if len(together) > most:
                message = f"{resident.id} has {len(together)} sessions on {day_label(day)}; at most {most} are allowed."
                yield Violation(RuleId.ONE_PLACE, message, (resident.id,), together)
