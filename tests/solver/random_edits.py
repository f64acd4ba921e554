"""Random schedules, legal or not, and random edits of every kind; what they do is computed anew from the whole."""

from collections.abc import Iterable, Iterator
from itertools import islice

from hypothesis import assume
from hypothesis import strategies as st

from scheduling.domain.calendar import HalfDay
from scheduling.domain.ids import ResidentId, SessionId
from scheduling.domain.problem import Problem
from scheduling.domain.rules import violations
from scheduling.domain.score import score
from scheduling.domain.solution import Solution
from scheduling.solver.advice import (
    Add,
    Change,
    CoachChange,
    Drop,
    Edit,
    EditError,
    FacultyLeave,
    Leave,
    Move,
    Pin,
    Swap,
    apply_edit,
)
from tests.builders import FIRST_MONDAY
from tests.solver.enumeration import legal_attendance, legal_half_days, legal_pairings, whole

KINDS = (Add, Drop, Move, Swap, Pin, Leave, FacultyLeave, CoachChange)
World = tuple[Problem, Solution]


@st.composite
def any_solution(draw: st.DrawFn, problem: Problem) -> Solution:
    """Who attends what at random, also what is not listed for them."""
    sessions = [session.id for session in problem.sessions]
    chosen = st.lists(st.sampled_from(sessions), max_size=4, unique=True)
    coaches = st.sampled_from([member.id for member in problem.faculty])
    attended = {resident.id: tuple(draw(chosen)) for resident in problem.residents}
    paired = {resident.id: resident.coach or draw(coaches) for resident in problem.residents}
    if not problem.decides_faculty:
        return whole(problem, paired, attended)
    return whole(problem, paired, attended, {member.id: tuple(draw(chosen)) for member in problem.faculty})


@st.composite
def legal_solution(draw: st.DrawFn, problem: Problem) -> Solution:
    """One of the first legal schedules; problems without one are passed over."""
    precepting = draw(st.sampled_from(list(islice(legal_half_days(problem), 20))))
    schedules = list(islice(legal_attendance(problem, precepting), 40))
    pairings = list(islice(legal_pairings(problem), 4))
    assume(schedules and pairings)
    return whole(problem, draw(st.sampled_from(pairings)), draw(st.sampled_from(schedules)), precepting)


@st.composite
def any_edit(draw: st.DrawFn, problem: Problem, solution: Solution, kind: type[Edit]) -> Edit:
    """An edit of a kind that can be made to the schedule."""
    edit = _swap(draw, solution) if kind is Swap else _edit(draw, problem, kind)
    try:
        apply_edit(problem, solution, edit)
    except EditError:
        assume(condition=False)
    return edit


def _swap(draw: st.DrawFn, solution: Solution) -> Swap:
    """Two attend what the other does not: among so few sessions, two drawn at random seldom do."""
    attended = {who: set(keys) for who, keys in solution.assignments.items()}
    pairs = [
        Swap(a, session_a, b, session_b)
        for a, of_a in attended.items()
        for b, of_b in attended.items()
        if a < b
        for session_a in sorted(of_a - of_b)
        for session_b in sorted(of_b - of_a)
    ]
    assume(pairs)
    return draw(st.sampled_from(pairs))


def _edit(draw: st.DrawFn, problem: Problem, kind: type[Edit]) -> Edit:
    resident = draw(st.sampled_from([one.id for one in problem.residents]))
    session, other = (draw(st.sampled_from([one.id for one in problem.sessions])) for _ in range(2))
    member = draw(st.sampled_from([one.id for one in problem.faculty]))
    if kind is Move:
        return Move(resident, session, other)
    if kind is Pin:
        return Pin(resident, session, draw(st.booleans()))
    if kind in {Leave, FacultyLeave}:
        away: frozenset[HalfDay] = frozenset(problem.session_by_id[one].half_day for one in (session, other))
        return Leave(resident, away) if kind is Leave else FacultyLeave(member, away)
    if kind is CoachChange:
        since = draw(st.sampled_from((None, FIRST_MONDAY, FIRST_MONDAY.replace(day=30))))
        return CoachChange(resident, member, since)
    return Add(resident, session) if kind is Add else Drop(resident, session)


def after(problem: Problem, solution: Solution, edit: Edit, changes: Iterable[Change] = ()) -> World:
    """The whole problem and schedule after an edit and further changes."""
    world = apply_edit(problem, solution, edit)
    for change in changes:
        world = apply_edit(*world, change)
    return world


def is_legal(world: World) -> bool:
    """Whether the checkers find nothing."""
    return not any(violations(*world))


def single_changes(world: World, kept: set[tuple[ResidentId, SessionId]]) -> Iterator[Change]:
    """Every change by one step that leaves alone what is ``kept``."""
    problem, solution = world
    for resident in problem.residents:
        cells = {session.id for session in problem.sessions if (resident.id, session.id) not in kept}
        attended = [session for session in solution.assignments[resident.id] if session in cells]
        others = sorted(cells.difference(attended))
        yield from (Drop(resident.id, session) for session in attended)
        yield from (Add(resident.id, session) for session in others)
        yield from (Move(resident.id, source, target) for source in attended for target in others)


def best_single_change(world: World, kept: set[tuple[ResidentId, SessionId]]) -> float | None:
    """The highest score that one further change reaches legally; None if none is legal."""
    reached = (apply_edit(*world, change) for change in single_changes(world, kept))
    return max((score(*one).total for one in reached if is_legal(one)), default=None)


def changed_cells(before: Solution, now: Solution) -> set[tuple[ResidentId, SessionId]]:
    """The resident-sessions in which two schedules differ."""
    return {
        (who, session)
        for who, attended in now.assignments.items()
        for session in set(attended) ^ set(before.assignments[who])
    }
