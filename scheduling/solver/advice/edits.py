"""What a person may do to a schedule, and the problem and schedule that follow from it."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduling.domain.calendar import HalfDay, Period, days_from
from scheduling.domain.ids import FacultyId, ResidentId, SessionId
from scheduling.domain.problem import EarlierCoach, FacultyMember, Pins, Problem, Resident, ResidentWeek
from scheduling.domain.problem_building import relieved_limits
from scheduling.domain.solution import Solution


class EditError(ValueError):
    """An edit that cannot be made to this schedule. The message is one line that says why."""


@dataclass(frozen=True, slots=True)
class Add:
    """The resident attends one more session."""

    resident: ResidentId
    session: SessionId


@dataclass(frozen=True, slots=True)
class Drop:
    """The resident attends a session no longer."""

    resident: ResidentId
    session: SessionId


@dataclass(frozen=True, slots=True)
class Move:
    """The resident attends ``target`` instead of ``source``."""

    resident: ResidentId
    source: SessionId
    target: SessionId


@dataclass(frozen=True, slots=True)
class Swap:
    """Two residents take each other's place: the first goes to ``session_b``, the second to ``session_a``."""

    resident_a: ResidentId
    session_a: SessionId
    resident_b: ResidentId
    session_b: SessionId


@dataclass(frozen=True, slots=True)
class Pin:
    """The resident shall attend the session, or not; the schedule follows, and an opposite pin gives way."""

    resident: ResidentId
    session: SessionId
    attend: bool


@dataclass(frozen=True, slots=True)
class Leave:
    """A resident is away: nothing is allowed on these half-days, what they attend there is dropped.

    The loads of their weeks are relieved, as where a problem is built from rotations.
    """

    resident: ResidentId
    half_days: frozenset[HalfDay]


@dataclass(frozen=True, slots=True)
class FacultyLeave:
    """A faculty member is away: on these half-days they neither precept nor see own patients."""

    faculty: FacultyId
    half_days: frozenset[HalfDay]


@dataclass(frozen=True, slots=True)
class CoachChange:
    """The resident gets another coach: for the whole year, or from the day ``since``."""

    resident: ResidentId
    coach: FacultyId
    since: date | None = None


Change = Move | Add | Drop
Cell = tuple[ResidentId, SessionId]
Edit = Change | Swap | Pin | Leave | FacultyLeave | CoachChange


def whole_days(first: date, last: date) -> frozenset[HalfDay]:
    """All half-days from ``first`` to ``last``, both included."""
    return frozenset(HalfDay(day, period) for day in days_from(first, last) for period in Period)


def apply_edit(problem: Problem, solution: Solution, edit: Edit) -> tuple[Problem, Solution]:
    """The problem and the schedule after an edit. Raises `EditError` if it cannot be made."""
    return edited_problem(problem, solution, edit), edited_solution(problem, solution, edit)


def edited_solution(problem: Problem, solution: Solution, edit: Edit) -> Solution:
    """The schedule after an edit. Raises `EditError` if it cannot be made."""
    _check_known(problem, solution, edit)
    drops, adds = _attendance(problem, solution, edit)
    assignments = dict(solution.assignments)
    for cell in drops:
        assignments[cell[0]] = _ended(problem, assignments.get(cell[0], ()), cell)
    for cell in adds:
        assignments[cell[0]] = _begun(problem, assignments.get(cell[0], ()), cell)
    coach = {**solution.coach, edit.resident: edit.coach} if isinstance(edit, CoachChange) else solution.coach
    precepting = (
        _precepting(problem, solution, edit) if isinstance(edit, FacultyLeave) else solution.precepting
    )
    return Solution(coach, assignments, precepting)


def edited_problem(problem: Problem, solution: Solution, edit: Edit) -> Problem:
    """The problem after an edit of ``solution``; only a pin, a leave or another coach changes it."""
    match edit:
        case Pin():
            return _pinned(problem, edit)
        case FacultyLeave():
            gone = _sessions_on(problem, edit.half_days)
            faculty = (
                _member_on_leave(member, gone) if member.id == edit.faculty else member
                for member in problem.faculty
            )
            return replace(problem, faculty=tuple(faculty))
        case Leave() | CoachChange():
            residents = (_edited_resident(problem, solution, one, edit) for one in problem.residents)
            return replace(problem, residents=tuple(residents))
        case _:
            return problem


def _attendance(problem: Problem, solution: Solution, edit: Edit) -> tuple[list[Cell], list[Cell]]:
    """Which resident-sessions an edit ends, and which it begins."""
    drops: list[Cell] = []
    adds: list[Cell] = []
    match edit:
        case Add():
            adds = [(edit.resident, edit.session)]
        case Drop():
            drops = [(edit.resident, edit.session)]
        case Move():
            drops, adds = [(edit.resident, edit.source)], [(edit.resident, edit.target)]
        case Swap(a, session_a, b, session_b):
            drops, adds = [(a, session_a), (b, session_b)], [(a, session_b), (b, session_a)]
        case Pin():
            if edit.attend != (edit.session in solution.assignments.get(edit.resident, ())):
                (adds if edit.attend else drops).append((edit.resident, edit.session))
        case Leave():
            gone = _sessions_on(problem, edit.half_days)
            attended = dict.fromkeys(solution.assignments.get(edit.resident, ()))
            drops = [(edit.resident, session) for session in attended if session in gone]
        case _:
            pass
    return drops, adds


def _ended(problem: Problem, attended: tuple[SessionId, ...], cell: Cell) -> tuple[SessionId, ...]:
    who, session = cell
    if session not in attended:
        raise EditError(f"{who} does not attend {problem.session_by_id[session]}.")
    return tuple(one for one in attended if one != session)


def _begun(problem: Problem, attended: tuple[SessionId, ...], cell: Cell) -> tuple[SessionId, ...]:
    who, session = cell
    if session in attended:
        raise EditError(f"{who} attends {problem.session_by_id[session]} already.")
    return (*attended, session)


def _check_known(problem: Problem, solution: Solution, edit: Edit) -> None:
    """Everyone and everything that the edit names is in the problem."""
    if isinstance(edit, FacultyLeave | CoachChange):
        member = edit.faculty if isinstance(edit, FacultyLeave) else edit.coach
        if member not in problem.faculty_by_id:
            raise EditError(f"{member} is not a faculty member of this problem.")
    if isinstance(edit, FacultyLeave):
        return
    for who in (edit.resident_a, edit.resident_b) if isinstance(edit, Swap) else (edit.resident,):
        if who not in problem.resident_by_id:
            raise EditError(f"{who} is not a resident of this problem.")
    drops, adds = _attendance(problem, solution, edit)
    named = [edit.session] if isinstance(edit, Pin) else []
    for session in [*named, *(session for _, session in (*drops, *adds))]:
        if session not in problem.session_by_id:
            raise EditError(f"{session} is not a session of this problem.")


def _precepting(
    problem: Problem, solution: Solution, edit: FacultyLeave
) -> dict[FacultyId, tuple[SessionId, ...]]:
    gone = _sessions_on(problem, edit.half_days)
    here = solution.precepting.get(edit.faculty, ())
    return {**solution.precepting, edit.faculty: tuple(session for session in here if session not in gone)}


def _sessions_on(problem: Problem, half_days: frozenset[HalfDay]) -> frozenset[SessionId]:
    return frozenset(session.id for session in problem.sessions if session.half_day in half_days)


def _pinned(problem: Problem, edit: Pin) -> Problem:
    cell = frozenset({(edit.resident, edit.session)})
    attend, avoid = problem.pins.attend - cell, problem.pins.avoid - cell
    return problem.with_pins(Pins(attend | cell, avoid) if edit.attend else Pins(attend, avoid | cell))


def _edited_resident(problem: Problem, solution: Solution, resident: Resident, edit: Edit) -> Resident:
    match edit:
        case Leave() if resident.id == edit.resident:
            return replace(
                resident, weeks=tuple(_relieved(problem, week, edit.half_days) for week in resident.weeks)
            )
        case CoachChange() if resident.id == edit.resident:
            return _recoached(problem, solution, resident, edit)
        case _:
            return resident


def _relieved(problem: Problem, week: ResidentWeek, half_days: frozenset[HalfDay]) -> ResidentWeek:
    """The week without these half-days, with the load that its rotation asks of what is left."""
    when = {session: problem.session_by_id[session].half_day for session in week.sessions}
    left = tuple(session for session in week.sessions if when[session] not in half_days)
    if left == week.sessions:
        return week
    one_a_day = problem.rules.max_sessions_per_day == 1
    usable = len({when[session].date if one_a_day else when[session] for session in left})
    least, most = relieved_limits(week.min, week.max, usable)
    return replace(week, min=least, max=most, sessions=left)


def _recoached(problem: Problem, solution: Solution, resident: Resident, edit: CoachChange) -> Resident:
    """With the new coach; ``since`` a day, the one until now stays for the days before it."""
    changed = replace(resident, coach=edit.coach)
    if edit.since is None:
        return changed
    last, before = edit.since - timedelta(days=1), solution.coach.get(resident.id)
    kept = tuple(one for one in resident.earlier_coaches if one.until < last)
    inside = problem.first_monday <= last <= problem.last_day
    passed = (EarlierCoach(before, last),) if inside and before is not None else ()
    return replace(changed, earlier_coaches=(*kept, *passed))


def _member_on_leave(member: FacultyMember, gone: frozenset[SessionId]) -> FacultyMember:
    def left(sessions: tuple[SessionId, ...]) -> tuple[SessionId, ...]:
        return tuple(session for session in sessions if session not in gone)

    return replace(
        member,
        sessions=left(member.sessions),
        present=left(member.present),
        offered=left(member.offered),
    )
