"""A published year as it binds one resident: what the solver was asked, of this resident and coach alone."""

from dataclasses import replace

from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import SessionId, SiteId
from scheduling.domain.overlap import overlapping, presence
from scheduling.domain.problem import FacultyMember, Objective, Problem, ResidentWeek
from scheduling.domain.problem import Resident as Bound
from scheduling.domain.problem_building import build_problem
from scheduling.domain.program_year import Duty, FacultyYear, session_id
from scheduling.models import Precepting, Resident, Schedule, ScheduleCoach
from scheduling.selectors.program_year import faculty_id, program_year, resident_id


def own_problem(schedule: Schedule, resident: Resident, counted: ScheduleCoach) -> Problem | None:
    """The problem, with the coach there where the published version has them; None where it says nothing of the resident.

    The rules are the solver's own. Rooms and other residents are left out: they bind nobody who is alone.
    """
    described = program_year(schedule.year, with_faculty=False)
    mine = next((one for one in described.residents if one.id == resident_id(resident.pk)), None)
    if mine is None:
        return None
    coach = faculty_id(counted.faculty_id)
    alone = replace(
        described,
        settings=replace(described.settings, objective=Objective()),
        residents=(replace(mine, coach=coach, coach_fixed=True, candidates=None, earlier_coaches=()),),
        faculty=(FacultyYear(id=coach, panel_min=0, panel_max=1),),
    )
    try:
        problem = build_problem(alone)
    except ProblemError:
        return None
    there = _there(schedule, counted.faculty_id)
    known = tuple(session.id for session in problem.sessions if session.id in there)
    member = FacultyMember(coach, problem.programs[0].id, panel_min=0, panel_max=1, sessions=known)
    return replace(problem, faculty=(member,))


def possible_in(problem: Problem, resident: Bound, week: ResidentWeek) -> int:
    """How many half-days with the coach a week could hold: dates with an allowed session where the coach is, at most its maximum."""
    assert resident.coach is not None
    met = overlapping(problem, presence(problem), resident, resident.coach, week.sessions)
    days = [problem.session_by_id[session].half_day.date for session in met]
    per_day = problem.rules.max_sessions_per_day
    return min(week.max, sum(min(days.count(day), per_day) for day in set(days)))


def _there(schedule: Schedule, faculty: int) -> frozenset[SessionId]:
    """Where the published version has a coach, precepting or with own patients; as overlaps are counted. One query."""
    rows = Precepting.objects.filter(
        schedule=schedule, faculty=faculty, duty__in=(Duty.PRECEPTS, Duty.OWN_CLINIC)
    ).values_list("session__site__code", "date", "period")
    return frozenset(session_id(SiteId(code), HalfDay(day, Period(period))) for code, day, period in rows)
