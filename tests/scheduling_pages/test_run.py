"""One run: watched while it works, understood when it has ended, opened as a draft."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from scheduling.domain.ids import Status
from scheduling.domain.score import score
from scheduling.domain.solution import Outcome, Solution, Spared
from scheduling.exchange.problem_file import read_problem, write_problem
from scheduling.exchange.solution_file import read_solution, write_solution
from scheduling.models import RunProgress, RunState, Schedule, SolveRun, StopRequest
from scheduling.selectors.program_year import faculty_id, resident_id
from scheduling.services.runs import frozen_problem
from scheduling.services.solving.judging import read_result
from tests.factories import make_pairing, make_run
from tests.scheduling_pages.years import SmallYear

NOW = datetime.fromisoformat("2026-07-08T15:00:40+00:00")
LINES: list[tuple[float, str, float | None, float | None]] = [
    (0.2, "Read and check", None, None),
    (1.0, "First schedule", 80.0, None),
    (2.0, "Bound", 80.0, 100.0),
    (9.0, "Improve", 90.0, 100.0),
]


@pytest.fixture(autouse=True)
def at_forty_seconds() -> Iterator[None]:
    """Half past eleven in the program's time, forty seconds into the run."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def running(small: SmallYear) -> SolveRun:
    """A run under way, with a schedule and a bound."""
    run = make_run(
        small.year,
        number=14,
        state=RunState.RUNNING,
        attempt=1,
        lease_until=NOW + timedelta(minutes=1),
        started_at=NOW - timedelta(seconds=40),
        objective=90.0,
        bound=100.0,
        summary={"residents": 60, "faculty": 20, "weeks": 52},
    )
    RunProgress.objects.bulk_create(
        RunProgress(run=run, attempt=1, seconds=seconds, stage=stage, objective=best, bound=bound)
        for seconds, stage, best, bound in LINES
    )
    return run


def url(run: SolveRun, name: str = "run") -> str:
    return reverse(f"scheduling:{name}", args=[run.year.program_id, run.pk])


def end(run: SolveRun, state: str, **fields: object) -> None:
    run.state = state
    run.ended_at = timezone.now()
    for name, value in fields.items():
        setattr(run, name, value)
    run.save()


def test_the_title_says_how_far_from_the_best_a_run_may_be(running: SolveRun, desk: Client) -> None:
    answer = desk.get(url(running)).content.decode()
    assert '<h1 class="page-title">Run 14 is within 10.00% of the best possible</h1>' in answer
    assert "started 11:00" in answer
    assert "0:40 of 2:00" in answer


def test_only_a_run_under_way_asks_again(running: SolveRun, desk: Client) -> None:
    assert 'hx-trigger="every' in desk.get(url(running), {"part": "watch"}).content.decode()
    end(running, RunState.FINISHED, status="feasible")
    answer = desk.get(url(running), {"part": "watch"}, headers={"HX-Request": "true"}).content.decode()
    assert "hx-trigger" not in answer
    assert 'hx-swap-oob="innerHTML:#run-said"' in answer
    assert "<html" not in answer


def test_the_stages_come_in_order_with_what_each_found(running: SolveRun, desk: Client) -> None:
    stages = desk.get(url(running)).context["watch"].stages
    assert [(stage.name, stage.state, stage.note, stage.time) for stage in stages] == [
        ("Read and check", "done", "", "0.8 s"),
        ("First schedule", "done", "score 80", "1.0 s"),
        ("Bound", "done", "no schedule above 100", "7.0 s"),
        ("Improve", "now", "score 90", "31 s"),
        ("Check all rules again", "waiting", "independently, before anyone sees it", ""),
    ]


def test_an_earlier_attempt_is_said_and_not_drawn(running: SolveRun, desk: Client) -> None:
    running.attempt = 2
    running.save()
    RunProgress.objects.create(run=running, attempt=2, seconds=1.0, stage="Read and check")
    watch = desk.get(url(running)).context["watch"]
    assert "Attempt 2: an earlier one was interrupted." in watch.sub
    assert watch.stages[0].name == "Read and check"
    assert watch.chart is None


def test_the_values_behind_the_chart_are_a_table(running: SolveRun, desk: Client) -> None:
    answer = desk.get(url(running), {"part": "values"}).content.decode()
    assert answer.count("<tr>") == 4
    assert "<td>2.0 s</td>" in answer
    assert "<html" not in answer


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"status": "optimal", "objective": 100.0}, "Run 14 found the best schedule possible"),
        ({"status": "feasible"}, "Run 14 found a schedule within 10.00% of the best possible"),
        (
            {"status": "infeasible", "objective": None, "bound": None},
            "Run 14 proved that no schedule keeps every rule",
        ),
        ({"status": "unknown", "objective": None, "bound": None}, "Run 14 found no schedule in its time"),
    ],
)
def test_the_title_of_a_finished_run_says_what_it_found(
    fields: dict[str, object], title: str, running: SolveRun, desk: Client
) -> None:
    end(running, RunState.FINISHED, **fields)
    assert desk.get(url(running)).context["watch"].title == title


def test_few_changes_preferred_to_the_best_say_what_it_would_change_and_gain(
    small: SmallYear, desk: Client, tmp_path: Path
) -> None:
    run = solved_run(small)
    problem = read_problem(gzip.decompress(run.problem))
    assert run.outcome is not None
    outcome = read_solution(gzip.decompress(run.outcome))
    assert outcome.objective is not None
    more = outcome.objective * 1.02
    for spared in (None, Spared(changes=26, best_objective=more, best_changes=1053)):
        few = replace(outcome, status=Status.FEASIBLE, bound=more, spared=spared)
        (tmp_path / "solution.json").write_text(write_solution(few), encoding="utf-8")
        result = read_result(problem, tmp_path / "solution.json")
        assert result is not None
        end(run, RunState.FINISHED, started_at=NOW, **result.figures())
        said = (
            "It adds or drops 26 sessions against the schedule it began from; "
            "the best found adds or drops 1,053, for 2.00% more score."
        )
        assert (said in desk.get(url(run)).content.decode()) is (spared is not None)


def test_what_collides_is_said_sentence_by_sentence(running: SolveRun, desk: Client) -> None:
    said = "Week 25 needs 68 clinics, 20 too many.\nRivera's panel holds 6, its limit is 5."
    end(running, RunState.FINISHED, status="infeasible", objective=None, bound=None, message=said)
    answer = desk.get(url(running)).content.decode()
    assert "<li>Week 25 needs 68 clinics, 20 too many.</li>" in answer
    assert "Start another run" in answer


def test_a_failure_says_why(running: SolveRun, desk: Client) -> None:
    end(running, RunState.FAILED, message="The solver ran out of memory.")
    answer = desk.get(url(running)).content.decode()
    assert "Run 14 failed" in answer
    assert "<li>The solver ran out of memory.</li>" in answer


@pytest.mark.parametrize(("sent", "asked"), [({"keep": "on"}, StopRequest.KEEP), ({}, StopRequest.CANCEL)])
def test_stop_keeps_the_best_and_cancel_does_not(
    sent: dict[str, str], asked: str, running: SolveRun, desk: Client
) -> None:
    answer = desk.post(url(running, "run_stop"), sent, follow=True).content.decode()
    running.refresh_from_db()
    assert running.stop_request == asked
    assert "Run 14 is stopping" in answer
    assert "Stop and keep" not in answer


def test_a_run_that_waits_can_be_cancelled_but_has_nothing_to_keep(small: SmallYear, desk: Client) -> None:
    run = make_run(small.year)
    answer = desk.get(url(run)).content.decode()
    assert "Cancel run" in answer
    assert "Stop and keep" not in answer
    desk.post(url(run, "run_stop"))
    run.refresh_from_db()
    assert run.state == RunState.CANCELLED


def test_a_result_opens_as_a_draft_once(small: SmallYear, desk: Client) -> None:
    run = solved_run(small)
    assert "Open as a draft" in desk.get(url(run)).content.decode()
    first = desk.post(url(run, "run_draft"))
    again = desk.post(url(run, "run_draft"))
    draft = Schedule.objects.get()
    assert first["Location"] == again["Location"]
    assert first["Location"] == reverse("scheduling:grid", args=[small.program.pk, draft.pk])
    answer = desk.get(url(run)).content.decode()
    assert "Open as a draft" not in answer
    assert '<p class="stat-figure is-together">4</p>' in answer


def test_a_run_without_a_result_makes_no_draft_and_says_so(small: SmallYear, desk: Client) -> None:
    run = make_run(small.year, state=RunState.FINISHED, ended_at=NOW, status="unknown")
    answer = desk.post(url(run, "run_draft"), follow=True).content.decode()
    assert "has no schedule to open" in answer
    assert not Schedule.objects.exists()


def test_the_fragment_costs_the_same_at_the_start_and_later(
    running: SolveRun, desk: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(11):
        desk.get(url(running), {"part": "watch"})
    RunProgress.objects.filter(run=running, seconds__gt=1).delete()
    with django_assert_num_queries(8):
        desk.get(url(running), {"part": "watch"})


def solved_run(small: SmallYear) -> SolveRun:
    """A finished run whose result is right: every resident with the coach on the first and the sixth Monday."""
    for resident in small.residents:
        make_pairing(resident, small.coach)
    problem = frozen_problem(small.year, decide_pairing=False)
    mondays = tuple(session.id for session in problem.sessions if session.half_day.date.weekday() == 0)
    solution = Solution(
        coach={resident_id(resident.pk): faculty_id(small.coach.pk) for resident in small.residents},
        assignments={resident_id(resident.pk): (mondays[0], mondays[5]) for resident in small.residents},
        precepting={faculty_id(small.coach.pk): mondays},
    )
    total = score(problem, solution).total
    outcome = Outcome(problem.name, Status.OPTIMAL, solution, total, total, "by hand", 1)
    return make_run(
        small.year,
        state=RunState.FINISHED,
        ended_at=NOW,
        status="optimal",
        objective=total,
        bound=total,
        problem=gzip.compress(write_problem(problem).encode()),
        outcome=gzip.compress(write_solution(outcome).encode()),
    )
