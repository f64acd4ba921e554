"""The director's figures: what is reached of what was attainable, the N beside each."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from coaching.selectors.figures import program_figures
from connectedness.accounts.models import User
from tests.coaching.clinic_year import ClinicYear, at
from tests.coaching.conftest import Visit
from tests.coaching.pages import words
from tests.factories import faculty_of, make_faculty, make_resident, resident_of

PAGE = "/figures/"


@pytest.fixture
def year(clinics: ClinicYear, resident: User, coach: User) -> ClinicYear:
    """Dent (PGY-2) reaches 3 of 4, Silva (PGY-1) 1 of 4 of two attended, Abe (PGY-1) could never meet the coach."""
    clinics.coached(resident_of(resident), faculty_of(coach), attainable=4, pgy=2)
    clinics.together(resident_of(resident), faculty_of(coach), "2026-11-18", "2026-11-25", "2026-12-02")
    silva = make_resident(clinics.program, "Silva, Ana")
    clinics.coached(silva, faculty_of(coach), attainable=4, pgy=1)
    clinics.attends(silva, "2026-11-18")
    clinics.attends(silva, "2026-11-19")
    never = make_resident(clinics.program, "Abe, Ken")
    clinics.coached(never, make_faculty(clinics.program, "Vega, Vera"), attainable=0, pgy=1)
    return clinics


def test_the_figures_are_those_of_the_definitions(year: ClinicYear) -> None:
    figures = program_figures(year.program, at("2026-11-22 18:20"))
    everyone = figures.everyone
    assert (everyone.residents, everyone.sessions, everyone.reached, everyone.attainable) == (3, 5, 4, 8)
    assert everyone.overlap_rate == pytest.approx(4 / 5)
    assert everyone.share == pytest.approx(0.5)
    assert [(pgy, sums.residents, sums.reached, sums.attainable) for pgy, sums in figures.by_pgy] == [
        (1, 2, 1, 4),
        (2, 1, 3, 4),
    ]


def test_the_page_says_them_with_their_n(year: ClinicYear, director: User, visit: Visit) -> None:
    said = words(visit(director, PAGE))
    assert "Residents reach 50% of what they could have" in said
    assert "Overlap rate (UPC) 0.80 4 of 5 half-days" in said
    assert "Of attainable 50% 4 of 8" in said
    assert "PGY-1 N = 2 1 of 4 25%" in said


def test_who_could_never_meet_the_coach_stands_first_then_the_lowest_share(
    year: ClinicYear, director: User, visit: Visit
) -> None:
    page = visit(director, PAGE).partition("Preceptor continuity")[0]
    names = re.findall(r'<th scope="row">(\w+ \w+)', page)
    assert names == ["Ken Abe", "Ana Silva", "Resi Dent"]
    assert "never in clinic when the coach is" in words(page)


def test_a_hundred_percent_is_said_only_where_nothing_is_missing(
    clinics: ClinicYear, resident: User, coach: User, director: User, visit: Visit
) -> None:
    clinics.coached(resident_of(resident), faculty_of(coach), attainable=1)
    clinics.together(resident_of(resident), faculty_of(coach), "2026-11-18")
    assert "Residents reach 100%" in words(visit(director, PAGE))
    clinics.coached(make_resident(clinics.program), faculty_of(coach), attainable=0)
    assert "Residents reach 100%" in words(visit(director, PAGE))
    figures = program_figures(clinics.program, at("2026-11-22 18:20"))
    nearly = type(figures.everyone)(residents=60, sessions=2000, reached=999, attainable=1000)
    assert nearly.percent == "99%"


def test_before_anything_is_published_the_page_says_so(
    clinics: ClinicYear, director: User, visit: Visit
) -> None:
    clinics.schedule.delete()
    assert "No schedule is published yet" in words(visit(director, PAGE))


@pytest.mark.parametrize("residents", [1, 3])
def test_the_number_of_queries_is_fixed(
    clinics: ClinicYear,
    director: User,
    coach: User,
    client: Client,
    residents: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(residents):
        another = make_resident(clinics.program)
        clinics.coached(another, faculty_of(coach))
        clinics.together(another, faculty_of(coach), "2026-11-18", "2026-11-25")
    client.force_login(director)
    with django_assert_num_queries(21):
        client.get(PAGE)
