"""The agenda: the coming weeks of a resident or a coach as a list."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from coaching.models import MeetingState
from connectedness.accounts.models import User
from scheduling.models import Absence, RotationAssignment
from tests.coaching.clinic_year import ClinicYear
from tests.coaching.conftest import Visit
from tests.coaching.pages import section, words
from tests.factories import (
    faculty_of,
    make_block,
    make_faculty,
    make_meeting,
    make_pairing,
    make_resident,
    make_rotation,
    resident_of,
)

MINE, COACHS = "/me/agenda/", "/panel/agenda/"


@pytest.fixture
def weeks(clinics: ClinicYear, resident: User, coach: User) -> ClinicYear:
    """One half-day together gone by and two to come, one alone, a holiday, leave and an agreed meeting."""
    clinics.coached(resident_of(resident), faculty_of(coach))
    clinics.together(resident_of(resident), faculty_of(coach), "2026-11-18", "2026-11-25", "2027-02-03")
    clinics.attends(resident_of(resident), "2026-12-03", period="PM", site=clinics.east)
    clinics.precepts(
        make_faculty(clinics.program, "Okafor, Ada"), "2026-12-03", period="PM", site=clinics.east
    )
    clinics.holiday("2026-11-26")
    make_meeting(
        resident_of(resident), faculty_of(coach), "2026-12-02", state=MeetingState.AGREED, place="Room 4"
    )
    make_meeting(resident_of(resident), faculty_of(coach), "2026-12-09", state=MeetingState.CANCELLED)
    Absence.objects.create(
        resident=resident_of(resident),
        first_date=date(2026, 12, 14),
        last_date=date(2026, 12, 18),
        reason="Canary",
    )
    wards = make_rotation(clinics.program, code="WARD", name="Wards", hue="wards")
    block = make_block(clinics.year, first=date(2026, 11, 16))
    RotationAssignment.objects.create(resident=resident_of(resident), block=block, rotation=wards)
    return clinics


def test_a_residents_weeks_hold_clinics_meetings_rotations_leave_and_holidays(
    weeks: ClinicYear, resident: User, visit: Visit
) -> None:
    page = visit(resident, MINE)
    said = words(page)
    assert "2 half-days in clinic in six weeks 1 together" in said
    assert "This week Sun 22 Nov Today Wards until 29 Nov" in said
    week = section(page, "Week of 23 Nov", "Week of 30 Nov")
    assert "Wed 25 Nov In 3 days M AM 08:00 · Main Together with Dr. Achebe" in week
    assert "Thu 26 Nov In 4 days H Thanksgiving, no clinic" in week
    week = section(page, "Week of 30 Nov", "Week of 7 Dec")
    assert "Wed 2 Dec In 10 days 13:00 Coaching meeting Resi Dent with Dr. Achebe, agreed · Room 4" in week
    assert "Thu 3 Dec In 11 days E PM 13:00 · East Dr. Okafor" in week
    assert "Week of 7 Dec Nothing in this week." in said
    assert "Mon 14 Dec In 22 days Leave until 18 Dec" in said
    for left_out in ("18 Nov", "3 Feb", "9 Dec", "Canary"):
        assert left_out not in said


def test_later_weeks_are_one_tap_away_and_end_with_the_year(
    weeks: ClinicYear, resident: User, visit: Visit
) -> None:
    assert 'href="?from=2026-12-28"' in visit(resident, MINE)
    later = visit(resident, f"{MINE}?from=2027-02-03")
    assert "Wed 3 Feb" in words(later)
    last = visit(resident, f"{MINE}?from=2999-01-01")
    assert "Week of 21 Jun" in words(last)
    assert 'rel="next"' not in last
    first = visit(resident, f"{MINE}?from=1999-01-01")
    assert "Week of 29 Jun" in words(first)
    assert 'rel="prev"' not in first


@pytest.mark.parametrize("asked", ["", "yesterday", "2026-13-01", "%00", "9" * 400])
def test_a_date_that_is_none_shows_this_week(
    weeks: ClinicYear, resident: User, visit: Visit, asked: str
) -> None:
    assert "This week" in words(visit(resident, f"{MINE}?from={asked}&from={asked}"))


def test_a_coachs_weeks_name_who_of_the_panel_is_there(weeks: ClinicYear, coach: User, visit: Visit) -> None:
    Absence.objects.create(
        faculty=faculty_of(coach), first_date=date(2026, 12, 7), last_date=date(2026, 12, 8)
    )
    said = words(visit(coach, COACHS))
    assert "Wed 25 Nov In 3 days M AM 08:00 · Main Together with Dent" in said
    assert "13:00 Coaching meeting Resi Dent with Dr. Achebe, agreed · Room 4" in said
    assert "Mon 7 Dec In 15 days Leave until 8 Dec" in said


def test_month_and_agenda_lead_to_each_other(
    weeks: ClinicYear, resident: User, coach: User, visit: Visit
) -> None:
    assert f'href="{MINE}"' in visit(resident, "/me/calendar/")
    assert 'href="/me/calendar/"' in visit(resident, MINE)
    assert f'href="{COACHS}"' in visit(coach, "/panel/calendar/")
    assert 'href="/panel/calendar/"' in visit(coach, COACHS)


def test_before_anything_is_published_meetings_stand_there_alone(
    weeks: ClinicYear, resident: User, visit: Visit
) -> None:
    weeks.schedule.delete()
    said = words(visit(resident, MINE))
    assert "The schedule is not published yet." in said
    assert "13:00 Coaching meeting" in said


@pytest.mark.parametrize("size", [1, 3])
def test_the_number_of_queries_is_fixed(
    weeks: ClinicYear,
    resident: User,
    coach: User,
    client: Client,
    size: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(size - 1):
        another = make_resident(weeks.program)
        make_pairing(another, faculty_of(coach))
        weeks.coached(another, faculty_of(coach))
        weeks.together(another, faculty_of(coach), "2026-11-25")
        make_meeting(resident_of(resident), faculty_of(coach), f"2026-12-1{number}")
    client.force_login(resident)
    with django_assert_num_queries(22):
        client.get(MINE)
    client.force_login(coach)
    client.get(COACHS)
    with django_assert_num_queries(8):
        client.get(COACHS)
