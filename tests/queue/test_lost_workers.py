"""Workers that end, are killed or fall silent, and those who take over from them."""

import os
import signal
from typing import Any

from scheduling import queue
from scheduling.models import RunState, SolveRun
from scheduling.queue import workers
from tests.installation import Process
from tests.queue.workplace import Workplace, is_alive, state, until_ended, until_searching
from tests.waiting import wait_until


def test_a_killed_worker_takes_its_solver_along_and_another_finishes_the_run_once(
    workplace: Workplace,
) -> None:
    workplace.start_reaper()
    worker = workplace.start_worker()
    run = until_searching(workplace.ask("work_in_silence", "finish"))
    [solver] = workplace.starts()
    kill_alone(worker)
    wait_until(lambda: not is_alive(solver), 5, what="The solver outlived its worker.")
    workplace.start_worker()
    until_ended(run, 40)
    assert (run.state, run.attempt, run.failures) == (RunState.FINISHED, 2, 1)
    assert len(workplace.starts()) == 2


def test_the_best_schedule_of_a_killed_worker_is_kept_though_no_later_attempt_finds_any(
    workplace: Workplace,
) -> None:
    workplace.start_reaper()
    worker = workplace.start_worker()
    run = until_searching(workplace.ask("work_in_silence_on_a_schedule", "nothing"))
    [solver] = workplace.starts()
    kill_alone(worker)
    wait_until(lambda: not is_alive(solver), 5, what="The solver outlived its worker.")
    assert (state(run), run.objective is None or run.outcome is None) == (RunState.RUNNING, True)
    workplace.start_worker()
    until_ended(run, 40)
    assert (run.objective, run.outcome is not None, run.attempt) == (3.0, True, 2)


def test_a_worker_told_to_end_hands_its_run_back_with_the_best_so_far(workplace: Workplace) -> None:
    workplace.start_reaper()
    worker = workplace.start_worker()
    run = until_searching(workplace.ask("stop_with_a_schedule", "finish"))
    [solver] = workplace.starts()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    assert not is_alive(solver)
    assert state(run) == RunState.QUEUED
    assert (run.failures, run.objective, run.outcome is not None) == (0, 3.0, True)
    workplace.start_worker()
    until_ended(run)
    assert (run.state, run.attempt, run.failures, run.objective) == (RunState.FINISHED, 2, 0, 4.0)


def test_a_worker_that_wakes_up_late_changes_nothing(workplace: Workplace) -> None:
    sleeper = workplace.start_worker()
    run = until_searching(workplace.ask("stop_with_a_schedule", "finish"))
    [solver] = workplace.starts()
    sleeper.send_signal(signal.SIGSTOP)
    workplace.start_reaper()
    workplace.start_worker()
    until_ended(run, 40)
    result = _row(run)
    sleeper.send_signal(signal.SIGCONT)
    wait_until(lambda: not is_alive(solver), 10, what="The late worker let its solver work on.")
    sleeper.send_signal(signal.SIGTERM)
    sleeper.wait(30)
    assert _row(run) == result
    assert (run.attempt, run.objective) == (2, 4.0)


def test_a_run_whose_message_was_lost_is_sent_again(workplace: Workplace) -> None:
    run = workplace.ask("finish")
    messages = list((workplace.installation.var_dir / "broker" / "messages").glob("*.msg"))
    assert messages
    for message in messages:
        message.unlink()
    workplace.start_worker()
    workplace.start_reaper()
    assert until_ended(run).state == RunState.FINISHED


def test_an_unfinished_message_does_not_stop_a_worker(workplace: Workplace) -> None:
    run = workplace.ask("finish")
    broken = workplace.installation.var_dir / "broker" / "messages" / "0_half-written.solve.msg"
    broken.touch()
    workplace.start_worker()
    workplace.start_reaper()
    assert until_ended(run).state == RunState.FINISHED
    assert not broken.exists()


def test_an_idle_worker_answers_the_reapers_canary(workplace: Workplace) -> None:
    workplace.start_worker()
    first = workers()
    assert first.alive
    assert first.seen_at is not None
    queue.send_canary()
    wait_until(lambda: workers().seen_at != first.seen_at, 20)


def kill_alone(worker: Process) -> None:
    """Kill the worker's own process and nothing that it started."""
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait(10)


def _row(run: SolveRun) -> dict[str, Any]:
    return dict(SolveRun.objects.values().get(pk=run.pk))
