"""Overlap: a resident attends a session while their coach is there, precepting or seeing own patients."""

from collections.abc import Iterable, Mapping
from datetime import date
from math import ceil

from scheduling.domain.ids import FacultyId, SessionId
from scheduling.domain.problem import Objective, Problem, Resident

Presence = Mapping[FacultyId, frozenset[SessionId]]


def presence(problem: Problem, precepting: Mapping[FacultyId, Iterable[SessionId]] | None = None) -> Presence:
    """For each faculty member the sessions in which they are there; without ``precepting``, as today."""
    return {
        member.id: frozenset(member.sessions if precepting is None else precepting.get(member.id, ()))
        | frozenset(member.present)
        for member in problem.faculty
    }


def coach_on(resident: Resident, coach: FacultyId, day: date) -> FacultyId:
    """The coach with whom sessions of that day overlap: an earlier one up to the day of the change."""
    for earlier in resident.earlier_coaches:
        if day <= earlier.until:
            return earlier.coach
    return coach


def overlapping(
    problem: Problem, there: Presence, resident: Resident, coach: FacultyId, sessions: Iterable[SessionId]
) -> list[SessionId]:
    """Those of the sessions in which the resident's coach is there."""
    days = problem.session_by_id
    return [
        session
        for session in sessions
        if session in days and session in there[coach_on(resident, coach, days[session].half_day.date)]
    ]


def piece_lengths(objective: Objective, resident: Resident) -> list[tuple[int, float]]:
    """The concave overlap score of one resident: so many overlaps, in this order, earn this much each."""
    found = []
    reached = 0
    for piece in objective.overlap_pieces:
        share = resident.year_max if piece.share is None else ceil(piece.share * resident.year_min)
        reach = max(reached, min(share, resident.year_max))
        found.append((reach - reached, piece.weight))
        reached = reach
    return found


def allowed_sessions(resident: Resident) -> list[SessionId]:
    """All sessions that the resident may attend, in the order of the problem."""
    return [session for week in resident.weeks for session in week.sessions]


def contact_windows(problem: Problem, there: Presence, resident: Resident, coach: FacultyId) -> list[range]:
    """The windows of consecutive weeks, wholly inside the problem, in which the coach could be met."""
    length = problem.rules.contact_window_weeks
    chances = overlapping(problem, there, resident, coach, allowed_sessions(resident))
    weeks = {problem.week_of(session) for session in chances}
    windows = (range(first, first + length) for first in range(problem.weeks - length + 1))
    return [window for window in windows if not weeks.isdisjoint(window)]
