"""Today: what is in, what is missing, the one next step."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from scheduling.models import Program, RunState, ScheduleState, Upload
from tests.factories import make_run
from tests.scheduling_pages.years import SmallYear, make_small_schedule, make_small_year


def url(program: Program) -> str:
    return reverse("scheduling:dashboard", args=[program.pk])


def text_of(desk: Client, program: Program) -> str:
    return desk.get(url(program)).content.decode()


def test_an_empty_program_is_led_to_the_upload(program: Program, desk: Client) -> None:
    answer = text_of(desk, program)
    assert "Bring in the program&#x27;s workbook first" in answer
    assert reverse("scheduling:upload", args=[program.pk]) in answer


def test_a_file_that_waits_comes_before_everything_else(small: SmallYear, desk: Client) -> None:
    upload = Upload.objects.create(program=small.program, filename="next.xlsx", content=b"x", sha256="0")
    answer = text_of(desk, small.program)
    assert "next.xlsx waits for you" in answer
    assert reverse("scheduling:upload_preview", args=[small.program.pk, upload.pk]) in answer


def test_a_year_that_is_in_is_to_be_built(small: SmallYear, desk: Client) -> None:
    assert "The year is in and can be built" in text_of(desk, small.program)


def test_a_run_under_way_is_to_be_watched(small: SmallYear, desk: Client) -> None:
    run = make_run(small.year)
    answer = text_of(desk, small.program)
    assert f"{run} waits for the solver" in answer
    assert reverse("scheduling:run", args=[small.program.pk, run.pk]) in answer


def test_a_result_is_to_be_opened(small: SmallYear, desk: Client) -> None:
    run = make_run(small.year, state=RunState.FINISHED, ended_at=timezone.now(), objective=3.0, outcome=b"x")
    assert f"{run} found a schedule" in text_of(desk, small.program)


def test_a_result_is_no_news_once_a_version_came_after_it(small: SmallYear, desk: Client) -> None:
    make_run(small.year, state=RunState.FINISHED, ended_at=timezone.now(), objective=3.0, outcome=b"x")
    draft = make_small_schedule(small)
    assert f"Draft {draft.version} is ready" in text_of(desk, small.program)


def test_a_run_without_a_result_is_to_be_understood(small: SmallYear, desk: Client) -> None:
    run = make_run(small.year, state=RunState.FINISHED, ended_at=timezone.now(), status="infeasible")
    assert f"{run} proved that no schedule keeps every rule" in text_of(desk, small.program)


def test_a_draft_is_to_be_published(small: SmallYear, desk: Client) -> None:
    draft = make_small_schedule(small)
    answer = text_of(desk, small.program)
    assert f"Draft {draft.version} is ready" in answer
    assert reverse("scheduling:publish", args=[small.program.pk, draft.pk]) in answer


def test_what_is_published_shows_how_often_people_are_together(small: SmallYear, desk: Client) -> None:
    schedule = make_small_schedule(small, state=ScheduleState.PUBLISHED)
    answer = text_of(desk, small.program)
    assert f"Version {schedule.version} is published" in answer
    assert "<b>2</b> of 16 together" in answer


def test_what_is_missing_is_said_in_sentences(small: SmallYear, desk: Client) -> None:
    small.residents[0].rotation_assignments.all().delete()
    small.residents[1].email = ""
    small.residents[1].save()
    answer = text_of(desk, small.program)
    assert "1 resident not in the block schedule: no clinic." in answer
    assert "2 people without an e-mail address: cannot sign in." in answer
    assert "No holiday is marked" in answer
    assert "2 without a coach" in answer


@pytest.mark.parametrize("size", [1, 3])
def test_the_page_costs_the_same_for_one_resident_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    small = make_small_year(program, residents=size)
    for _ in range(size):
        make_small_schedule(small)
    make_small_schedule(small, state=ScheduleState.PUBLISHED)
    for _ in range(size):
        make_run(small.year)
    with django_assert_num_queries(31):
        assert desk.get(url(program)).status_code == 200
