"""Where a resident's year goes: from a year of full weeks with the coach down to the overlaps reached, in overlaps."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scheduling.domain.attainable import attainable
from scheduling.domain.ids import FacultyId, SessionId
from scheduling.domain.overlap import Presence, coach_on, overlapping, presence
from scheduling.domain.problem import Problem, Resident, ResidentWeek


@dataclass(frozen=True, slots=True)
class Division:
    """The parts add up: ``full_year`` is the sum of all others, in overlaps.

    ``full_year`` is the number of weeks x the resident's largest weekly maximum: what could be if every week were as
    full as the fullest and the coach always there.
    """

    full_year: int
    no_clinic: int  # weeks without an allowed session
    shorter_weeks: int  # what other weeks hold less than the fullest
    coach_away: int  # what weeks hold in which the coach is not in clinic at all
    coach_elsewhere: int  # what the other weeks hold more than dates with the coach in an allowed session
    year_maximum: int  # what the weeks leave above the yearly maximum
    rooms_or_tradeoff: int  # from the ceiling (`attainable`) to what is reached
    reached: int
    weeks_without_clinic: int
    weeks_coach_away: int

    @property
    def attainable(self) -> int:
        """The resident's own ceiling, rooms ignored."""
        return self.reached + self.rooms_or_tradeoff


def division(
    problem: Problem, resident: Resident, coach: FacultyId, attended: Iterable[SessionId]
) -> Division:
    """The division of one resident's year under a legal schedule in which faculty precept as the problem says."""
    there = presence(problem)
    fullest = max((week.max for week in resident.weeks), default=0)
    with_coach = _weeks_of(problem, there, resident, coach)
    shorter = away = elsewhere = no_clinic_weeks = away_weeks = 0
    listed = {week.week: week for week in resident.weeks}
    for number in range(problem.weeks):
        week = listed.get(number)
        if week is None or not week.sessions:
            no_clinic_weeks += 1
            continue
        possible = _most(problem, week, week.sessions)
        met = _most(problem, week, overlapping(problem, there, resident, coach, week.sessions))
        shorter += fullest - possible
        away_weeks += number not in with_coach
        away += possible if number not in with_coach else 0
        elsewhere += possible - met if number in with_coach else 0
    ceiling = attainable(problem, resident, coach)
    reached = len(overlapping(problem, there, resident, coach, attended))
    full_year = problem.weeks * fullest
    in_weeks = full_year - no_clinic_weeks * fullest - shorter - away - elsewhere
    return Division(
        full_year=full_year,
        no_clinic=no_clinic_weeks * fullest,
        shorter_weeks=shorter,
        coach_away=away,
        coach_elsewhere=elsewhere,
        year_maximum=in_weeks - ceiling,
        rooms_or_tradeoff=ceiling - reached,
        reached=reached,
        weeks_without_clinic=no_clinic_weeks,
        weeks_coach_away=away_weeks,
    )


def _most(problem: Problem, week: ResidentWeek, sessions: Iterable[SessionId]) -> int:
    """How many of the sessions one week could hold for one person."""
    half_days = {problem.session_by_id[session].half_day for session in sessions}
    dates = Counter(half_day.date for half_day in half_days)
    return min(week.max, sum(min(count, problem.rules.max_sessions_per_day) for count in dates.values()))


def _weeks_of(problem: Problem, there: Presence, resident: Resident, coach: FacultyId) -> set[int]:
    """The weeks in which the coach of the day is in clinic at all."""
    coaches = {coach, *(earlier.coach for earlier in resident.earlier_coaches)}
    return {
        problem.week_of(session)
        for one in coaches
        for session in there[one]
        if coach_on(resident, coach, problem.session_by_id[session].half_day.date) == one
    }
