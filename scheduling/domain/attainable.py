"""A resident's own ceiling of overlaps, rooms ignored: what the best schedule could give to them alone."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from scheduling.domain.ids import FacultyId, SessionId
from scheduling.domain.overlap import overlapping, presence
from scheduling.domain.problem import Problem, Resident, ResidentWeek

Chances = npt.NDArray[np.int64]


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


def attainable_with_all(problem: Problem, residents: Sequence[Resident]) -> Chances:
    """``attainable`` of each resident (rows) with each faculty member of the problem (columns) all year long.

    As if the resident had been with that coach from the first day: an earlier coach does not count.
    """
    place = {session.id: index for index, session in enumerate(problem.sessions)}
    there = np.zeros((len(problem.faculty), len(place)), dtype=np.int64)
    for row, sessions in enumerate(presence(problem).values()):
        there[row, [place[session] for session in sessions]] = 1
    found = np.zeros((len(residents), len(problem.faculty)), dtype=np.int64)
    for row, resident in enumerate(residents):
        for week in resident.weeks:
            found[row] += _chances_in(problem, week, place, there)
        np.minimum(found[row], resident.year_max, out=found[row])
    return found


def _chances_in(
    problem: Problem, week: ResidentWeek, place: Mapping[SessionId, int], there: Chances
) -> Chances:
    """What a week gives with each faculty member, at most its maximum."""
    by_date: dict[object, dict[object, list[int]]] = {}
    for session in week.sessions:
        half_day = problem.session_by_id[session].half_day
        by_date.setdefault(half_day.date, {}).setdefault(half_day, []).append(place[session])
    total = np.zeros(len(there), dtype=np.int64)
    for half_days in by_date.values():
        met = sum(there[:, sessions].max(axis=1) for sessions in half_days.values())
        total += np.minimum(met, problem.rules.max_sessions_per_day)
    return np.minimum(total, week.max)
