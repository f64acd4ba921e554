"""In which weeks a coach's residents could be together with the coach at all."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from coaching.domain.clinics import Clinic
from scheduling.domain.ids import SiteId
from scheduling.domain.problem import Objective
from scheduling.domain.problem_building import build_problem
from scheduling.domain.program_year import FacultyYear, session_id
from scheduling.models import AcademicYear, Faculty
from scheduling.selectors.program_year import faculty_id, key_of, program_year


def possible_weeks(
    year: AcademicYear, coach: Faculty, panel: Collection[int], clinics: Iterable[Clinic]
) -> dict[int, frozenset[int]]:
    """For each resident of the panel, the weeks with an allowed session among the coach's ``clinics``.

    Weeks count from 0. The rules are the solver's own, asked about these residents and these sessions alone.
    """
    described = program_year(year, with_faculty=False)
    there = {session_id(SiteId(clinic.code), clinic.half_day) for clinic in clinics}
    coach_id = faculty_id(coach.pk)
    alone = replace(
        described,
        settings=replace(described.settings, objective=Objective()),
        sessions=tuple(session for session in described.sessions if session.id in there),
        residents=tuple(
            replace(resident, coach=coach_id, coach_fixed=True)
            for resident in described.residents
            if key_of(resident.id) in panel
        ),
        faculty=(FacultyYear(id=coach_id, panel_min=0, panel_max=len(panel)),),
    )
    return {
        key_of(resident.id): frozenset(week.week for week in resident.weeks if week.max > 0)
        for resident in build_problem(alone).residents
    }
