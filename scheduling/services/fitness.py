"""Whether a version still fits the program's data, which may have changed since it was solved."""

from datetime import date

from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import RuleId
from scheduling.domain.problem_building import build_problem
from scheduling.domain.rules import CHECKERS
from scheduling.domain.violations import Violation
from scheduling.models import Schedule
from scheduling.selectors.naming import with_names
from scheduling.selectors.program_year import program_year
from scheduling.selectors.version_problem import solution_of_version

# What makes a half-day impossible for those who would come to it. Loads and gaps of a whole year are the solver's.
OF_A_HALF_DAY = (RuleId.ELIGIBLE, RuleId.ONE_PLACE, RuleId.ROOMS, RuleId.SUPERVISION)


def clashes_to_come(schedule: Schedule, today: date) -> list[str]:
    """Half-days from today on in which residents cannot be, by today's leave, rotations, rooms and preceptors.

    A sentence each, with names. The past is history, whatever is known of it by now.
    """
    year = schedule.year
    try:
        problem = build_problem(program_year(year))
    except ProblemError as error:
        return [f"The program's data do not fit together any more: {error}"]
    solution = solution_of_version(schedule, problem)
    found = [
        violation.message
        for rule in OF_A_HALF_DAY
        for violation in CHECKERS[rule](problem, solution)
        if _is_to_come(violation, today)
    ]
    return with_names("\n".join(found), year.program).split("\n") if found else []


def _is_to_come(violation: Violation, today: date) -> bool:
    days = [date.fromisoformat(session.split("/")[1]) for session in violation.sessions]
    return not days or max(days) >= today
