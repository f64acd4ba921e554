"""Drafts follow the program's data: who is in clinic when, and what each resident could at best reach with the coach.

What is published stays as people saw it, until another version is published.
"""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F

from scheduling.domain.attainable import attainable
from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import SessionId
from scheduling.domain.problem import Problem
from scheduling.domain.program_year import Duty
from scheduling.models import (
    AcademicYear,
    Precepting,
    Program,
    Schedule,
    ScheduleCoach,
    ScheduleState,
    Session,
)
from scheduling.selectors.program_year import key_of, part_of_year, program_year, resident_id
from scheduling.selectors.version_problem import precepting_of, problem_of_version
from scheduling.selectors.years import program_today, years_of

BATCH = 500

Places = dict[tuple[int, int], str]
"""What a faculty member (by primary key) does in a session (by primary key)."""


@transaction.atomic
def renew_program(program: Program) -> int:
    """The drafts of every year that is not over: leave, limits, rotations and settings hold in all of them."""
    today = program_today(program)
    return sum(renew_drafts(year) for year in years_of(program) if today <= year.last_date)


@transaction.atomic
def renew_drafts(year: AcademicYear, *, residents: Collection[int] | None = None) -> int:
    """Bring the year's drafts up to date after faculty, leave, rooms or rotations changed; how many were not.

    Where nothing changed but the blocks of some residents (primary keys), only what these could reach is looked at.
    A year whose data do not fit together leaves its drafts as they are: its pages say what is wrong with it.
    """
    held = Schedule.objects.select_for_update(no_key=True).order_by("pk")
    drafts = held.filter(year=year, state=ScheduleState.DRAFT)
    if not drafts:
        return 0
    described = program_year(year) if residents is None else part_of_year(year, residents)
    renewed = 0
    for draft in drafts:
        draft.year = year  # known, so that it is not read again for each
        try:
            problem = problem_of_version(draft, described)
        except ProblemError:
            continue
        renewed += _renew(draft, problem, with_faculty=residents is None)
    return renewed


def _renew(draft: Schedule, problem: Problem, *, with_faculty: bool) -> bool:
    moved = with_faculty and _renew_faculty(draft, problem)
    raised = _renew_ceilings(draft, problem)
    if moved or raised:
        Schedule.objects.filter(pk=draft.pk).update(edition=F("edition") + 1)
    return moved or raised


def _renew_faculty(draft: Schedule, problem: Problem) -> bool:
    """Those who precept or see own patients; of half-days only offered, those that the draft has chosen."""
    rows = {(row.faculty_id, row.session_id): row for row in Precepting.objects.filter(schedule=draft)}
    there: Places = {place: row.duty for place, row in rows.items()}
    wanted = _wanted(draft, problem)
    if wanted == there:
        return False
    gone = [row.pk for place, row in rows.items() if wanted.get(place) != row.duty]
    for first in range(0, len(gone), BATCH):
        Precepting.objects.filter(pk__in=gone[first : first + BATCH]).delete()
    new = {place: duty for place, duty in wanted.items() if there.get(place) != duty}
    sessions = Session.objects.in_bulk({session for _, session in new})
    Precepting.objects.bulk_create(
        (
            Precepting(
                schedule=draft,
                faculty_id=faculty,
                session=sessions[session],
                date=sessions[session].date,
                period=sessions[session].period,
                duty=duty,
            )
            for (faculty, session), duty in new.items()
        ),
        batch_size=BATCH,
    )
    return True


def _wanted(draft: Schedule, problem: Problem) -> Places:
    rows = Session.objects.filter(
        site__program=draft.year.program_id, date__range=(draft.year.first_monday, draft.year.last_date)
    )
    sessions = {SessionId(row.key): row.pk for row in rows.select_related("site")}
    precepting = precepting_of(draft, problem)
    return {
        (key_of(member.id), sessions[key]): duty
        for member in problem.faculty
        for duty, keys in ((Duty.OWN_CLINIC, member.present), (Duty.PRECEPTS, precepting[member.id]))
        for key in keys
    }


def _renew_ceilings(draft: Schedule, problem: Problem) -> bool:
    precepting = precepting_of(draft, problem)
    changed = []
    for row in ScheduleCoach.objects.filter(schedule=draft):
        resident = problem.resident_by_id.get(resident_id(row.resident_id))
        if resident is None or resident.coach is None:
            continue
        ceiling = attainable(problem, resident, resident.coach, precepting)
        if ceiling != row.attainable:
            row.attainable = ceiling
            changed.append(row)
    ScheduleCoach.objects.bulk_update(changed, ["attainable"], batch_size=BATCH)
    return bool(changed)
