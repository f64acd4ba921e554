"""Every resident has one coach: the one who is fixed, or a candidate; and every panel keeps to its size."""

from collections.abc import Iterator

from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation
from scheduling.domain.wording import counted


def violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """One for each resident with a wrong coach or none, and for each panel too small or too large."""
    for resident in problem.residents:
        coach = solution.coach.get(resident.id)
        if coach is None:
            yield Violation(RuleId.PAIRING, f"{resident.id} has no coach.", (resident.id,))
        elif coach not in problem.candidates_of(resident):
            message = f"{resident.id} may not be paired with {coach}."
            yield Violation(RuleId.PAIRING, message, (resident.id,), faculty=(coach,))
    for who in solution.coach.keys() - problem.resident_by_id.keys():
        yield Violation(RuleId.PAIRING, f"{who} is not a resident of this problem.", (who,))
    yield from _panels(problem, solution)


def _panels(problem: Problem, solution: Solution) -> Iterator[Violation]:
    panels = solution.panels()
    for member in problem.faculty:
        panel = panels.get(member.id, [])
        if not member.panel_min <= len(panel) <= member.panel_max:
            message = f"{member.id} coaches {counted(len(panel), 'resident')}; {member.panel_min} to {member.panel_max} are asked."
            yield Violation(RuleId.PAIRING, message, tuple(panel), faculty=(member.id,))
