"""Keeping a stretch of a draft as it is published: the past, or what would change with too little notice."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from scheduling.domain.errors import ProblemError
from scheduling.domain.rules import violations
from scheduling.models import Assignment, PinnedFree, Precepting, Schedule
from scheduling.selectors.naming import with_names
from scheduling.selectors.program_year import program_year
from scheduling.selectors.version_problem import problem_of_version, solution_of_version, with_pins

BATCH = 1000


def keep_as_published(draft: Schedule, published: Schedule, *, until: date, today: date) -> None:
    """Whatever lies before ``until`` becomes in the draft what is published.

    Of residents whom the draft does not know any more, only what lies before today does.
    """
    residents = set(draft.coaches.values_list("resident_id", flat=True))
    attended = published.assignments.filter(Q(resident__in=residents) | Q(date__lt=today), date__lt=until)
    draft.assignments.filter(date__lt=until).delete()
    draft.preceptings.filter(date__lt=until).delete()
    draft.pinned_free.filter(date__lt=until).delete()
    copy_assignments(attended, draft)
    copy_preceptings(published.preceptings.filter(date__lt=until), draft)
    copy_pinned_free(published.pinned_free.filter(date__lt=until), draft)


def copy_assignments(rows: Iterable[Assignment], to: Schedule) -> None:
    """The same assignments in another version."""
    made = (
        Assignment(
            schedule=to,
            resident_id=row.resident_id,
            session_id=row.session_id,
            date=row.date,
            period=row.period,
            pinned=row.pinned,
        )
        for row in rows
    )
    Assignment.objects.bulk_create(made, batch_size=BATCH)


def copy_preceptings(rows: Iterable[Precepting], to: Schedule) -> None:
    """The same faculty in the same sessions in another version."""
    made = (
        Precepting(
            schedule=to,
            faculty_id=row.faculty_id,
            session_id=row.session_id,
            date=row.date,
            period=row.period,
            duty=row.duty,
        )
        for row in rows
    )
    Precepting.objects.bulk_create(made, batch_size=BATCH)


def copy_pinned_free(rows: Iterable[PinnedFree], to: Schedule) -> None:
    """The same half-days kept free in another version."""
    made = (
        PinnedFree(schedule=to, resident_id=row.resident_id, date=row.date, period=row.period) for row in rows
    )
    PinnedFree.objects.bulk_create(made, batch_size=BATCH)


def broken_rules(schedule: Schedule) -> set[str]:
    """Every rule that a version breaks by today's data and its own pins, a sentence each, with names."""
    try:
        problem = with_pins(problem_of_version(schedule, program_year(schedule.year)), schedule)
    except ProblemError as error:
        return {f"The program's data do not fit together any more: {error}"}
    found = [violation.message for violation in violations(problem, solution_of_version(schedule, problem))]
    return set(with_names("\n".join(found), schedule.year.program).split("\n")) if found else set()
