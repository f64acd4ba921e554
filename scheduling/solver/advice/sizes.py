"""How badly a rule is broken, and where: so that what an edit makes worse is told from what was broken before."""

from collections.abc import Iterable
from fractions import Fraction

from scheduling.domain.amounts import amount, is_panel
from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation

Place = tuple[object, ...]
World = tuple[Problem, Solution]


def newly_broken(
    before: World, old: Iterable[Violation], after: World, found: Iterable[Violation]
) -> tuple[Violation, ...]:
    """Those of ``found``, broken after an edit, that were whole among ``old``, before it, or less badly broken."""
    known: dict[Place, Fraction] = {}
    for violation in old:
        place = _place(before[0], violation)
        known[place] = max(known.get(place, Fraction(0)), amount(*before, violation))
    return tuple(
        violation
        for violation in found
        if amount(*after, violation) > known.get(_place(after[0], violation), Fraction(0))
    )


def _place(problem: Problem, violation: Violation) -> Place:
    """What stays the same while a rule is broken more or less badly."""
    match violation.rule:
        case RuleId.ROOMS | RuleId.OPEN_SESSION:
            return (violation.rule, violation.sessions)
        case RuleId.SUPERVISION:
            return (
                violation.rule,
                violation.sessions,
                problem.resident_by_id[violation.residents[0]].program,
            )
        case RuleId.ONE_PLACE:
            half_days = {problem.session_by_id[session].half_day for session in violation.sessions}
            when = half_days if len(half_days) == 1 else {half_day.date for half_day in half_days}
            return (violation.rule, violation.residents, frozenset(when))
        case RuleId.PAIRING if is_panel(problem, violation):
            return (violation.rule, violation.faculty)
        case RuleId.FACULTY_SESSIONS:
            return (violation.rule, violation.faculty, violation.weeks)
        case _:
            return (
                violation.rule,
                violation.residents,
                violation.sessions,
                violation.faculty,
                violation.weeks,
            )
