"""The price of an edit: which rules it breaks or mends, what it does to the score, and to whom."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields

from scheduling.domain.continuity import longest_gap
from scheduling.domain.ids import FacultyId, ResidentId, SessionId
from scheduling.domain.overlap import Presence, overlapping, presence
from scheduling.domain.problem import Problem
from scheduling.domain.score import Score, score
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation
from scheduling.solver.advice.edits import (
    Change,
    CoachChange,
    Edit,
    FacultyLeave,
    Leave,
    Pin,
    edited_problem,
    edited_solution,
)
from scheduling.solver.advice.narrow import (
    OWN,
    PEOPLE,
    SHARED,
    Narrowing,
    Touched,
    broken,
    narrow_solution,
    only_sessions,
)
from scheduling.solver.advice.sizes import World, newly_broken


@dataclass(frozen=True, slots=True)
class Meeting:
    """How often a resident meets the coach, and the longest run of weeks without, before and after an edit."""

    resident: ResidentId
    overlaps_before: int
    overlaps_after: int
    longest_gap_before: int
    longest_gap_after: int


@dataclass(frozen=True, slots=True)
class Price:
    """What an edit does.

    ``broken`` holds the rules that it breaks or breaks worse; ``before`` and ``after`` are scores of the whole
    schedule, legal or not; ``meetings`` those residents whose overlaps or longest gap change. ``repair`` mends all that
    is broken by few further changes, or is None: nothing is broken, or no repair was found.
    """

    broken: tuple[Violation, ...]
    before: Score
    after: Score
    meetings: tuple[Meeting, ...]
    repair: "Repair | None" = None

    @property
    def gain(self) -> float:
        """The change of the score; negative where the edit costs."""
        return self.after.total - self.before.total


@dataclass(frozen=True, slots=True)
class Repair:
    """Further changes that leave nothing broken, and the price of the edit with them, against the schedule before."""

    changes: tuple[Change, ...]
    price: Price


@dataclass(frozen=True, slots=True)
class Edited:
    """A schedule before and after an edit and further changes, and what they touch."""

    edit: Edit
    before: Solution
    after: Solution
    touched: Touched


def edited(problem: Problem, solution: Solution, edit: Edit, changes: Iterable[Change] = ()) -> Edited:
    """The schedule after an edit and further changes. Raises `EditError` if one of them cannot be made."""
    after = edited_solution(problem, solution, edit)
    for change in changes:
        after = edited_solution(problem, after, change)
    return Edited(edit, solution, after, _touched(problem, solution, after, edit))


def _touched(problem: Problem, before: Solution, after: Solution, edit: Edit) -> Touched:
    differ: dict[ResidentId, set[SessionId]] = {}
    for resident, new in after.assignments.items():
        old = before.assignments.get(resident, ())
        if old is not new:
            differ[resident] = set(old) ^ set(new)
    sessions = {session for cells in differ.values() for session in cells}
    who = set(differ)
    match edit:
        case Pin() | Leave() | CoachChange():
            who.add(edit.resident)
        case FacultyLeave():
            who |= set(followers(problem, before, edit.faculty))
            sessions |= {
                s for s in before.precepting.get(edit.faculty, ()) if s not in after.precepting[edit.faculty]
            }
        case _:
            pass
    known = sessions & problem.session_by_id.keys()
    return Touched(frozenset(who), frozenset(known), isinstance(edit, FacultyLeave | CoachChange))


def followers(problem: Problem, solution: Solution, member: FacultyId) -> list[ResidentId]:
    """The residents whose score depends on where a faculty member is: as coach, earlier coach, or in the team."""
    return [
        resident.id
        for resident in problem.residents
        if member in (solution.coach[resident.id], *(one.coach for one in resident.earlier_coaches))
        or member in resident.team
    ]


class Pricing:
    """Prices edits of one schedule; what does not depend on the edit is computed once."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem, self.solution = problem, solution
        self.narrowing = Narrowing(problem)
        self.score = score(problem, solution)

    def revised(self, problem: Problem, solution: Solution, changed: Collection[ResidentId]) -> "Pricing":
        """Of the same facts after edits: only the ``changed`` residents have other pins or attendance."""
        pricing = object.__new__(Pricing)
        pricing.problem, pricing.solution = problem, solution
        pricing.narrowing = self.narrowing if problem is self.problem else Narrowing(problem)
        pricing.score = self.score
        if changed:
            before, after = self._parts(solution, changed)
            pricing.score = _moved(self.score, score(*before), score(*after))
        return pricing

    def _parts(self, solution: Solution, changed: Collection[ResidentId]) -> tuple[World, World]:
        """The changed residents with all that concerns them alone, before and after."""
        coaches = {self.solution.coach[who] for who in changed}
        problem = self.narrowing.own(changed, coaches)
        needed = [member.id for member in problem.faculty]
        before, after = (narrow_solution(side, changed, needed) for side in (self.solution, solution))
        return (problem, before), (problem, after)

    def price(self, change: Edited) -> Price:
        """The price without a repair."""
        before, after = self.worlds(change)
        found = [
            *newly_broken(before, broken(OWN, before), after, broken(OWN, after)),
            *self._shared(change),
            *self._people(change),
        ]
        return Price(
            broken=tuple(found),
            before=self.score,
            after=_moved(self.score, score(*before), score(*after)),
            meetings=tuple(_meetings(before, after)),
        )

    def worlds(self, change: Edited) -> tuple[World, World]:
        """The residents touched, with all that concerns them alone, before and after."""
        who = change.touched.residents
        coaches = {side.coach[one] for side in (change.before, change.after) for one in who}
        if isinstance(change.edit, FacultyLeave):
            coaches.add(change.edit.faculty)
        problem = self.narrowing.own(who, coaches)
        needed = [member.id for member in problem.faculty]
        before, after = (narrow_solution(side, who, needed) for side in (change.before, change.after))
        return (problem, before), (edited_problem(problem, before, change.edit), after)

    def _shared(self, change: Edited) -> tuple[Violation, ...]:
        sessions = change.touched.sessions
        if not sessions:
            return ()
        sides = [only_sessions(side, sessions) for side in (change.before, change.after)]
        problem = self.narrowing.shared(sessions, sides)
        before, after = ((problem, side) for side in sides)
        return newly_broken(before, broken(SHARED, before), after, broken(SHARED, after))

    def _people(self, change: Edited) -> tuple[Violation, ...]:
        if not change.touched.people:
            return ()
        problem = self.narrowing.people
        before, after = (Solution(side.coach, {}, side.precepting) for side in (change.before, change.after))
        old = (problem, before)
        new = (edited_problem(problem, before, change.edit), after)
        return newly_broken(old, broken(PEOPLE, old), new, broken(PEOPLE, new))


def _moved(whole: Score, before: Score, after: Score) -> Score:
    """The score of the whole, moved by what changes in a part of it."""
    parts: Mapping[str, float] = {
        part.name: getattr(whole, part.name) + getattr(after, part.name) - getattr(before, part.name)
        for part in fields(Score)
    }
    return Score(**parts)


def _meetings(before: World, after: World) -> Iterable[Meeting]:
    there_before, there_after = (presence(problem, side.precepting) for problem, side in (before, after))
    for resident in before[0].residents:
        old, old_gap = _met(before, there_before, resident.id)
        new, new_gap = _met(after, there_after, resident.id)
        if (old, old_gap) != (new, new_gap):
            yield Meeting(resident.id, old, new, old_gap, new_gap)


def _met(world: World, there: Presence, who: ResidentId) -> tuple[int, int]:
    """How often a resident meets the coach, and the longest run of weeks without."""
    problem, solution = world
    attended = solution.assignments.get(who, ())
    together = overlapping(problem, there, problem.resident_by_id[who], solution.coach[who], attended)
    return len(together), longest_gap(map(problem.week_of, together), problem.weeks)
