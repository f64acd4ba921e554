"""As it is done by hand: seniors choose first, and everyone takes the sessions of their own coach first."""

from benchmarks.rivals.attempt import Attempt
from benchmarks.rivals.places import Places, seniors_first, sessions_of_coach
from scheduling.domain.problem import Problem, Resident


def attempt(problem: Problem, seconds: float) -> Attempt:
    """Week by week with the coach, then what the week's minimum asks, then what the year's does."""
    places = Places(problem)
    for who in seniors_first(problem):
        _choose(places, problem, who)
    return Attempt(places.solution())


def _choose(places: Places, problem: Problem, who: Resident) -> None:
    with_coach = sessions_of_coach(problem, who.coach)
    for week in who.weeks:
        for session in week.sessions:
            if session in with_coach:
                places.take(who, week, session)
        for session in week.sessions:
            if places.load(who, week) < week.min:
                places.take(who, week, session)
    for week in who.weeks:
        for session in week.sessions:
            if len(places.taken[who.id]) < who.year_min:
                places.take(who, week, session)
