"""The part of a problem that an edit touches, as a small problem of its own, so that the rules' own checkers and the
score's own arithmetic say what the edit does, in a few milliseconds."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from scheduling.domain.ids import FacultyId, ResidentId, RuleId, SessionId
from scheduling.domain.problem import FacultyMember, Pins, Problem, Resident
from scheduling.domain.rules import CHECKERS
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation
from scheduling.solver.advice.sizes import World

# What concerns one resident alone, what residents share in a session, and what the pairing and the faculty must keep.
SHARED = (RuleId.ROOMS, RuleId.SUPERVISION, RuleId.OPEN_SESSION)
PEOPLE = (RuleId.PAIRING, RuleId.FACULTY_SESSIONS)
OWN = tuple(rule for rule in CHECKERS if rule not in (*SHARED, *PEOPLE))


@dataclass(frozen=True, slots=True)
class Touched:
    """Whose schedule, and which sessions, an edit changes; and whether it changes pairs or faculty's half-days."""

    residents: frozenset[ResidentId]
    sessions: frozenset[SessionId]
    people: bool


class Narrowing:
    """Cuts small problems out of a large one. ``bare`` parts are prepared once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.bare_faculty = {
            member.id: replace(member, sessions=(), present=(), offered=()) for member in problem.faculty
        }
        bare = (replace(resident, weeks=()) for resident in problem.residents)
        self.people = replace(
            problem, residents=tuple(bare), pins=Pins(), preferences=(), published=None, frozen_before=None
        )

    def own(self, who: Collection[ResidentId], extra: Iterable[FacultyId] = ()) -> Problem:
        """The residents with their whole year, and those faculty whose half-days matter to their score."""
        problem = self.problem
        residents = tuple(resident for resident in problem.residents if resident.id in who)
        needed = {member for resident in residents for member in _faculty_of(resident)} | set(extra)
        published = problem.published
        return replace(
            problem,
            residents=residents,
            faculty=self._faculty(needed),
            pins=Pins(*(_of(cells, who) for cells in (problem.pins.attend, problem.pins.avoid))),
            preferences=tuple(wish for wish in problem.preferences if wish.resident in who),
            affinities=tuple(wish for wish in problem.affinities if wish.resident in who),
            published=None if published is None else {r: s for r, s in published.items() if r in who},
        )

    def shared(self, sessions: Collection[SessionId], solutions: Iterable[Solution]) -> Problem:
        """The sessions with all residents who attend them in one of the schedules."""
        problem = self.problem
        weeks = {problem.week_of(session) for session in sessions}
        who = {
            resident
            for solution in solutions
            for resident, attended in solution.assignments.items()
            if not set(sessions).isdisjoint(attended)
        }
        residents = (resident for resident in problem.residents if resident.id in who)
        return replace(
            problem,
            sessions=tuple(problem.session_by_id[one] for one in sessions),
            faculty=tuple(self.bare_faculty.values()),
            residents=tuple(_only_load(resident, weeks) for resident in residents),
            pins=Pins(),
            preferences=(),
            affinities=(),
            published=None,
            frozen_before=None,
        )

    def _faculty(self, needed: Collection[FacultyId]) -> tuple[FacultyMember, ...]:
        return tuple(
            member if member.id in needed else self.bare_faculty[member.id] for member in self.problem.faculty
        )


def narrow_solution(
    solution: Solution, who: Collection[ResidentId], faculty: Collection[FacultyId]
) -> Solution:
    """The schedule of some residents, and the half-days of some faculty."""
    return Solution(
        {resident: coach for resident, coach in solution.coach.items() if resident in who},
        {resident: attended for resident, attended in solution.assignments.items() if resident in who},
        {member: sessions for member, sessions in solution.precepting.items() if member in faculty},
    )


def only_sessions(solution: Solution, sessions: Collection[SessionId]) -> Solution:
    """The schedule of some sessions."""
    attended = {
        resident: tuple(one for one in listed if one in sessions)
        for resident, listed in solution.assignments.items()
    }
    return Solution(solution.coach, attended, solution.precepting)


def broken(rules: Iterable[RuleId], world: World) -> Iterator[Violation]:
    """What the checkers of some rules find."""
    for rule in rules:
        yield from CHECKERS[rule](*world)


def _faculty_of(resident: Resident) -> Iterator[FacultyId]:
    if resident.coach is not None:
        yield resident.coach
    yield from resident.team
    yield from (earlier.coach for earlier in resident.earlier_coaches)


def _of(
    cells: Iterable[tuple[ResidentId, SessionId]], who: Collection[ResidentId]
) -> frozenset[tuple[ResidentId, SessionId]]:
    return frozenset(cell for cell in cells if cell[0] in who)


def _only_load(resident: Resident, weeks: Collection[int]) -> Resident:
    return replace(
        resident, weeks=tuple(replace(week, sessions=()) for week in resident.weeks if week.week in weeks)
    )
