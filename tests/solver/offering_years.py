"""Years in which faculty offer more half-days than they precept today."""

from dataclasses import replace

from benchmarks.generator import year
from scheduling.domain.ids import Decision, FacultyPattern
from scheduling.domain.problem import FacultyMember, Problem

EXTRA = 3  # half-days a week beside today's


def offering_year(residents: int, seed: int, *, interns_open: bool, pattern: FacultyPattern) -> Problem:
    """A generated year in which everyone offers a few more half-days in the weeks in which they are there."""
    problem = year(residents, seed, interns_open=interns_open)
    faculty = tuple(_offering(problem, member, place) for place, member in enumerate(problem.faculty))
    return replace(
        problem,
        decide=problem.decide | {Decision.FACULTY_SESSIONS},
        faculty=faculty,
        rules=replace(problem.rules, faculty_pattern=pattern),
    )


def _offering(problem: Problem, member: FacultyMember, place: int) -> FacultyMember:
    weeks = {problem.week_of(session) for session in member.sessions}
    slots = list(dict.fromkeys(session.slot for session in problem.sessions))
    today = {problem.session_by_id[session].slot for session in member.sessions}
    others = [slot for slot in slots if slot not in today]
    more = {others[(place + step) % len(others)] for step in range(EXTRA)}
    offered = tuple(
        session.id
        for session in problem.sessions
        if session.slot in today | more and problem.week_of(session.id) in weeks
    )
    quota = max(sum(problem.week_of(session) == week for session in member.sessions) for week in weeks)
    return replace(member, offered=offered, weekly_quota=quota)
