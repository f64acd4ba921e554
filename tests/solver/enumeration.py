"""The best legal schedule of a tiny problem, by trying all of them with nothing but the checkers and the score."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from scheduling.domain.ids import FacultyId, ResidentId, RuleId, SessionId
from scheduling.domain.problem import FacultyMember, Problem, Resident
from scheduling.domain.rules import CHECKERS
from scheduling.domain.score import score
from scheduling.domain.solution import Solution

SHARED = {RuleId.ROOMS, RuleId.SUPERVISION, RuleId.OPEN_SESSION}
# Whatever concerns one resident alone; pairs and faculty's half-days are tried apart.
OWN = CHECKERS.keys() - SHARED - {RuleId.PAIRING, RuleId.FACULTY_SESSIONS}
Attended = dict[ResidentId, tuple[SessionId, ...]]
Coaches = dict[ResidentId, FacultyId]
HalfDays = dict[FacultyId, tuple[SessionId, ...]]


@dataclass(frozen=True)
class Best:
    """The highest score of any legal schedule, and a schedule that has it."""

    score: float
    solution: Solution


def best_of_all(problem: Problem) -> Best | None:
    """None if no schedule is legal."""
    best: Best | None = None
    pairings = list(legal_pairings(problem))
    for precepting, attended in _half_days_and_attendance(problem):
        for coach in pairings:
            solution = whole(problem, coach, attended, precepting)
            value = score(problem, solution).total
            if best is None or value > best.score:
                best = Best(value, solution)
    return best


def whole(
    problem: Problem, coach: Coaches, attended: Attended, precepting: HalfDays | None = None
) -> Solution:
    """A schedule with these half-days of the faculty, or today's."""
    return Solution(coach, attended, today(problem) if precepting is None else precepting)


def today(problem: Problem) -> HalfDays:
    """Where the faculty precept today."""
    return {member.id: member.sessions for member in problem.faculty}


def legal_half_days(problem: Problem) -> Iterator[HalfDays]:
    """Every choice of half-days that the rule allows."""
    if not problem.decides_faculty:
        yield today(problem)
        return
    choices = [_own_half_days(problem, member) for member in problem.faculty]
    for chosen in product(*choices):
        yield {member.id: held for member, held in zip(problem.faculty, chosen, strict=True)}


def _own_half_days(problem: Problem, member: FacultyMember) -> list[tuple[SessionId, ...]]:
    offers = dict.fromkeys((*member.sessions, *member.offered))
    found = []
    for count in range(len(offers) + 1):
        for held in combinations(offers, count):
            broken = CHECKERS[RuleId.FACULTY_SESSIONS](problem, Solution({}, {}, {member.id: held}))
            if not any(member.id in violation.faculty for violation in broken):
                found.append(held)
    return found


def _half_days_and_attendance(problem: Problem) -> Iterator[tuple[HalfDays, Attended]]:
    for precepting in legal_half_days(problem):
        for attended in legal_attendance(problem, precepting):
            yield precepting, attended


def legal_pairings(problem: Problem) -> Iterator[Coaches]:
    """Every pairing that the rule allows."""
    everyone = [resident.id for resident in problem.residents]
    for chosen in product([member.id for member in problem.faculty], repeat=len(everyone)):
        coach = dict(zip(everyone, chosen, strict=True))
        if not any(CHECKERS[RuleId.PAIRING](problem, whole(problem, coach, {}))):
            yield coach


def legal_attendance(problem: Problem, precepting: HalfDays | None = None) -> Iterator[Attended]:
    """Every way to attend that the other rules allow, with these half-days of the faculty, or today's."""
    choices = [list(_own_choices(problem, resident)) for resident in problem.residents]
    everyone = [resident.id for resident in problem.residents]
    for chosen in product(*choices):
        attended = dict(zip(everyone, chosen, strict=True))
        solution = whole(problem, {}, attended, precepting)
        if not any(any(CHECKERS[rule](problem, solution)) for rule in SHARED):
            yield attended


def _own_choices(problem: Problem, resident: Resident) -> Iterator[tuple[SessionId, ...]]:
    """What one resident could attend, alone in the world."""
    allowed = [session for week in resident.weeks for session in week.sessions]
    for count in range(len(allowed) + 1):
        for sessions in combinations(allowed, count):
            solution = whole(problem, {}, {resident.id: sessions})
            found = (v for rule in OWN for v in CHECKERS[rule](problem, solution))
            if not any(resident.id in violation.residents for violation in found):
                yield sessions
