"""Drafts follow what the program says of its faculty; what is published stays as people saw it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine

from connectedness.trail.kinds import EventKind
from scheduling.domain.calendar import Period
from scheduling.exchange.workbook import write_workbook
from scheduling.models import (
    Absence,
    AcademicYear,
    DataArea,
    FacultyHalfDay,
    Precepting,
    RotationAssignment,
    Schedule,
    ScheduleCoach,
    ScheduleState,
)
from scheduling.selectors.program_year import resident_id
from scheduling.selectors.workbench.desk import desk_of
from scheduling.services.data_edits import EditLog
from scheduling.services.importing import import_workbook
from scheduling.services.leave import LeaveRows, leave_key
from scheduling.services.program_data import Change, fingerprint, save_change
from scheduling.services.renewing import renew_drafts, renew_program
from scheduling.services.settings.saving import save_settings, settings_log, undo_settings
from tests.e2e.programs import small_tables
from tests.factories import (
    coach_in,
    make_block,
    make_resident_year,
    make_schedule,
    make_session,
    make_user,
    make_year,
)
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


@pytest.fixture
def next_year(at: Drafting) -> Schedule:
    """A draft of the year after, in which the coach precepts on Mondays and both residents could have clinic."""
    year = make_year(at.small.program, name="2027-2028", first_monday=date(2027, 6, 28), weeks=8)
    block = make_block(year, first=year.first_monday, weeks=8)
    mondays = {"weekday": 0, "period": Period.AM, "duty": "precepts"}
    FacultyHalfDay.objects.create(faculty=at.small.coach, year=year, site=at.small.site, **mondays)
    for week in range(8):
        make_session(at.small.site, day=year.first_monday + timedelta(weeks=week), rooms=3)
    draft = make_schedule(year)
    for resident in (at.nadia, at.tomas):
        make_resident_year(resident, year, pgy=2, clinics_min=2, clinics_max=10)
        RotationAssignment.objects.create(resident=resident, block=block, rotation=at.small.rotation)
        coach_in(draft, resident, at.small.coach)
    renew_drafts(year)
    return draft


def reachable(draft: Schedule) -> list[int | None]:
    """What each resident of the draft could at best reach with the coach, and the sessions in which that one is."""
    return [*draft.coaches.values_list("attainable", flat=True), draft.preceptings.count()]


def test_leave_saved_on_this_years_page_reaches_the_drafts_of_the_next(
    at: Drafting, next_year: Schedule
) -> None:
    assert reachable(next_year) == [8, 8, 8]
    log = EditLog(at.small.program, at.small.year, DataArea.LEAVE, None)
    first, last = next_year.year.first_monday, next_year.year.first_monday + timedelta(days=11)
    values = {leave_key(at.small.coach, first, last, ""): "Sabbatical"}
    change = Change(values, "Leave", EventKind.LEAVE_CHANGED)
    rows = LeaveRows(at.small.program)
    save_change(log=log, rows=rows, change=change, seen=fingerprint(rows.held(values)))
    assert reachable(next_year) == [6, 6, 6]


def test_settings_reach_the_drafts_of_every_year_and_so_does_taking_them_back(
    at: Drafting, next_year: Schedule
) -> None:
    log = settings_log(at.small.program, make_user("Alma Sandoval"))
    key = f"rotation/{at.small.rotation.pk}/max_per_week"
    edit = save_settings(log=log, seen={key: 2}, wanted={key: 0}, about="Rotations")
    assert edit is not None
    assert [reachable(draft)[:2] for draft in (at.draft, next_year)] == [[0, 0], [0, 0]]
    undo_settings(log=log, expected=edit.pk)
    assert [reachable(draft)[:2] for draft in (at.draft, next_year)] == [[8, 8], [8, 8]]


def test_years_that_are_over_stay_as_they_were(at: Drafting, next_year: Schedule) -> None:
    Absence.objects.create(faculty=at.small.coach, first_date=at.day(1), last_date=next_year.year.last_date)
    with time_machine.travel("2027-06-22T14:00Z", tick=False):
        assert renew_program(at.small.program) == 1
    assert (reachable(at.draft), reachable(next_year)) == ([8, 8, 16], [0, 0, 0])


def test_an_import_that_changes_something_brings_the_drafts_along() -> None:
    tables = small_tables("Imported Program")
    import_workbook(content=write_workbook(tables), filename="year.xlsx", actor=None)
    draft = make_schedule(AcademicYear.objects.get(program__name="Imported Program"))
    import_workbook(content=write_workbook(tables), filename="the same.xlsx", actor=None)
    assert not Precepting.objects.filter(schedule=draft).exists()
    import_workbook(content=write_workbook(replace(tables, away=())), filename="again.xlsx", actor=None)
    there = set(Precepting.objects.filter(schedule=draft).values_list("faculty__name", flat=True))
    assert there == {member.name for member in tables.faculty}
