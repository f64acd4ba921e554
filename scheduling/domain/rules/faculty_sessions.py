"""Faculty precept exactly where the problem says; where that is decided, only where they offer to, within their quota."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from scheduling.domain.ids import FacultyPattern, RuleId, SessionId
from scheduling.domain.problem import ClinicSession, FacultyMember, Problem
from scheduling.domain.solution import Solution
from scheduling.domain.violations import Violation


def violations(problem: Problem, solution: Solution) -> Iterator[Violation]:
    """One for each faculty member and way in which their half-days break the rule."""
    yield from _strangers(problem, solution)
    for member in problem.faculty:
        yield from _twice(member, solution.precepting.get(member.id, ()))
        ids = set(solution.precepting.get(member.id, ()))
        if not problem.decides_faculty:
            yield from _not_as_given(member, ids)
            continue
        yield from _not_offered(member, ids)
        known = (problem.session_by_id[session] for session in ids if session in problem.session_by_id)
        sessions = sorted(known, key=lambda session: (session.half_day, session.id))
        yield from _in_two_places(problem, member, sessions)
        yield from _over_quota(problem, member, sessions)
        if problem.rules.faculty_pattern is FacultyPattern.YEAR:
            yield from _off_pattern(problem, member, sessions)


def _strangers(problem: Problem, solution: Solution) -> Iterator[Violation]:
    for who, sessions in solution.precepting.items():
        if who not in problem.faculty_by_id:
            message = f"{who} precepts in {len(sessions)} sessions, and is not among the faculty."
            yield Violation(RuleId.FACULTY_SESSIONS, message, (), tuple(sessions), (who,))


def _twice(member: FacultyMember, sessions: Sequence[SessionId]) -> Iterator[Violation]:
    repeated = tuple(sorted(session for session, times in Counter(sessions).items() if times > 1))
    if repeated:
        message = f"{member.id} is named more than once in {len(repeated)} sessions."
        yield Violation(RuleId.FACULTY_SESSIONS, message, (), repeated, (member.id,))


def _not_as_given(member: FacultyMember, ids: set[SessionId]) -> Iterator[Violation]:
    """The weekly quota does not bind where nothing is decided."""
    wrong = set(member.sessions) ^ ids
    if wrong:
        message = f"{member.id} precepts otherwise than given in {len(wrong)} sessions."
        yield Violation(RuleId.FACULTY_SESSIONS, message, (), tuple(sorted(wrong)), (member.id,))


def _not_offered(member: FacultyMember, ids: set[SessionId]) -> Iterator[Violation]:
    wrong = tuple(session for session in sorted(ids) if session not in set(member.offers))
    if wrong:
        message = f"{member.id} precepts in {len(wrong)} sessions that they do not offer."
        yield Violation(RuleId.FACULTY_SESSIONS, message, (), wrong, (member.id,))


def _in_two_places(
    problem: Problem, member: FacultyMember, sessions: list[ClinicSession]
) -> Iterator[Violation]:
    for half_day, group in groupby(sessions, key=lambda session: session.half_day):
        together = tuple(session.id for session in group)
        if len(together) > 1:
            message = f"{member.id} precepts in {len(together)} places on {half_day}."
            weeks = (problem.week_of(together[0]),)
            yield Violation(RuleId.FACULTY_SESSIONS, message, (), together, (member.id,), weeks)


def _over_quota(
    problem: Problem, member: FacultyMember, sessions: list[ClinicSession]
) -> Iterator[Violation]:
    if member.weekly_quota is None:
        return
    for week, group in groupby(sessions, key=lambda session: problem.week_of(session.id)):
        held = tuple(session.id for session in group)
        if len(held) > member.weekly_quota:
            message = (
                f"{member.id} precepts {len(held)} half-days in week {week}; at most {member.weekly_quota} are "
                "asked."
            )
            yield Violation(RuleId.FACULTY_SESSIONS, message, (), held, (member.id,), (week,))


def _off_pattern(
    problem: Problem, member: FacultyMember, sessions: list[ClinicSession]
) -> Iterator[Violation]:
    """A weekday, half-day and site at which they precept at all is kept in every week in which they offer it."""
    offered = [problem.session_by_id[session] for session in member.offers]
    held = Counter(session.slot for session in sessions)
    missing = {slot: tuple(s.id for s in offered if s.slot == slot and s not in sessions) for slot in held}
    for slot, lacking in missing.items():
        if lacking:
            message = f"{member.id} precepts on {slot} in some weeks, and not in {len(lacking)} others that they offer."
            yield Violation(RuleId.FACULTY_SESSIONS, message, (), lacking, (member.id,))
