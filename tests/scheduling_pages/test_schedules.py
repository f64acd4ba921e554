"""The versions of a year's schedule."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scheduling.models import Program, ScheduleState
from tests.scheduling_pages.years import SmallYear, make_small_schedule, make_small_year


def url(program: Program) -> str:
    return reverse("scheduling:schedules", args=[program.pk])


def test_each_version_shows_its_state_and_its_figures(small: SmallYear, desk: Client) -> None:
    published = make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    draft.assignments.filter(resident=small.residents[0]).delete()
    versions = desk.get(url(small.program)).context["versions"]
    assert [(v.schedule, v.clinics, v.together, v.attainable) for v in versions] == [
        (draft, 2, 1, 16),
        (published, 4, 2, 16),
    ]


def test_only_a_draft_can_be_published(small: SmallYear, desk: Client) -> None:
    published = make_small_schedule(small, state=ScheduleState.PUBLISHED)
    draft = make_small_schedule(small)
    answer = desk.get(url(small.program)).content.decode()
    assert reverse("scheduling:publish", args=[small.program.pk, draft.pk]) in answer
    assert reverse("scheduling:publish", args=[small.program.pk, published.pk]) not in answer


def test_before_the_first_version_the_page_leads_to_a_run(program: Program, desk: Client) -> None:
    assert "No version yet" in desk.get(url(program)).content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_costs_the_same_for_one_version_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    small = make_small_year(program, residents=1)
    for _ in range(size):
        make_small_schedule(small)
    with django_assert_num_queries(16):
        desk.get(url(program))
