"""Keeping a stretch of a draft as it is published: the past, or what would change with too little notice."""

from collections.abc import Collection
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from scheduling.domain.errors import ProblemError
from scheduling.domain.rules import violations
from scheduling.models import Assignment, PinnedFree, Precepting, Schedule
from scheduling.selectors.naming import with_names
from scheduling.selectors.program_year import program_year
from scheduling.selectors.version_problem import problem_of_version, solution_of_version, with_pins

BATCH = 1000
R = TypeVar("R", Assignment, Precepting, PinnedFree)


def keep_as_published(draft: Schedule, published: Schedule, *, until: date, today: date) -> None:
    """Whatever lies before ``until`` becomes in the draft what is published.

    Of residents whom the draft does not know any more, only what lies before today does.
    """
    residents = set(draft.coaches.values_list("resident_id", flat=True))
    attended = published.assignments.filter(Q(resident__in=residents) | Q(date__lt=today), date__lt=until)
    draft.assignments.filter(date__lt=until).delete()
    draft.preceptings.filter(date__lt=until).delete()
    draft.pinned_free.filter(date__lt=until).delete()
    copy_rows(attended, draft)
    copy_rows(published.preceptings.filter(date__lt=until), draft)
    copy_rows(published.pinned_free.filter(date__lt=until), draft)


def keep_own_as_published(
    draft: Schedule, published: Schedule, *, until: date, residents: Collection[int]
) -> None:
    """What some residents (by primary key) do before ``until`` becomes in the draft what is published.

    Who precepts then stays the draft's: others' half-days go by that.
    """
    own = Q(resident__in=draft.coaches.filter(resident__in=residents).values("resident"), date__lt=until)
    for rows in (draft.assignments.filter(own), draft.pinned_free.filter(own)):
        rows.delete()
    copy_rows(published.assignments.filter(own), draft)
    copy_rows(published.pinned_free.filter(own), draft)


def copy_rows(rows: "QuerySet[R]", to: Schedule) -> None:
    """The same rows in another version."""
    made = []
    for row in rows:
        row.pk, row.schedule = None, to
        row._state.adding = True
        made.append(row)
    rows.model._default_manager.bulk_create(made, batch_size=BATCH)


def broken_rules(schedule: Schedule) -> set[str]:
    """Every rule that a version breaks by today's data and its own pins, a sentence each, with names."""
    try:
        problem = with_pins(problem_of_version(schedule, program_year(schedule.year)), schedule)
    except ProblemError as error:
        return {f"The program's data do not fit together any more: {error}"}
    found = [violation.message for violation in violations(problem, solution_of_version(schedule, problem))]
    return set(with_names("\n".join(found), schedule.year.program).split("\n")) if found else set()
