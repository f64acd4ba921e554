"""What becomes of an accepted run, with a real worker and a solver that behaves as it is told."""

import gzip
import os
import signal
from hashlib import sha256

import pytest

from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling import queue
from scheduling.exchange.solution_file import read_solution
from scheduling.models import RunState
from scheduling.services.runs import request_run, request_stop
from tests.queue.workplace import Workplace, is_alive, until_ended, until_searching
from tests.waiting import wait_until


def test_an_accepted_run_finishes_and_keeps_what_the_solver_found(staffed: Workplace) -> None:
    run = until_ended(staffed.ask("finish"))
    assert (run.state, run.status, run.attempt, run.message) == (RunState.FINISHED, "optimal", 1, "")
    assert run.objective == run.bound == 4.0
    assert run.outcome is not None
    assert gzip.decompress(run.outcome) == (staffed.folder / "optimal.json").read_bytes()
    assert sha256(gzip.decompress(run.problem)).hexdigest() == run.problem_sha256
    assert [line.stage for line in run.progress.all()] == ["Read", "Search"]
    assert run.versions["engine"] == "by hand"


def test_a_message_delivered_three_times_solves_once(staffed: Workplace) -> None:
    run = staffed.ask("finish")
    assert queue.send_run(run.pk)
    assert queue.send_run(run.pk)
    until_ended(run)
    # A further run is taken in only after the messages before it.
    after = until_ended(request_run(year=staffed.small.year, actor=None))
    assert (run.attempt, after.attempt) == (1, 1)
    assert len(staffed.starts()) == 2


def test_a_run_whose_solver_is_killed_is_tried_again_and_finishes(staffed: Workplace) -> None:
    run = until_searching(staffed.ask("stop_with_a_schedule", "finish"))
    os.kill(staffed.starts()[0], signal.SIGKILL)
    until_ended(run)
    assert (run.state, run.attempt, run.failures) == (RunState.FINISHED, 2, 1)


def test_a_run_whose_solver_dies_each_time_fails_with_the_reason_and_keeps_the_best(
    staffed: Workplace,
) -> None:
    run = until_ended(staffed.ask("die"))
    assert (run.state, run.attempt, len(staffed.starts())) == (RunState.FAILED, 3, 3)
    assert "killed from outside (SIGKILL)" in run.message
    assert "tried 3 times" in run.message
    assert "best schedule found so far is kept" in run.message
    assert run.outcome is not None
    assert read_solution(gzip.decompress(run.outcome)).objective == run.objective == 3.0


def test_a_solver_that_breaks_off_is_quoted(staffed: Workplace) -> None:
    run = until_ended(staffed.ask("crash"))
    assert run.state == RunState.FAILED
    assert "RuntimeError: the numbers do not add up" in run.message


@pytest.mark.parametrize("manner", ["stop_with_a_schedule", "heed_nothing"])
def test_a_cancelled_run_frees_the_processor_within_ten_seconds_and_keeps_the_best(
    staffed: Workplace, manner: str
) -> None:
    run = until_searching(staffed.ask(manner))
    [solver] = staffed.starts()
    assert request_stop(run=run, actor=None, keep=False).stop_request == "cancel"
    wait_until(lambda: not is_alive(solver), 10)
    until_ended(run, 5)
    assert run.state == RunState.CANCELLED
    assert run.outcome is not None
    assert Event.objects.filter(kind=EventKind.RUN_STOPPED, subject__startswith=str(run)).exists()


def test_a_run_stopped_to_keep_finishes_with_the_best_so_far(staffed: Workplace) -> None:
    run = until_searching(staffed.ask("stop_with_a_schedule"))
    request_stop(run=run, actor=None, keep=True)
    until_ended(run, 10)
    assert (run.state, run.status, run.objective) == (RunState.FINISHED, "feasible", 3.0)


def test_a_run_stopped_before_anything_was_found_is_cancelled_and_says_so(staffed: Workplace) -> None:
    run = until_searching(staffed.ask("stop_empty_handed"))
    request_stop(run=run, actor=None, keep=True)
    until_ended(run, 10)
    assert (run.state, run.message) == (RunState.CANCELLED, "Stopped before a schedule was found.")


def test_an_infeasible_year_says_what_collides_with_names(staffed: Workplace) -> None:
    run = until_ended(staffed.ask("infeasible"))
    assert (run.state, run.status, run.objective) == (RunState.FAILED, "infeasible", None)
    assert "Kofi Boateng needs 3 clinics in the week of Mon 29 Jun; 2 are held." in run.message


def test_a_schedule_that_breaks_a_rule_is_rejected_by_name_of_the_rule(staffed: Workplace) -> None:
    run = until_ended(staffed.ask("break_a_rule"))
    assert (run.state, run.outcome, run.attempt) == (RunState.FAILED, None, 1)
    assert "breaks a rule" in run.message
    assert "pairing: Kofi Boateng may not be paired with Dr. Omar Reyes." in run.message


def test_a_score_that_the_schedule_does_not_have_is_rejected(staffed: Workplace) -> None:
    run = until_ended(staffed.ask("boast"))
    assert (run.state, run.outcome) == (RunState.FAILED, None)
    assert "counted anew it is 4" in run.message


def test_a_refused_problem_quotes_the_refusal(staffed: Workplace) -> None:
    run = until_ended(staffed.ask("refuse"))
    assert (run.state, run.attempt) == (RunState.FAILED, 1)
    assert "residents[0].pgy: expected a whole number." in run.message


def test_nothing_found_in_time_is_no_proof_and_says_so(staffed: Workplace) -> None:
    run = until_ended(staffed.ask("nothing", time_limit=7))
    assert (run.state, run.status) == (RunState.FAILED, "unknown")
    assert "within 7 seconds" in run.message


def test_a_problem_beyond_the_memory_limit_fails_alone(staffed: Workplace) -> None:
    run = until_ended(staffed.ask("eat_memory"))
    assert (run.state, run.attempt) == (RunState.FAILED, 1)
    assert "more memory than the 512 MB" in run.message
    assert until_ended(staffed.ask("finish")).state == RunState.FINISHED
