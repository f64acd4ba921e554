"""A few weeks of a program's year: what each resident may attend in them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from scheduling.domain.calendar import DAYS_IN_WEEK
from scheduling.domain.ids import ResidentId
from scheduling.domain.problem import ResidentWeek
from scheduling.domain.problem_building import build_problem
from scheduling.domain.program_year import ProgramYear, ResidentYear


def resident_weeks(
    year: ProgramYear, first_monday: date, weeks: int
) -> Mapping[ResidentId, tuple[ResidentWeek, ...]]:
    """For every resident the weeks, counted from ``first_monday``, that hold a session they may attend.

    Who coaches whom does not matter for that, so a year whose pairings do not fit together has its weeks as well.
    """
    last = first_monday + timedelta(days=DAYS_IN_WEEK * weeks - 1)
    window = replace(
        year,
        first_monday=first_monday,
        weeks=weeks,
        sessions=tuple(session for session in year.sessions if first_monday <= session.half_day.date <= last),
        residents=tuple(_only(resident, year, first_monday, last) for resident in year.residents),
        faculty=(),
    )
    return {resident.id: resident.weeks for resident in build_problem(window).residents}


def _only(resident: ResidentYear, year: ProgramYear, first: date, last: date) -> ResidentYear:
    """Blocks keep the day on which they begin, and interns the months in which they weigh more."""
    return replace(
        resident,
        assignments=tuple(a for a in resident.assignments if a.first <= last and a.last >= first),
        absences=tuple(a for a in resident.absences if a.first <= last and a.last >= first),
        coach=None,
        coach_fixed=False,
        candidates=None,
        team=(),
        earlier_coaches=(),
        intern_from=resident.intern_from or year.first_monday,
    )
