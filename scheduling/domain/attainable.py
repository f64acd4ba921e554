"""A resident's own ceiling of overlaps, rooms ignored: what the best schedule could give to them alone."""

from collections import Counter
from collections.abc import Iterable, Mapping

from scheduling.domain.ids import FacultyId, SessionId
from scheduling.domain.overlap import overlapping, presence
from scheduling.domain.problem import Problem, Resident


def attainable(
    problem: Problem,
    resident: Resident,
    coach: FacultyId,
    precepting: Mapping[FacultyId, Iterable[SessionId]] | None = None,
) -> int:
    """The sum over weeks of min(week's max, dates with an allowed session where the coach is), at most ``year_max``.

    ``precepting`` is where faculty precept in the schedule at hand; without it, as today. Where a program lets residents attend several sessions on one date, a date counts for as many as it could hold.
    """
    there = presence(problem, precepting)
    total = 0
    for week in resident.weeks:
        half_days = {
            problem.session_by_id[session].half_day
            for session in overlapping(problem, there, resident, coach, week.sessions)
        }
        dates = Counter(half_day.date for half_day in half_days)
        chances = sum(min(count, problem.rules.max_sessions_per_day) for count in dates.values())
        total += min(week.max, chances)
    return min(total, resident.year_max)
