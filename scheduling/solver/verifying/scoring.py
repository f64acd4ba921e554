"""The score of a schedule in exact fractions, written down a second time."""

from collections.abc import Set as AbstractSet
from fractions import Fraction

from scheduling.domain.ids import FacultyId, SessionId
from scheduling.domain.problem import Problem, Resident
from scheduling.domain.solution import Solution
from scheduling.solver.verifying.exact import There, earlier_coach, exact, overlap_pieces


def exact_score(problem: Problem, solution: Solution) -> Fraction:
    """The sum that the file calls ``objective``. Every resident must have a coach whom the problem knows."""
    there = {
        member.id: frozenset((*solution.precepting.get(member.id, ()), *member.present))
        for member in problem.faculty
    }
    total = Fraction(0)
    for resident in problem.residents:
        attended = {s for s in solution.assignments.get(resident.id, ()) if s in problem.session_by_id}
        coach = solution.coach[resident.id]
        total += _continuity(problem, there, resident, coach, attended)
        total += _wishes(problem, resident, coach, set(solution.assignments.get(resident.id, ())))
    return total


def _continuity(
    problem: Problem,
    there: There,
    resident: Resident,
    coach: FacultyId,
    attended: AbstractSet[SessionId],
) -> Fraction:
    """Overlaps, missed windows and the team."""
    allowed = {session for week in resident.weeks for session in week.sessions}
    met = {
        session
        for session in attended | allowed
        if session in _sessions_with(problem, there, resident, coach, session)
    }
    overlaps = len(met & attended)
    total = Fraction(0)
    for length, weight in overlap_pieces(problem, resident):
        total += min(length, max(overlaps, 0)) * weight
        overlaps -= length
    total -= exact(problem.objective.missed_window) * _missed(problem, met & allowed, met & attended)
    beside = sum(any(s in there[member] for member in resident.team) for s in attended - met)
    return total + exact(problem.objective.team_overlap) * beside


def _sessions_with(
    problem: Problem, there: There, resident: Resident, coach: FacultyId, session: SessionId
) -> frozenset[SessionId]:
    """The sessions of whoever is the resident's coach on the day of a session."""
    day = problem.session_by_id[session].half_day.date
    return there[earlier_coach(resident, day) or coach]


def _missed(problem: Problem, chances: AbstractSet[SessionId], overlaps: AbstractSet[SessionId]) -> int:
    """Windows of weeks that hold a chance to meet the coach and no overlap."""
    length = problem.rules.contact_window_weeks
    could = {problem.week_of(session) for session in chances}
    did = {problem.week_of(session) for session in overlaps}
    windows = [set(range(first, first + length)) for first in range(problem.weeks - length + 1)]
    return sum(bool(window & could) and not window & did for window in windows)


def _wishes(
    problem: Problem, resident: Resident, coach: FacultyId, attended: AbstractSet[SessionId]
) -> Fraction:
    """Preferences, affinities, and what differs from the published schedule."""
    total = Fraction(0)
    for wish in problem.preferences:
        if wish.resident == resident.id and wish.session in attended:
            total += exact(wish.weight)
    for match in problem.affinities:
        if match.resident == resident.id and match.faculty == coach:
            total += exact(match.weight)
    if problem.published is not None:
        changed = attended ^ set(problem.published.get(resident.id, ()))
        total -= exact(problem.objective.changed_assignment) * len(changed)
    return total
