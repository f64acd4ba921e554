"""The least that any schedule of a tiny problem breaks, by trying all of them with nothing but the checkers."""

from fractions import Fraction
from itertools import combinations, product

from scheduling.domain.amounts import amount
from scheduling.domain.ids import FacultyId, ResidentId, RuleId, SessionId
from scheduling.domain.problem import Problem, Resident
from scheduling.domain.rules import CHECKERS
from scheduling.domain.solution import Solution
from tests.solver.enumeration import OWN, SHARED, whole

WEIGHT = {
    **dict.fromkeys((RuleId.WEEKLY_LOAD, RuleId.YEARLY_LOAD, RuleId.GAP), 1),
    **dict.fromkeys((RuleId.ROOMS, RuleId.SUPERVISION, RuleId.OPEN_SESSION, RuleId.PAIRING), 2),
    RuleId.PINS: 3,
    **dict.fromkeys((RuleId.ELIGIBLE, RuleId.ONE_PLACE), 10),
    RuleId.FROZEN: 30,
}
Choice = tuple[Fraction, tuple[SessionId, ...]]


def weight_of(problem: Problem, solution: Solution, rules: frozenset[RuleId] = frozenset(WEIGHT)) -> Fraction:
    """What a schedule breaks, by weight."""
    return sum(
        (
            WEIGHT[rule] * amount(problem, solution, violation)
            for rule in rules
            for violation in CHECKERS[rule](problem, solution)
        ),
        Fraction(0),
    )


def least_broken(problem: Problem) -> Fraction:
    """The least weight over all pairings and, apart from them, over all attendance."""
    return _least_pairing(problem) + _least_attendance(problem)


def _least_pairing(problem: Problem) -> Fraction:
    everyone = [resident.id for resident in problem.residents]
    choices = [
        problem.candidates_of(resident) or tuple(problem.faculty_by_id) for resident in problem.residents
    ]
    return min(_panels(problem, dict(zip(everyone, chosen, strict=True))) for chosen in product(*choices))


def _panels(problem: Problem, coach: dict[ResidentId, FacultyId]) -> Fraction:
    return weight_of(problem, whole(problem, coach, {}), frozenset((RuleId.PAIRING,)))


def _least_attendance(problem: Problem) -> Fraction:
    """In the order of what each breaks alone, until that alone is more than the least found."""
    everyone = [resident.id for resident in problem.residents]
    choices = [_choices(problem, resident) for resident in problem.residents]
    least: Fraction | None = None
    for chosen in sorted(product(*choices), key=lambda one: sum(alone for alone, _ in one)):
        own = sum((alone for alone, _ in chosen), Fraction(0))
        if least is not None and own >= least:
            break
        attended = dict(zip(everyone, (sessions for _, sessions in chosen), strict=True))
        total = own + weight_of(problem, whole(problem, {}, attended), frozenset(SHARED))
        least = total if least is None else min(least, total)
    assert least is not None
    return least


def _choices(problem: Problem, resident: Resident) -> list[Choice]:
    """What one resident could attend with what that breaks alone; the heaviest choices cannot be part of the least."""
    pinned = {what for who, what in problem.pins.attend | problem.pins.avoid if who == resident.id}
    before = {
        what for what in (problem.published or {}).get(resident.id, ()) if what in problem.session_by_id
    }
    options = dict.fromkeys(s for week in resident.weeks for s in week.sessions) | dict.fromkeys(
        sorted(pinned | (before if problem.frozen_before else set()))
    )
    found = []
    for count in range(len(options) + 1):
        for sessions in combinations(options, count):
            solution = whole(problem, {}, {one.id: () for one in problem.residents} | {resident.id: sessions})
            own = sum(
                (
                    WEIGHT[rule] * amount(problem, solution, violation)
                    for rule in OWN
                    for violation in CHECKERS[rule](problem, solution)
                    if resident.id in violation.residents
                ),
                Fraction(0),
            )
            found.append((own, sessions))
    return found
