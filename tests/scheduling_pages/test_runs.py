"""Runs: the form that starts one, and the list."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from scheduling import queue
from scheduling.models import Program, RunState, ScheduleState, SolveRun
from tests.factories import make_pairing, make_run, make_schedule
from tests.scheduling_pages.years import SmallYear, make_small_year

FORM = {"decide_pairing": "on", "time_limit": "30", "seed": "7"}


def url(program: Program) -> str:
    return reverse("scheduling:runs", args=[program.pk])


def test_a_run_is_asked_for_and_then_watched(small: SmallYear, desk: Client) -> None:
    answer = desk.post(url(small.program), FORM)
    run = SolveRun.objects.get()
    assert answer["Location"] == reverse("scheduling:run", args=[small.program.pk, run.pk])
    assert (run.decide_pairing, run.time_limit, run.seed) == (True, 30, 7)
    assert run.state == RunState.QUEUED


def test_a_year_that_is_not_ready_says_what_is_missing(small: SmallYear, desk: Client) -> None:
    answer = desk.post(url(small.program), {**FORM, "decide_pairing": ""})
    assert answer.status_code == 422
    assert (
        "2 residents have no coach. Pair them first, or let the run find coaches." in answer.content.decode()
    )
    assert not SolveRun.objects.exists()


def test_with_everybody_paired_sessions_alone_are_decided(small: SmallYear, desk: Client) -> None:
    for resident in small.residents:
        make_pairing(resident, small.coach)
    desk.post(url(small.program), {**FORM, "decide_pairing": ""})
    assert not SolveRun.objects.get().decide_pairing


@pytest.mark.parametrize(("limit", "said"), [("3", "At least 10 seconds"), ("99999", "At most 3600 seconds")])
def test_a_time_limit_out_of_range_is_refused_and_kept_in_the_form(
    limit: str, said: str, small: SmallYear, desk: Client
) -> None:
    answer = desk.post(url(small.program), {**FORM, "time_limit": limit})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'value="{limit}"' in answer.content.decode()


def test_before_any_year_the_page_leads_to_the_upload(program: Program, desk: Client) -> None:
    answer = desk.get(url(program)).content.decode()
    assert "No year is in yet" in answer
    assert desk.post(url(program), FORM).status_code == 200
    assert not SolveRun.objects.exists()


def test_the_page_says_whether_a_solver_is_there(small: SmallYear, desk: Client) -> None:
    assert "The solver is offline" in desk.get(url(small.program)).content.decode()
    queue.note_worker()
    assert "The solver is offline" not in desk.get(url(small.program)).content.decode()


def test_each_run_says_what_became_of_it(small: SmallYear, desk: Client) -> None:
    ended: dict[str, Any] = {"started_at": timezone.now(), "ended_at": timezone.now()}
    make_schedule(
        small.year,
        state=ScheduleState.PUBLISHED,
        run=make_run(small.year, state="finished", objective=9.0, **ended),
    )
    make_schedule(small.year, run=make_run(small.year, state="finished", objective=9.0, bound=9.0, **ended))
    make_run(small.year, state="finished", objective=9.0, bound=10.0, **ended)
    make_run(small.year, state="finished", status="infeasible", **ended)
    make_run(small.year, state="failed", **ended)
    make_run(small.year, state="cancelled", **ended)
    make_run(small.year)
    lines = desk.get(url(small.program)).context["lines"]
    assert [(line.state, line.gap) for line in reversed(lines)] == [
        ("Published", ""),
        ("Draft", "proven best"),
        ("Kept", "10.00%"),
        ("No schedule fits", ""),
        ("Failed", ""),
        ("Cancelled", ""),
        ("Waiting", ""),
    ]


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_costs_the_same_for_one_run_and_for_three(
    size: int, program: Program, desk: Client, django_assert_num_queries: Any
) -> None:
    small = make_small_year(program, residents=1)
    for _ in range(size):
        make_schedule(small.year, run=make_run(small.year))
    with django_assert_num_queries(18):
        desk.get(url(program))
