"""What everybody's pages read of a program is read once, and is what the database holds, whoever changed it."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from coaching.selectors.clinics import faculty_clinics, preceptors, resident_clinics, together_with
from coaching.selectors.program_book import ProgramBook, book_of
from connectedness.accounts.models import User
from scheduling.marks import MARKED_TABLES
from scheduling.models import (
    Absence,
    AcademicYear,
    Assignment,
    DataMark,
    Faculty,
    Holiday,
    Pairing,
    Precepting,
    Resident,
    Schedule,
    ScheduleCoach,
    Site,
)
from tests.coaching.clinic_year import ClinicYear
from tests.factories import make_faculty, make_pairing, make_resident, make_team

TABLE = re.compile(r'(?:FROM|JOIN) "([a-z_]+)"')
TODAY = date(2026, 11, 22)
WITH_THE_EDITION = {model._meta.db_table for model in (Assignment, Precepting, ScheduleCoach)}


def random_year(clinics: ClinicYear, seed: int) -> tuple[list[Resident], list[Faculty]]:
    """Residents and faculty strewn over some weeks, some of them together."""
    dice = Random(seed)
    faculty = [make_faculty(clinics.program, f"Preceptor{n}, Pat") for n in range(3)]
    residents = [make_resident(clinics.program, f"Resident{n}, Ray") for n in range(4)]
    days = [(date(2026, 11, 2) + timedelta(days=n)).isoformat() for n in range(40)]
    for resident in residents:
        clinics.coached(resident, dice.choice(faculty))
        for day in dice.sample(days, 12):
            clinics.attends(resident, day, site=dice.choice([clinics.main, clinics.east]))
    for member in faculty:
        for day in dice.sample(days, 15):
            duty, site = dice.choice(["precepts", "own_clinic"]), dice.choice([clinics.main, clinics.east])
            clinics.precepts(member, day, site=site, duty=duty)
    return residents, faculty


@pytest.mark.parametrize("seed", range(4))
def test_who_is_together_is_what_the_database_says(clinics: ClinicYear, seed: int) -> None:
    """Stated twice: by sets of sessions in the book, and by one query."""
    residents, faculty = random_year(clinics, seed)
    schedules = [Schedule.objects.select_related("year").get(pk=clinics.schedule.pk)]
    asked = Assignment.objects.filter(schedule=clinics.schedule).with_together()
    expected = {(row.resident_id, row.session_id, row.together) for row in asked}
    found = {
        (resident.pk, clinic.session, clinic.is_together)
        for resident in residents
        for clinic in resident_clinics(resident, schedules)
    }
    assert found == expected
    assert {together for *_, together in expected} == {True, False}
    with_coach = {
        (shares.resident, shares.clinic.session)
        for member in faculty
        for shares in together_with(member, schedules)
    }
    assert with_coach == {(resident, session) for resident, session, together in expected if together}


@pytest.mark.parametrize("seed", range(2))
def test_who_is_where_is_what_the_database_says(clinics: ClinicYear, seed: int) -> None:
    _, faculty = random_year(clinics, seed)
    schedules = [Schedule.objects.select_related("year").get(pk=clinics.schedule.pk)]
    for member in faculty:
        there = [clinic.session for clinic in faculty_clinics(member, schedules)]
        rows = Precepting.objects.filter(faculty=member).order_by("date", "session__site__pm_start")
        assert sorted(there) == sorted(row.session_id for row in rows)
    sessions = set(Precepting.objects.values_list("session_id", flat=True))
    named = preceptors(book_of(clinics.program), schedules, sessions)
    for session in sessions:
        rows = Precepting.objects.filter(session=session, duty="precepts").order_by("faculty__name")
        assert named.get(session, []) == [row.faculty.short_name for row in rows.select_related("faculty")]


def chapters(book: ProgramBook, clinics: ClinicYear, resident: Resident, member: Faculty) -> None:
    """Read everything that there is in a book."""
    timetable = book.timetable(clinics.schedule)
    said = (
        book.sites,
        book.holidays,
        book.faculty,
        book.pairings,
        book.classes,
        book.pairings_on(TODAY),
        book.absences_from(TODAY),
        timetable.attended(resident.pk),
        timetable.present(member.pk),
    )
    assert all(said), "a chapter is empty, and its query was not seen"
    assert book.was_ever_in_a_team(resident=resident.pk)
    book.half_days(clinics.year)


def test_every_chapter_is_of_data_that_leave_marks(clinics: ClinicYear) -> None:
    resident, member = make_resident(clinics.program), make_faculty(clinics.program)
    clinics.coached(resident, member)
    clinics.together(resident, member, "2026-11-23")
    clinics.holiday("2026-11-26")
    make_pairing(resident, member)
    make_team(clinics.program, resident, member)
    Absence.objects.create(resident=resident, first_date=TODAY, last_date=TODAY)
    with CaptureQueriesContext(connection) as asked:
        chapters(book_of(clinics.program), clinics, resident, member)
    read = {table for query in asked.captured_queries for table in TABLE.findall(query["sql"])}
    assert len(read) > 10
    assert read <= {*MARKED_TABLES, *WITH_THE_EDITION, DataMark._meta.db_table}


CHANGES: dict[str, Callable[[ClinicYear], object]] = {
    "sites": lambda clinics: Site.objects.update(name="Renamed"),
    "holidays": lambda clinics: Holiday.objects.create(program=clinics.program, date=TODAY, name="Snow"),
    "faculty": lambda clinics: Faculty.objects.update(pager="1234"),
    "pairings": lambda clinics: Pairing.objects.update(first_date=TODAY),
    "attendance": lambda clinics: clinics.attends(Resident.objects.get(), "2026-12-02"),
}


def spoken(clinics: ClinicYear) -> str:
    """What a book says that somebody opens now."""
    book = book_of(clinics.program)
    schedule = Schedule.objects.select_related("year").get(pk=clinics.schedule.pk)
    attended = book.timetable(schedule).attended(Resident.objects.get().pk)
    sites = [site.name for site in book.sites.values()]
    pagers = [member.pager for member in book.faculty.values()]
    since = [pairing.first_date for pairing in book.pairings]
    return repr((sites, dict(book.holidays), pagers, since, [clinic.date for clinic in attended]))


@pytest.mark.parametrize("what", CHANGES)
def test_a_book_is_read_again_once_something_of_it_changed(clinics: ClinicYear, what: str) -> None:
    resident, member = make_resident(clinics.program), make_faculty(clinics.program)
    make_pairing(resident, member, first_date=date(2026, 7, 1))
    clinics.attends(resident, "2026-11-25")
    before = spoken(clinics)
    with transaction.atomic():
        CHANGES[what](clinics)
        changed = spoken(clinics)
        transaction.set_rollback(True)
    assert changed != before
    assert spoken(clinics) == before, "what was taken back is not said"
    CHANGES[what](clinics)
    assert spoken(clinics) == changed


def test_who_came_while_a_page_was_made_has_a_name(clinics: ClinicYear) -> None:
    """Each chapter is read when it is asked for: somebody may come between two of them."""
    book = book_of(clinics.program)
    assert not book.faculty
    came = make_faculty(clinics.program, "Newcomer, Nia")
    assert book.member(came.pk).short_name == "Dr. Newcomer"


def test_a_year_that_was_shortened_hides_no_page(
    clinics: ClinicYear, resident: User, coach: User, client: Client
) -> None:
    """What is published past its end is still there."""
    person, member = resident.resident_rows.get(), coach.faculty_rows.get()
    last = clinics.year.last_date - timedelta(days=3)
    clinics.coached(person, member)
    clinics.together(person, member, last.isoformat())
    AcademicYear.objects.filter(pk=clinics.year.pk).update(weeks=F("weeks") - 1)
    schedule = Schedule.objects.select_related("year").get(pk=clinics.schedule.pk)
    assert [clinic.date for clinic in resident_clinics(person, [schedule])] == [last]
    for user, page in ((resident, "/me/"), (coach, "/panel/")):
        client.force_login(user)
        assert client.get(page).status_code == 200


def test_a_home_that_is_opened_again_asks_for_what_is_its_readers_own_alone(
    clinics: ClinicYear,
    resident: User,
    client: Client,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(resident)
    client.get("/me/")
    with django_assert_num_queries(12):
        client.get("/me/")
