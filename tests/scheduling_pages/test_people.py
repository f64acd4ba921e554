"""People: residents and faculty, searched and sorted."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scheduling.models import FacultyHalfDay, Program
from tests.factories import make_faculty, make_pairing
from tests.scheduling_pages.years import SmallYear, make_small_year


def names_in(desk: Client, program: Program, **asked: str) -> list[str]:
    answer = desk.get(reverse("scheduling:people", args=[program.pk]), asked)
    lines = answer.context["residents"] if "residents" in answer.context else answer.context["faculty"]
    return [line.place.resident.name if hasattr(line, "place") else line.member.name for line in lines]


def test_residents_stand_by_class_and_then_by_name(program: Program, desk: Client) -> None:
    make_small_year(program, residents=4)
    assert names_in(desk, program) == ["Boateng, Nadia", "Zamora, Rosa", "Farouk, Tomas", "Uchenna, Chidi"]


def test_residents_without_a_coach_stand_first_when_sorted_by_coach(small: SmallYear, desk: Client) -> None:
    make_pairing(small.residents[0], small.coach)
    assert names_in(desk, small.program, sort="coach") == ["Farouk, Tomas", "Boateng, Nadia"]


def test_a_search_keeps_names_and_addresses_that_hold_it(small: SmallYear, desk: Client) -> None:
    assert names_in(desk, small.program, q="NADIA") == ["Boateng, Nadia"]
    assert names_in(desk, small.program, q="resident1@") == ["Farouk, Tomas"]
    assert names_in(desk, small.program, q="nobody") == []


def test_a_resident_who_left_is_not_listed(small: SmallYear, desk: Client) -> None:
    small.residents[0].left_on = small.year.first_monday
    small.residents[0].save()
    assert names_in(desk, small.program) == ["Farouk, Tomas"]


def test_faculty_show_their_panel_against_its_limits_and_their_week(small: SmallYear, desk: Client) -> None:
    for resident in small.residents:
        make_pairing(resident, small.coach)
    small.coach.panel_max = 1
    small.coach.save()
    for duty, weeks in (("offered", [1, 3]), ("own_clinic", [2])):
        FacultyHalfDay.objects.create(
            faculty=small.coach, year=small.year, site=small.site, weekday=2, period="PM", duty=duty,
            weeks_of_month=weeks,
        )  # fmt: skip
    url = reverse("scheduling:people", args=[small.program.pk])
    answer = desk.get(url, {"show": "faculty"}).content.decode()
    assert "2 over" in answer
    assert "<b>P</b>" in answer
    assert "week 1, 3" in answer
    assert "week 2" in answer


def test_a_choice_that_makes_no_sense_is_left_out(small: SmallYear, desk: Client) -> None:
    assert len(names_in(desk, small.program, show="nurses", sort="age")) == 2


def test_htmx_gets_the_list_alone(small: SmallYear, desk: Client) -> None:
    url = reverse("scheduling:people", args=[small.program.pk])
    answer = desk.get(url, {"q": "Nadia"}, headers={"HX-Request": "true"}).content.decode()
    assert answer.lstrip().startswith('<div id="found">')
    assert "Boateng" in answer
    assert "Farouk" not in answer


@pytest.mark.parametrize("show", ["residents", "faculty"])
@pytest.mark.parametrize("size", [1, 3])
def test_each_list_costs_the_same_for_one_person_and_for_three(
    size: int, show: str, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    small = make_small_year(program, residents=size)
    for resident in small.residents:
        make_pairing(resident, make_faculty(program))
    with django_assert_num_queries(12):
        desk.get(reverse("scheduling:people", args=[program.pk]), {"show": show})


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("scheduling:people", "Residents"),
        ("scheduling:faculty", "Half-days"),
        ("scheduling:leave", "Leave"),
        ("joining:access", "Access"),
    ],
)
def test_every_page_of_people_leads_to_the_others(
    name: str, label: str, small: SmallYear, desk: Client
) -> None:
    page = desk.get(reverse(name, args=[small.program.pk])).content.decode()
    tabs = page.split('aria-label="Whom to show"')[1].split("</nav>")[0]
    assert re.findall(r">(\w[\w-]*)</a>", tabs) == [
        "Residents",
        "Faculty",
        "Half-days",
        "Leave",
        "Teams",
        "Access",
    ]
    assert re.findall(r'aria-current="true">([\w-]+)', tabs) == [label]
