"""A resident's first screen: who is my coach, when do we meet next, whom can I ask now."""

import gzip
import re
from datetime import date, datetime
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connectedness.accounts.models import User
from scheduling.models import Absence, Assignment, FacultyHalfDay, Pairing, ScheduleCoach, ScheduleState
from tests.coaching.clinic_year import ClinicYear, at
from tests.coaching.conftest import Visit
from tests.coaching.pages import section, words
from tests.factories import (
    assign,
    faculty_of,
    make_faculty,
    make_pairing,
    make_resident,
    make_schedule,
    make_year,
    precept,
    resident_of,
)

ROOT = Path(__file__).resolve().parents[2]
HOME = "/me/"
WEDNESDAYS = ("2026-11-25", "2026-12-02", "2026-12-09", "2026-12-16")


@pytest.fixture
def together(clinics: ClinicYear, resident: User, coach: User) -> ClinicYear:
    """Resident and coach are together on four Wednesdays to come and one gone by."""
    clinics.coached(resident_of(resident), faculty_of(coach), attainable=26)
    clinics.together(resident_of(resident), faculty_of(coach), "2026-11-18", *WEDNESDAYS)
    return clinics


def test_the_coach_is_one_tap_away(clinics: ClinicYear, resident: User, coach: User, visit: Visit) -> None:
    member = faculty_of(coach)
    member.email, member.phone, member.pager = "coen@example.org", "(212) 555-0142", "4417"
    member.pronouns = "he/him"
    member.save()
    Pairing.objects.update(first_date=date(2025, 7, 1))
    for weekday, period in ((2, "AM"), (0, "PM")):
        FacultyHalfDay.objects.create(
            faculty=member,
            year=clinics.year,
            site=clinics.main,
            weekday=weekday,
            period=period,
            duty="precepts",
        )
    page = visit(resident, HOME)
    for address in ("mailto:coen@example.org", "tel:2125550142", "tel:4417"):
        assert f'href="{address}"' in page
    assert "My coach, since Jul 2025 Dr. Coen Achebe he/him · Main clinic, Mon PM and Wed AM" in words(page)


def test_what_the_coach_only_offered_is_no_usual_half_day(
    clinics: ClinicYear, resident: User, coach: User, visit: Visit
) -> None:
    FacultyHalfDay.objects.create(
        faculty=faculty_of(coach),
        year=clinics.year,
        site=clinics.main,
        weekday=2,
        period="AM",
        duty="offered",
    )
    assert "Wed AM" not in words(visit(resident, HOME))


def test_the_next_three_half_days_together_are_shown(
    together: ClinicYear, resident: User, visit: Visit
) -> None:
    said = section(visit(resident, HOME), "Next together", "Next clinic")
    assert "5 of 26 possible this year" in said
    assert "In 3 days Wed 25 Nov AM · Main" in said
    assert "In 10 days Wed 2 Dec AM · Main" in said
    assert "In 17 days Wed 9 Dec AM · Main" in said
    assert "16 Dec" not in said
    assert "18 Nov" not in said


def test_the_next_clinic_says_when_where_and_who_precepts(
    together: ClinicYear, resident: User, visit: Visit
) -> None:
    together.attends(resident_of(resident), "2026-11-23", site=together.east)
    together.precepts(make_faculty(together.program, "Okafor, Ada"), "2026-11-23", site=together.east)
    said = section(visit(resident, HOME), "Next clinic", "Whom can I ask")
    assert said == "Next clinic, tomorrow Mon 23 Nov, AM 08:00 · East Dr. Okafor precepts "


@pytest.mark.parametrize("now", [at("2026-11-25 08:00")])
def test_a_clinic_that_is_on_is_said_to_be_on(together: ClinicYear, resident: User, visit: Visit) -> None:
    said = section(visit(resident, HOME), "In clinic now, until 12:00", "Whom can I ask")
    assert "Wed 25 Nov, AM 08:00 · Main Together with Dr. Achebe" in said


@pytest.mark.parametrize("now", [at("2026-11-25 12:00")])
def test_a_clinic_that_has_ended_is_no_longer_the_next(
    together: ClinicYear, resident: User, visit: Visit
) -> None:
    said = section(visit(resident, HOME), "Next clinic", "Whom can I ask")
    assert said.startswith("Next clinic, in 7 days Wed 2 Dec, AM")


def ask_section(page: str) -> str:
    return section(page, "Whom can I ask now?", "I am out today")


@pytest.mark.parametrize(
    ("clock", "answer"),
    [
        ("2026-11-25 08:00", "In clinic now Dr. Achebe, your coach Main, until 12:00"),
        ("2026-11-25 12:30", "Clinics closed Clinic line"),
        ("2026-11-25 20:00", "Clinics closed Clinic line"),
        ("2026-11-26 09:00", "Closed: Thanksgiving Clinic line"),
        ("2026-11-28 09:00", "Clinics closed Clinic line"),
    ],
)
def test_whom_to_ask_follows_the_clock_of_the_program(
    together: ClinicYear, resident: User, coach: User, client: Client, clock: str, answer: str
) -> None:
    together.program.clinic_line = "+1 212 555 0100"
    together.program.save()
    together.holiday("2026-11-26")
    together.precepts(faculty_of(coach), "2026-11-26")
    with time_machine.travel(at(clock), tick=False):
        client.force_login(resident)
        page = client.get(HOME).content.decode()
    assert answer in ask_section(page)
    assert 'href="tel:+12125550100"' in page


@pytest.mark.parametrize("now", [at("2026-11-25 08:00", "America/Los_Angeles")])
def test_eight_in_new_york_is_not_eight_in_los_angeles(
    together: ClinicYear, resident: User, visit: Visit
) -> None:
    assert "In clinic now" in words(visit(resident, HOME))
    together.program.time_zone = "America/Los_Angeles"
    together.program.save()
    page = words(visit(resident, HOME))
    assert "Wed 25 Nov, 08:00" in page
    assert "Main, until 12:00" in page


@pytest.mark.parametrize("now", [at("2026-11-25 09:00")])
def test_a_coach_entered_as_away_since_is_not_the_answer(
    together: ClinicYear, resident: User, coach: User, visit: Visit
) -> None:
    coach_is_there = "Dr. Achebe, your coach Main, until 12:00"
    assert coach_is_there in ask_section(visit(resident, HOME))
    Absence.objects.create(
        faculty=faculty_of(coach), first_date="2026-11-25", last_date="2026-11-25", period="PM"
    )
    assert coach_is_there in ask_section(visit(resident, HOME))
    Absence.objects.create(faculty=faculty_of(coach), first_date="2026-11-24", last_date="2026-11-27")
    assert coach_is_there not in ask_section(visit(resident, HOME))


def test_without_a_line_a_sites_telephone_answers_and_without_that_the_coordinator(
    clinics: ClinicYear, resident: User, coordinator: User, visit: Visit
) -> None:
    said = ask_section(visit(resident, HOME))
    assert "Corinne Ordway Program coordinator Mail" in said
    clinics.east.phone = "(212) 555-0199"
    clinics.east.save()
    page = visit(resident, HOME)
    assert "East clinic Its telephone Call" in ask_section(page)
    assert 'href="tel:2125550199"' in page


def test_without_anybody_to_reach_the_page_says_what_to_do(
    clinics: ClinicYear, resident: User, visit: Visit
) -> None:
    assert "Ask at the clinic's front desk" in ask_section(visit(resident, HOME))


def test_a_resident_without_a_coach_is_told_whom_to_ask(
    clinics: ClinicYear, resident: User, coordinator: User, visit: Visit
) -> None:
    Pairing.objects.all().delete()
    page = visit(resident, HOME)
    assert "No coach yet" in words(page)
    assert "Until then ask Corinne Ordway, the program coordinator." in words(page)
    assert f'href="mailto:{coordinator.email}"' in page


def test_a_resident_whose_coach_has_left_is_told_until_when_and_whom_to_ask(
    clinics: ClinicYear, resident: User, coach: User, coordinator: User, visit: Visit
) -> None:
    assert "My coach" in words(visit(resident, HOME))
    coach.faculty_rows.update(left_on=date(2026, 11, 15))
    said = words(visit(resident, HOME))
    assert (
        "No coach at the moment Dr. Achebe coached you until 14 Nov. Your next coach will stand here" in said
    )
    assert "Until then ask Corinne Ordway, the program coordinator." in said


def test_a_resident_on_leave_is_told_until_when(clinics: ClinicYear, resident: User, visit: Visit) -> None:
    leave = Absence.objects.create(
        resident=resident_of(resident), first_date="2026-11-20", last_date="2026-11-29", reason="Canary-grief"
    )
    page = visit(resident, HOME)
    assert "On leave until 29 Nov." in words(page)
    assert leave.reason not in page
    leave.delete()
    assert "On leave" not in visit(resident, HOME)


def test_a_name_that_was_changed_is_said_as_it_is_now(
    together: ClinicYear, resident: User, coach: User, visit: Visit
) -> None:
    coach.faculty_rows.update(name="Achebe-Okoro, Coen")
    said = words(visit(resident, HOME))
    assert "Dr. Coen Achebe-Okoro" in said
    assert "Dr. Achebe " not in said


def test_before_anything_is_published_the_page_says_so_and_whom_to_ask(
    clinics: ClinicYear, resident: User, coordinator: User, visit: Visit
) -> None:
    clinics.schedule.delete()
    said = words(visit(resident, HOME))
    assert "The schedule of 2026-2027 is not published yet." in said
    assert "If you need to know sooner, ask Corinne Ordway." in said


def test_a_draft_is_never_shown(together: ClinicYear, resident: User, visit: Visit) -> None:
    draft = make_schedule(together.year, state=ScheduleState.DRAFT)
    assign(draft, resident_of(resident), together.session("2026-11-23", site=together.east))
    assert "Mon 23 Nov" not in words(visit(resident, HOME))
    Assignment.objects.filter(schedule=draft).update(schedule=together.schedule)
    together.raise_edition()
    assert "Mon 23 Nov" in words(visit(resident, HOME))


def test_half_days_counted_with_an_earlier_coach_are_said_to_be(
    together: ClinicYear, resident: User, visit: Visit
) -> None:
    assert "before your coach changed" not in visit(resident, HOME)
    Pairing.objects.update(last_date=date(2026, 11, 20))
    make_pairing(
        resident_of(resident), make_faculty(together.program, "Newcoach, Ned"), first_date=date(2026, 11, 21)
    )
    said = words(visit(resident, HOME))
    assert "Dr. Ned Newcoach" in said
    assert "These are with Dr. Achebe, as published before your coach changed." in said


@pytest.mark.parametrize("residents", [1, 3])
def test_the_number_of_queries_is_fixed(
    together: ClinicYear,
    resident: User,
    coach: User,
    client: Client,
    residents: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(residents - 1):
        another = make_resident(together.program)
        make_pairing(another, faculty_of(coach))
        together.coached(another, faculty_of(coach))
        together.together(another, faculty_of(coach), *WEDNESDAYS)
        together.precepts(make_faculty(together.program), *WEDNESDAYS)
    client.force_login(resident)
    with django_assert_num_queries(30):
        client.get(HOME)


def test_the_whole_screen_weighs_less_than_100_kilobytes(
    together: ClinicYear, resident: User, visit: Visit, now: datetime
) -> None:
    page = visit(resident, HOME)
    named = set(re.findall(r'(?:src|href)="/static/([^"]+)"', page))
    assert any(name.endswith("components.css") for name in named)
    for name in [one for one in named if one.startswith("js/")]:
        script = (ROOT / "static" / name).read_text()
        named |= {f"js/{module}" for module in re.findall(r'from "\./([^"]+)"', script)}
    assert "js/grid_server.js" in named
    sent = sum(
        len(content) if name.endswith("woff2") else len(gzip.compress(content, 6))
        for name in named
        for content in [(ROOT / "static" / name).read_bytes()]
    )
    assert sent + len(gzip.compress(page.encode(), 6)) < 100_000


def test_in_the_last_days_of_a_year_the_next_ones_clinics_stand_there(
    together: ClinicYear, resident: User, coach: User, visit: Visit
) -> None:
    """The year ends on Sun 27 Jun; the next one is published and begins on Mon 28 Jun."""
    following = make_year(together.program, name="2027-2028", first_monday=date(2027, 6, 28))
    published = make_schedule(following, state=ScheduleState.PUBLISHED, published_at=at("2027-06-01 12:00"))
    other = make_faculty(together.program, "Okafor, Ada")
    ScheduleCoach.objects.create(
        schedule=published, resident=resident_of(resident), faculty=other, attainable=9
    )
    session = together.session("2027-06-28")
    assign(published, resident_of(resident), session)
    precept(published, other, session)
    with time_machine.travel(at("2027-06-26 23:30"), tick=False):
        said = words(visit(resident, HOME))
    assert "No clinic ahead" not in said
    assert "Next clinic, in 2 days Mon 28 Jun, AM 08:00 · Main Together with Dr. Okafor" in said
    assert "Mon 28 Jun 08:00: Dr. Okafor , Main" in said
    assert "5 of 26 possible this year" in said
