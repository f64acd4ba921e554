"""Numbers of the board: what each pair could reach in a year, and what the pairs of today reach."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db.models import Count

from scheduling.domain.attainable import attainable_with_all
from scheduling.domain.errors import ProblemError
from scheduling.domain.problem_building import build_problem
from scheduling.models import AcademicYear, Assignment, ScheduleCoach
from scheduling.selectors.pairing_board.situation import Pair
from scheduling.selectors.program_year import key_of, program_year, resident_id
from scheduling.selectors.versions import newest_to_look_at

Reached = tuple[int, int | None]
"""Half-days together, of so many attainable."""


def attainable_pairs(year: AcademicYear, residents: Sequence[int]) -> Mapping[Pair, int]:
    """Half-days that each pair could be together in the whole year; of a year that does not fit together, nothing.

    Coaches who are not in clinic in the year are left out.
    """
    if not residents:
        return {}
    wanted = {resident_id(pk) for pk in residents}
    described = program_year(year)
    rows = tuple(
        replace(resident, coach=None, coach_fixed=False, candidates=None, earlier_coaches=())
        for resident in described.residents
        if resident.id in wanted
    )
    try:
        problem = build_problem(replace(described, residents=rows, affinities=()))
    except ProblemError:
        return {}
    table = attainable_with_all(problem, problem.residents)
    return {
        (key_of(resident.id), key_of(member.id)): int(table[row, column])
        for row, resident in enumerate(problem.residents)
        for column, member in enumerate(problem.faculty)
    }


def reached_pairs(year: AcademicYear) -> Mapping[Pair, Reached]:
    """What each pair reaches in the published version, or in the newest draft before there is one. Three queries."""
    schedule = newest_to_look_at(year)
    if schedule is None:
        return {}
    together = Assignment.objects.filter(schedule=schedule).with_together().filter(together=True)
    counts = dict(together.values_list("resident_id").annotate(count=Count("pk")).order_by())
    coaches = ScheduleCoach.objects.filter(schedule=schedule)
    return {
        (resident, faculty): (counts.get(resident, 0), attainable)
        for resident, faculty, attainable in coaches.values_list("resident_id", "faculty_id", "attainable")
    }
