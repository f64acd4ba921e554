"""The month grid as a page: its version, what it costs, and how it is read without eyes or on a phone."""

import gzip
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scheduling.models import (
    Program,
    ScheduleState,
)
from tests.scheduling_pages.grids import grid_of, url
from tests.scheduling_pages.years import TUESDAY, SmallYear, make_small_schedule, make_small_year

pytestmark = pytest.mark.usefixtures("on_the_second_day")


def test_the_grid_is_one_to_assistive_technology(small: SmallYear, desk: Client) -> None:
    answer = desk.get(url(make_small_schedule(small))).content.decode()
    assert 'role="grid"' in answer
    assert 'data-column="Monday 29 June, AM"' in answer
    assert 'aria-label="Main, together with Dr. Lindqvist" data-rotation="Ambulatory"' in answer


def test_a_name_with_markup_in_it_stays_text(small: SmallYear, desk: Client) -> None:
    small.site.name = "<script>alert(1)</script>"
    small.site.save()
    answer = desk.get(url(make_small_schedule(small))).content.decode()
    assert "<script>alert" not in answer
    assert "&lt;script&gt;alert(1)" in answer


def test_a_phone_gets_one_day_as_a_list(small: SmallYear, desk: Client) -> None:
    grid = grid_of(desk, make_small_schedule(small), day="2026-06-29")
    assert grid.day.label == "Mon 29 Jun"
    morning = grid.day.parts[0]
    assert [(entry.name, entry.is_overlap) for entry in morning.residents] == [
        ("Boateng", True),
        ("Farouk", True),
    ]
    assert (grid.day.previous, grid.day.next) == (None, TUESDAY)


def test_without_an_id_the_version_that_people_go_by_is_shown(small: SmallYear, desk: Client) -> None:
    here = reverse("scheduling:grid", args=[small.program.pk])
    assert "There is no schedule yet" in desk.get(here).content.decode()
    draft = make_small_schedule(small)
    assert desk.get(here).context["schedule"] == draft
    published = make_small_schedule(small, state=ScheduleState.PUBLISHED)
    make_small_schedule(small)
    assert desk.get(here).context["schedule"] == published


@pytest.mark.parametrize("size", [1, 3])
def test_the_grid_costs_the_same_for_one_resident_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    schedule = make_small_schedule(make_small_year(program, residents=size))
    with django_assert_num_queries(29):
        assert desk.get(url(schedule)).status_code == 200
    with django_assert_num_queries(6):  # what describes the year is known by now
        assert desk.get(url(schedule)).status_code == 200


def test_a_months_page_is_light(program: Program, desk: Client) -> None:
    small = make_small_year(program, residents=4)
    content = desk.get(url(make_small_schedule(small))).content
    lines = [part.partition("</tr>")[0] for part in content.decode().split("<tr data-resident=")[1:]]
    assert len(gzip.compress(content)) < 10_000
    assert max(len(line) for line in lines) < 8_000


def test_only_a_draft_can_be_edited(small: SmallYear, desk: Client) -> None:
    draft = desk.get(url(make_small_schedule(small))).content.decode()
    assert "data-workbench" in draft
    assert 'aria-readonly="false"' in draft
    published = make_small_schedule(small, state=ScheduleState.PUBLISHED)
    assert "data-workbench" not in desk.get(url(published)).content.decode()


def test_of_what_is_published_a_draft_is_made_and_opened(small: SmallYear, desk: Client) -> None:
    published = make_small_schedule(small, state=ScheduleState.PUBLISHED)
    page = desk.get(url(published))
    assert "Make a draft of it to change it" in re.sub(r"<[^>]+>", "", page.content.decode())
    address = reverse("scheduling:schedule_restore", args=[small.program.pk, published.pk])
    opened = desk.post(address, {"seen": page.context["newest"], "next": "grid"}, follow=True)
    assert opened.context["can_edit"]
    assert opened.context["schedule"].version == published.version + 1
