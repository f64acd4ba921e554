"""Years without a schedule, by construction: rooms are cut in a few weeks so that exactly so many clinics are missing."""

from dataclasses import dataclass, replace

from benchmarks.instances.shape import Shape
from benchmarks.instances.styles import x_plus_y
from benchmarks.instances.week import FULL_YEAR, SLOTS
from benchmarks.instances.year import build
from scheduling.domain.problem import ClinicSession, Problem

WEEKS_CUT = range(25, 30)


@dataclass(frozen=True, slots=True)
class ShortYear:
    """A year and what it lacks: in ``weeks`` the weekly minima need ``needed`` clinics, and the rooms hold fewer."""

    problem: Problem
    weeks: range
    needed: int
    missing: int


def short_of_rooms(
    residents: int, seed: int, missing: int, weeks: range = WEEKS_CUT, year_weeks: int = FULL_YEAR
) -> ShortYear:
    """A 4+1 year that is short of exactly ``missing`` clinics, spread over some weeks.

    Whoever has clinic in these weeks may come on every half-day and must come three times on different dates. Rooms are
    spread evenly over nine half-days, so every one of them can be filled, and none too many is left.
    """
    problem = build(Shape(residents, seed, x_plus_y(4, 1), weeks=year_weeks, attendings=1))
    needed = {week: _needed(problem, week) for week in weeks}
    rooms: dict[int, list[int]] = {}
    for place, week in enumerate(weeks):
        cut = (place + 1) * missing // len(weeks) - place * missing // len(weeks)
        left = needed[week] - cut
        rooms[week] = [(k + 1) * left // len(SLOTS) - k * left // len(SLOTS) for k in range(len(SLOTS))]

    def cut_down(session: ClinicSession) -> ClinicSession:
        week = problem.week_of(session.id)
        return replace(session, rooms=rooms[week].pop()) if week in rooms else session

    sessions = tuple(cut_down(session) for session in problem.sessions)
    short = replace(problem, name=f"{problem.name}, {missing} clinics short", sessions=sessions)
    return ShortYear(short, weeks, sum(needed.values()), missing)


def _needed(problem: Problem, week: int) -> int:
    return sum(one.min for resident in problem.residents for one in resident.weeks if one.week == week)
