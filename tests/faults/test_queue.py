"""Accepted runs outlive their workers, the broker and a restart of the database."""

import os
import signal

from django.db import OperationalError, connection

from scheduling.models import RunState, SolveRun
from scheduling.queue import send_canary, send_run
from scheduling.services.runs import request_run
from tests.queue.workplace import Workplace, is_alive, state, until_ended, until_searching
from tests.servers import PostgreSQL, Redis
from tests.waiting import wait_until

BACK_AT_WORK = 60


def test_a_run_asked_for_while_redis_is_down_waits_and_is_solved_when_it_is_back_without_a_hand(
    workplace: Workplace, redis: Redis
) -> None:
    workplace.start_reaper()
    worker = workplace.start_worker()
    for _ in range(2):
        redis.stop()
        run = workplace.ask("finish")
        assert not send_canary()
        assert (state(run), run.sent_at) == (RunState.QUEUED, None)
        redis.start()
        assert until_ended(run, BACK_AT_WORK).state == RunState.FINISHED
    assert worker.poll() is None


def test_a_worker_killed_in_mid_run_leaves_no_solver_and_the_run_finishes_once(workplace: Workplace) -> None:
    worker = workplace.start_worker()
    run = until_searching(workplace.ask("work_in_silence", "finish"))
    [solver] = workplace.starts()
    os.kill(worker.pid, signal.SIGKILL)
    wait_until(lambda: not is_alive(solver), 5, what="The solver outlived its worker.")
    workplace.start_reaper()
    workplace.start_worker()
    until_ended(run, BACK_AT_WORK)
    assert (run.state, run.attempt, run.failures) == (RunState.FINISHED, 2, 1)
    assert len(workplace.starts()) == 2


def test_a_run_goes_on_while_the_database_restarts(workplace: Workplace, postgres: PostgreSQL) -> None:
    workplace.installation.environment["RUN_LEASE_SECONDS"] = "30"
    workplace.start_reaper()
    worker = workplace.start_worker()
    run = until_searching(workplace.ask("stop_with_a_schedule"))
    postgres.stop()
    postgres.start()
    wait_until(lambda: _is_stopped_and_kept(run), 20)
    until_ended(run, 20)
    assert (run.state, run.attempt, run.objective) == (RunState.FINISHED, 1, 3.0)
    assert worker.poll() is None


def test_a_message_delivered_three_times_by_redis_solves_once(workplace: Workplace) -> None:
    workplace.start_worker()
    run = workplace.ask("finish")
    assert send_run(run.pk)
    assert send_run(run.pk)
    until_ended(run)
    # A further run is taken in only after the messages before it.
    after = until_ended(request_run(year=workplace.small.year, actor=None))
    assert (run.state, run.attempt, after.attempt) == (RunState.FINISHED, 1, 1)
    assert len(workplace.starts()) == 2


def _is_stopped_and_kept(run: SolveRun) -> bool:
    """Ask the run to stop and keep, as soon as the database takes it."""
    try:
        return bool(SolveRun.objects.filter(pk=run.pk, state=RunState.RUNNING).update(stop_request="keep"))
    except OperationalError:
        connection.close()
        return False
