"""Who is in clinic today and tomorrow: the nurse's first page."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connectedness.accounts.models import User
from scheduling.models import Faculty, Resident
from tests.coaching.clinic_year import ClinicYear, at
from tests.coaching.conftest import Visit
from tests.coaching.pages import section, words
from tests.factories import faculty_of, make_faculty, make_resident, resident_of

PAGE = "/in-clinic/"


@pytest.fixture
def now() -> object:
    """A Tuesday morning."""
    return at("2026-11-24 07:30")


@pytest.fixture
def open_days(clinics: ClinicYear, resident: User, coach: User) -> ClinicYear:
    """Today together at Main, and somebody alone at East; tomorrow only a preceptor."""
    clinics.coached(resident_of(resident), faculty_of(coach))
    clinics.together(resident_of(resident), faculty_of(coach), "2026-11-24")
    clinics.attends(
        make_resident(clinics.program, "Silva, Ana"), "2026-11-24", period="PM", site=clinics.east
    )
    clinics.precepts(make_faculty(clinics.program, "Okafor, Ada"), "2026-11-25", period="PM")
    clinics.precepts(make_faculty(clinics.program, "Ito, Bao"), "2026-11-26")
    return clinics


def test_sessions_name_preceptors_and_residents_and_who_is_together(
    open_days: ClinicYear, nurse: User, visit: Visit
) -> None:
    page = visit(nurse, PAGE)
    assert "2 residents in clinic today, 1 with their coach" in words(page)
    today = section(page, "Today Tue 24 Nov", "Tomorrow")
    assert "AM, Main 08:00 to 12:00 Precepting: Dr. Achebe Resi Dent" in today
    assert "PM, East 13:00 to 17:00 Nobody precepts Ana Silva" in today
    assert page.count('aria-label="Together with coach:"') == 1
    tomorrow = section(page, "Tomorrow Wed 25 Nov", "together with coach")
    assert "Precepting: Dr. Okafor No residents" in tomorrow
    assert "Ito" not in tomorrow


def test_a_coach_who_sees_own_patients_is_not_called_a_preceptor(
    open_days: ClinicYear, nurse: User, visit: Visit
) -> None:
    open_days.precepts(make_faculty(open_days.program, "Vega, Vera"), "2026-11-24", duty="own_clinic")
    assert "Precepting: Dr. Achebe ; own clinic: Dr. Vega" in words(visit(nurse, PAGE))


def test_who_has_left_and_what_was_closed_since_the_publication_is_not_there(
    open_days: ClinicYear, nurse: User, visit: Visit
) -> None:
    Resident.objects.filter(name="Silva, Ana").update(left_on="2026-11-24")
    Faculty.objects.filter(name="Okafor, Ada").update(left_on="2026-11-25")
    said = words(visit(nurse, PAGE))
    assert "1 resident in clinic today, 1 with their coach" in said
    assert "Silva" not in said
    assert "Okafor" not in said
    open_days.main.sessions.update(rooms=0)
    said = words(visit(nurse, PAGE))
    assert "No clinic today" in said
    assert "Achebe" not in said


def test_a_holiday_is_named_and_has_no_clinic(open_days: ClinicYear, nurse: User, visit: Visit) -> None:
    assert "Dr. Okafor" in words(visit(nurse, PAGE))
    open_days.holiday("2026-11-25", "Thanksgiving Eve")
    said = words(visit(nurse, PAGE))
    assert "Wed 25 Nov Thanksgiving Eve" in said
    assert "Dr. Okafor" not in said


def test_before_anything_is_published_the_page_says_so(
    clinics: ClinicYear, nurse: User, visit: Visit
) -> None:
    clinics.schedule.delete()
    assert "No schedule is published yet" in words(visit(nurse, PAGE))


@pytest.mark.parametrize("sessions", [1, 3])
def test_the_number_of_queries_is_fixed(
    clinics: ClinicYear,
    nurse: User,
    client: Client,
    sessions: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for period in ("AM", "PM", "EVE")[:sessions]:
        clinics.precepts(make_faculty(clinics.program), "2026-11-24", period=period)
        clinics.attends(make_resident(clinics.program), "2026-11-24", period=period)
    client.force_login(nurse)
    with django_assert_num_queries(14):
        client.get(PAGE)
