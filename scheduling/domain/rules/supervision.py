"""In a session, each program's faculty precepting there can supervise its residents, by their weight."""

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

from scheduling.domain.attended import attended
from scheduling.domain.ids import ProgramId, ResidentId, RuleId, SessionId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation

Place = tuple[SessionId, ProgramId]


def violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """One for each session and program whose residents weigh more than its faculty there may supervise."""
    faculty = _faculty_precepting(problem, solution)
    for (session_id, program_id), residents in _residents_attending(problem, solution).items():
        ratio = _exact(problem.program_by_id[program_id].supervision_ratio)
        weight = sum(residents.values())
        limit = ratio * faculty.get((session_id, program_id), 0)
        if weight > limit:
            session = problem.session_by_id[session_id]
            message = (
                f"{session}: residents of {program_id} weigh {float(weight):g} in supervision; "
                f"its faculty there may supervise {float(limit):g}."
            )
            yield Violation(RuleId.SUPERVISION, message, tuple(residents), (session_id,))


def _faculty_precepting(problem: Problem, solution: Solution) -> dict[Place, int]:
    found: dict[Place, int] = defaultdict(int)
    for member in problem.faculty:
        for session in set(solution.precepting.get(member.id, ())):
            found[session, member.program] += 1
    return found


def _residents_attending(
    problem: Problem, solution: Solution
) -> dict[Place, dict[ResidentId, Fraction | int]]:
    """For each session and program, its residents there and what each weighs."""
    found: dict[Place, dict[ResidentId, Fraction | int]] = defaultdict(dict)
    for resident, sessions in attended(problem, solution):
        weights = {week.week: _exact(week.supervision_weight) for week in resident.weeks}
        for session in sessions:
            weight = weights.get(problem.week_of(session.id), 1)
            found[session.id, resident.program][resident.id] = weight
    return found


@cache
def _exact(weight: float) -> Fraction | int:
    """A weight as it is written; a whole one as such, because whole numbers add up far faster."""
    return int(weight) if float(weight).is_integer() else Fraction(str(weight))
