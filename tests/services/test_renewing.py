"""Drafts follow what the program says of its faculty; what is published stays as people saw it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine

from scheduling.exchange.workbook import write_workbook
from scheduling.models import (
    Absence,
    AcademicYear,
    FacultyHalfDay,
    Precepting,
    Schedule,
    ScheduleCoach,
    ScheduleState,
)
from scheduling.selectors.program_year import resident_id
from scheduling.selectors.workbench.desk import desk_of
from scheduling.services.importing import import_workbook
from scheduling.services.renewing import renew_drafts
from tests.e2e.programs import small_tables
from tests.factories import make_schedule
from tests.services.drafting import Drafting, make_drafting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def before_the_year() -> Iterator[None]:
    """A week before the first clinic."""
    with time_machine.travel("2026-06-22T14:00Z", tick=False):
        yield


@pytest.fixture
def at() -> Drafting:
    """A draft that knows all that the program says."""
    drafting = make_drafting()
    renew_drafts(drafting.small.year)
    drafting.draft.refresh_from_db()
    return drafting


def there(at: Drafting) -> set[tuple[str, str]]:
    rows = Precepting.objects.filter(schedule=at.draft).select_related("faculty", "session__site")
    return {(row.faculty.family_name, str(row.session.half_day)) for row in rows}


def test_a_coach_on_leave_is_not_in_the_draft_any_more_and_less_can_be_reached(at: Drafting) -> None:
    assert ("Lindqvist", "Mon 6 Jul, AM") in there(at)
    Absence.objects.create(faculty=at.small.coach, first_date=at.day(1), last_date=at.day(2))
    assert renew_drafts(at.small.year) == 1
    gone = {("Lindqvist", "Mon 6 Jul, AM"), ("Lindqvist", "Mon 13 Jul, AM")}
    assert not gone & there(at)
    assert ("Lindqvist", "Mon 20 Jul, AM") in there(at)
    assert set(ScheduleCoach.objects.filter(schedule=at.draft).values_list("attainable", flat=True)) == {6}


def test_the_draft_then_says_what_its_desk_says(at: Drafting) -> None:
    Absence.objects.create(faculty=at.small.coach, first_date=at.day(1), last_date=at.day(2))
    renew_drafts(at.small.year)
    precepting = desk_of(Schedule.objects.get(pk=at.draft.pk)).solution.precepting
    assert sum(map(len, precepting.values())) == Precepting.objects.filter(schedule=at.draft).count() == 14


def test_the_desk_hears_of_a_resident_whose_coach_came_into_the_draft_since(at: Drafting) -> None:
    coach = at.draft.coaches.get(resident=at.tomas)
    coach.delete()
    assert resident_id(at.tomas.pk) not in desk_of(at.draft).problem.resident_by_id
    ScheduleCoach.objects.create(schedule=at.draft, resident=at.tomas, faculty=at.small.coach, attainable=8)
    Schedule.objects.filter(pk=at.draft.pk).update(edition=at.draft.edition + 1)
    assert resident_id(at.tomas.pk) in desk_of(at.draft).problem.resident_by_id


def test_another_edition_tells_pages_of_it_and_nothing_changes_twice(at: Drafting) -> None:
    Absence.objects.create(faculty=at.small.coach, first_date=at.day(1), last_date=at.day(1))
    renew_drafts(at.small.year)
    edition = Schedule.objects.get(pk=at.draft.pk).edition
    assert edition == at.draft.edition + 1
    assert renew_drafts(at.small.year) == 0
    assert Schedule.objects.get(pk=at.draft.pk).edition == edition


def test_what_is_published_stays(at: Drafting) -> None:
    Schedule.objects.filter(pk=at.draft.pk).update(state=ScheduleState.PUBLISHED)
    before = there(at)
    FacultyHalfDay.objects.all().delete()
    assert renew_drafts(at.small.year) == 0
    assert there(at) == before


def test_an_import_that_changes_something_brings_the_drafts_along() -> None:
    tables = small_tables("Imported Program")
    import_workbook(content=write_workbook(tables), filename="year.xlsx", actor=None)
    draft = make_schedule(AcademicYear.objects.get(program__name="Imported Program"))
    import_workbook(content=write_workbook(tables), filename="the same.xlsx", actor=None)
    assert not Precepting.objects.filter(schedule=draft).exists()
    import_workbook(content=write_workbook(replace(tables, away=())), filename="again.xlsx", actor=None)
    there = set(Precepting.objects.filter(schedule=draft).values_list("faculty__name", flat=True))
    assert there == {member.name for member in tables.faculty}
