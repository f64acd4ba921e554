"""A set day: each resident has the same weekly half-days all year, those with the coach first; weeks that forbid them go empty."""

from collections import Counter

from benchmarks.rivals.attempt import Attempt
from benchmarks.rivals.places import Places, seniors_first, sessions_of_coach
from scheduling.domain.calendar import Period
from scheduling.domain.ids import SessionId, SiteId
from scheduling.domain.problem import Problem, Resident

WITH_COACH = 3  # a week with the coach counts as so many without
Set = tuple[SiteId, int, Period]


def attempt(problem: Problem, seconds: float) -> Attempt:
    """One set half-day after the other until the yearly minimum is reached."""
    places = Places(problem)
    for who in seniors_first(problem):
        for day in _set_days(problem, who):
            if len(places.taken[who.id]) >= who.year_min:
                break
            for week in who.weeks:
                for session in week.sessions:
                    if _set_day(problem, session) == day:
                        places.take(who, week, session)
    return Attempt(places.solution())


def _set_days(problem: Problem, who: Resident) -> list[Set]:
    """The weekly half-days by what they are worth to the resident over the year."""
    with_coach = sessions_of_coach(problem, who.coach)
    worth: Counter[Set] = Counter()
    for week in who.weeks:
        for session in week.sessions:
            worth[_set_day(problem, session)] += WITH_COACH if session in with_coach else 1
    return [day for day, _ in worth.most_common()]


def _set_day(problem: Problem, session: SessionId) -> Set:
    clinic = problem.session_by_id[session]
    return clinic.site, clinic.half_day.date.weekday(), clinic.half_day.period
