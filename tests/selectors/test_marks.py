"""What is kept of a year is what the database holds, whoever changed it: the database itself says when it changed."""

import re
from collections.abc import Hashable

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from scheduling.kept import kept, marks_seen
from scheduling.marks import MARKED_TABLES
from scheduling.models import (
    AcademicYear,
    ClinicRule,
    DataMark,
    Faculty,
    FacultyDate,
    Holiday,
    Program,
    ProtectedTeaching,
    Resident,
    Rotation,
    RotationWeek,
    Schedule,
    ScheduleState,
    Site,
)
from scheduling.selectors.month_grid.frame import frame_of
from scheduling.selectors.month_grid.windows import window_of
from scheduling.selectors.program_year import program_year
from scheduling.services.importing import import_workbook
from scheduling.services.marks import forget_old_marks
from tests.factories import FIRST_MONDAY, make_program, make_schedule, make_team, make_wish, make_year
from tests.services.small_workbook import small_workbook

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
TABLE = re.compile(r'(?:FROM|JOIN) "([a-z_]+)"')
OWN = {DataMark._meta.db_table}


def imported_year() -> AcademicYear:
    """A year with something in every table."""
    assert import_workbook(content=small_workbook(), filename="year.xlsx", actor=None).issues == ()
    year = AcademicYear.objects.select_related("program").get()
    program, member = year.program, Faculty.objects.order_by("pk")[0]
    resident = Resident.objects.order_by("pk")[0]
    make_wish(resident, member, weight=1)
    make_team(program, resident, member)
    Holiday.objects.create(program=program, date=FIRST_MONDAY, name="Founders' Day")
    ProtectedTeaching.objects.create(program=program, weekday=1, period="PM")
    FacultyDate.objects.create(faculty=member, date=FIRST_MONDAY, period="AM")
    RotationWeek.objects.create(
        rotation=Rotation.objects.order_by("pk")[0], week_of_block=1, clinic_rule=ClinicRule.ANY
    )
    return year


def site_names(year: AcademicYear) -> list[str]:
    return [site.name for site in frame_of(year, window_of(year, FIRST_MONDAY, 4)).sites.values()]


@pytest.mark.parametrize("what", ["year", "frame"])
def test_whatever_is_read_of_a_year_leaves_marks(what: str) -> None:
    year = imported_year()
    with CaptureQueriesContext(connection) as asked:
        if what == "year":
            program_year(year)
        else:
            frame_of(year, window_of(year, FIRST_MONDAY, 4))
    read = {table for query in asked.captured_queries for table in TABLE.findall(query["sql"])} - OWN
    assert len(read) > 10
    assert read <= set(MARKED_TABLES)


@pytest.mark.parametrize("table", MARKED_TABLES)
def test_any_statement_on_a_table_that_is_read_leaves_a_mark(table: str) -> None:
    """Also raw SQL, past every service and signal."""
    imported_year()
    seen: set[Hashable] = {marks_seen()}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")
        [count] = cursor.fetchone() or [0]
        if count == 0:
            pytest.fail(f"{table} is empty: the year that is imported should have something in it")
        cursor.execute(f"UPDATE {table} SET id = id")
    seen.add(marks_seen())
    assert len(seen) == 2


@pytest.mark.parametrize("change", ["insert", "update", "state", "delete"])
def test_a_published_version_leaves_marks_and_a_draft_none(change: str) -> None:
    marked = {state for state in ScheduleState if _leaves_a_mark(change, state)}
    assert marked == {ScheduleState.PUBLISHED}


def _leaves_a_mark(change: str, state: str) -> bool:
    year = make_year(make_program())
    before = marks_seen()
    schedule = make_schedule(year, state=state)
    if change != "insert":
        before = marks_seen()
    rows = Schedule.objects.filter(pk=schedule.pk)
    if change == "update":
        rows.update(edition=F("edition") + 1)
    elif change == "state":
        rows.update(state=ScheduleState.ARCHIVED)
    elif change == "delete":
        rows.delete()
    return marks_seen() != before


def test_rows_added_and_removed_leave_marks_as_well() -> None:
    program = make_program()
    before = marks_seen()
    site = Site.objects.create(program=program, code="NEW", name="New", letter="N", rooms=1)
    added = marks_seen()
    Site.objects.filter(pk=site.pk).delete()
    assert len({before, added, marks_seen()}) == 3


def test_a_year_is_read_again_only_after_its_data_changed() -> None:
    year = imported_year()
    first = program_year(year)
    assert program_year(year) is first
    Program.objects.filter(pk=year.program_id).update(sessions_per_day=2)
    assert program_year(year).settings.rules.max_sessions_per_day == 2


def test_what_a_caller_read_earlier_is_not_kept_for_others() -> None:
    year = imported_year()
    Program.objects.filter(pk=year.program_id).update(sessions_per_day=2)
    assert year.program.sessions_per_day == 1
    assert program_year(year).settings.rules.max_sessions_per_day == 2


def test_what_was_made_in_a_transaction_taken_back_is_not_taken_for_what_followed() -> None:
    year = imported_year()
    usual = site_names(year)
    with transaction.atomic():
        Site.objects.update(name="Taken back")
        assert set(site_names(year)) == {"Taken back"}
        transaction.set_rollback(True)
    assert site_names(year) == usual
    Site.objects.update(name="Followed")
    assert set(site_names(year)) == {"Followed"}


def test_the_same_is_made_once_for_the_same_marks() -> None:
    made: list[int] = []
    for marks in (1, 1, 2, 2, 1):
        kept("only here", None, marks, lambda: made.append(1))
    assert len(made) == 3


def test_old_marks_are_forgotten_and_none_is_taken_for_another() -> None:
    year = imported_year()
    before = program_year(year)
    seen = marks_seen()
    forget_old_marks(most=0)
    assert DataMark.objects.count() == 1
    Program.objects.filter(pk=year.program_id).update(sessions_per_day=2)
    assert marks_seen() != seen
    assert program_year(year) != before


def test_a_mark_that_comes_late_is_not_forgotten_back_into_what_was_seen_before_it() -> None:
    """A long transaction has the lower key and is committed after a shorter one."""
    DataMark.objects.all().delete()
    DataMark.objects.create(pk=2, token=22)
    seen = marks_seen()
    DataMark.objects.create(pk=1, token=11)
    forget_old_marks(most=1)
    assert marks_seen() != seen


def test_few_marks_are_left_as_they_are() -> None:
    imported_year()
    seen = marks_seen()
    assert forget_old_marks() == 0
    assert marks_seen() == seen
