"""The calendar pages: a month at a glance, and day by day."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connectedness.accounts.models import User
from scheduling.models import Absence, RotationAssignment
from tests.coaching.clinic_year import ClinicYear
from tests.coaching.conftest import Visit
from tests.coaching.pages import section, words
from tests.factories import (
    faculty_of,
    make_block,
    make_faculty,
    make_pairing,
    make_resident,
    make_rotation,
    resident_of,
)

MINE = "/me/calendar/"
COACHS = "/panel/calendar/"


@pytest.fixture
def november(clinics: ClinicYear, resident: User, coach: User) -> ClinicYear:
    """One half-day together, one without the coach, and one in December."""
    clinics.coached(resident_of(resident), faculty_of(coach))
    clinics.together(resident_of(resident), faculty_of(coach), "2026-11-25", "2026-12-09")
    clinics.attends(resident_of(resident), "2026-11-05", period="PM", site=clinics.east)
    clinics.precepts(
        make_faculty(clinics.program, "Okafor, Ada"), "2026-11-05", period="PM", site=clinics.east
    )
    return clinics


def test_a_month_counts_its_half_days_and_those_together(
    november: ClinicYear, resident: User, visit: Visit
) -> None:
    assert "November 2026 2 half-days in clinic, 1 together" in words(visit(resident, MINE))
    assert "December 2026 1 half-day in clinic, 1 together" in words(visit(resident, f"{MINE}?month=2026-12"))


def test_an_overlap_differs_by_form_and_by_word_and_not_by_colour_alone(
    november: ClinicYear, resident: User, visit: Visit
) -> None:
    page = visit(resident, MINE)
    chips = re.findall(r'<span class="(chip[^"]*)" role="img" aria-label="([^"]+)">(\w+)</span>', page)
    assert sorted(chips) == [
        ("chip", "PM, East, Dr. Okafor", "E"),
        ("chip chip-overlap", "AM, Main, together with Dr. Achebe", "M"),
    ]


def test_the_list_says_clock_site_and_who(november: ClinicYear, resident: User, visit: Visit) -> None:
    said = section(visit(resident, MINE), "Day by day", "Home Calendar")
    assert "Thu 5 Nov, PM 13:00 · East Dr. Okafor" in said
    assert "Wed 25 Nov, AM 08:00 · Main Together with Dr. Achebe" in said


def test_rotations_leave_and_holidays_are_said_in_words(
    november: ClinicYear, resident: User, visit: Visit
) -> None:
    wards = make_rotation(november.program, code="WARD", name="Wards", hue="wards")
    block = make_block(november.year, first=november.session("2026-11-16").date)
    RotationAssignment.objects.create(resident=resident_of(resident), block=block, rotation=wards)
    Absence.objects.create(resident=resident_of(resident), first_date="2026-11-10", last_date="2026-11-12")
    november.holiday("2026-11-26")
    said = section(visit(resident, MINE), "Day by day", "Home Calendar")
    assert (
        said.index("Leave until 12 Nov")
        < said.index("Wards until 29 Nov")
        < said.index("Thanksgiving, no clinic")
    )


def test_one_can_go_a_month_back_and_forth_but_not_out_of_the_year(
    november: ClinicYear, resident: User, visit: Visit
) -> None:
    page = visit(resident, MINE)
    assert 'href="?month=2026-10"' in page
    assert 'href="?month=2026-12"' in page
    first, last = visit(resident, f"{MINE}?month=2026-06"), visit(resident, f"{MINE}?month=2027-06")
    assert 'rel="prev"' not in first
    assert 'rel="next"' in first
    assert 'rel="prev"' in last
    assert 'rel="next"' not in last


@pytest.mark.parametrize("month", ["9999-99", "9999-12", "0000-00", "-1", "%00", "٢٠٢٦-١١", "2026-W4"])
def test_no_month_that_can_be_asked_for_breaks_the_page(
    november: ClinicYear, resident: User, visit: Visit, month: str
) -> None:
    assert "half-day" in words(visit(resident, f"{MINE}?month={month}"))


def test_nothing_published_is_said(clinics: ClinicYear, resident: User, coach: User, visit: Visit) -> None:
    clinics.schedule.delete()
    assert "The schedule of 2026-2027 is not published yet." in words(visit(resident, MINE))
    assert "The schedule of 2026-2027 is not published yet." in words(visit(coach, COACHS))


def test_the_coach_sees_own_half_days_and_who_of_the_panel_is_there(
    november: ClinicYear, coach: User, visit: Visit
) -> None:
    november.precepts(faculty_of(coach), "2026-11-24", period="PM")
    page = visit(coach, COACHS)
    assert "2 half-days in clinic, 1 together" in words(page)
    assert 'aria-label="AM, Main, together with Dent"' in page
    assert 'aria-label="PM, Main"' in page


def test_the_coach_sees_nobody_elses_residents(
    november: ClinicYear, resident: User, coach: User, visit: Visit
) -> None:
    elsewhere = make_resident(november.program, "Other, Olga")
    november.coached(elsewhere, make_faculty(november.program))
    november.attends(elsewhere, "2026-11-25")
    page = visit(coach, COACHS)
    assert "Dent" in page
    assert "Other" not in page


@pytest.mark.parametrize("path", [MINE, COACHS])
@pytest.mark.parametrize("residents", [1, 3])
def test_the_number_of_queries_is_fixed(
    november: ClinicYear,
    resident: User,
    coach: User,
    client: Client,
    path: str,
    residents: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(residents - 1):
        another = make_resident(november.program)
        make_pairing(another, faculty_of(coach))
        november.coached(another, faculty_of(coach))
        november.together(another, faculty_of(coach), "2026-11-25", "2026-11-26", "2026-11-27")
        november.attends(resident_of(resident), f"2026-11-1{another.pk % 10}", period="EVE")
    client.force_login(resident if path == MINE else coach)
    with django_assert_num_queries(20):
        client.get(path)
