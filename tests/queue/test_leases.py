"""The right to work on a run: one holder at a time, and nothing written without it."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from scheduling.models import RunState, SolveRun, StopRequest
from scheduling.services.solving.leases import Lease, claim, take_over
from tests.factories import make_run

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_a_run_is_claimed_once() -> None:
    run = make_run()
    assert claim(run.pk) is not None
    assert claim(run.pk) is None
    run.refresh_from_db()
    assert (run.state, run.attempt) == (RunState.RUNNING, 1)


def test_an_ended_run_is_not_claimed() -> None:
    run = make_run()
    SolveRun.objects.update(state=RunState.FINISHED, ended_at=Now())
    assert claim(run.pk) is None


def test_a_run_that_lost_its_worker_is_claimed_by_the_next_and_the_first_writes_nothing_more() -> None:
    run = make_run()
    first = _claimed(run)
    assert first.renew()
    _let_leases_pass()
    second = _claimed(run)
    assert not first.renew()
    assert not first.keep(stage="Late")
    assert not first.end(RunState.FINISHED, seen_request="")
    assert not first.give_back(failed=True)
    assert second.renew()
    run.refresh_from_db()
    assert (run.state, run.stage, run.attempt, run.failures) == (RunState.RUNNING, "", 2, 1)


def test_a_living_run_is_not_taken_over() -> None:
    run = make_run()
    lease = _claimed(run)
    assert take_over(SolveRun.objects.all()) == 0
    assert lease.renew()


def test_a_run_that_loses_its_worker_three_times_fails_with_the_reason() -> None:
    run = make_run()
    for _ in range(3):
        _claimed(run)
        _let_leases_pass()
        take_over(SolveRun.objects.all())
    run.refresh_from_db()
    assert (run.state, run.failures, run.lease_holder) == (RunState.FAILED, 3, "")
    assert "lost 3 times" in run.message
    assert claim(run.pk) is None


def test_an_orderly_restart_does_not_count_as_a_failure() -> None:
    run = make_run()
    for _ in range(5):
        assert _claimed(run).give_back(failed=False)
    run.refresh_from_db()
    assert (run.state, run.attempt, run.failures) == (RunState.QUEUED, 5, 0)


@pytest.mark.parametrize(
    ("request_made", "outcome", "state"),
    [
        (StopRequest.CANCEL, b"found", RunState.CANCELLED),
        (StopRequest.KEEP, b"found", RunState.FINISHED),
        (StopRequest.KEEP, None, RunState.CANCELLED),
    ],
)
def test_a_run_that_was_stopped_as_its_worker_was_lost_ends_as_asked(
    request_made: StopRequest, outcome: bytes | None, state: RunState
) -> None:
    run = make_run(outcome=outcome)
    _claimed(run)
    SolveRun.objects.update(stop_request=request_made)
    _let_leases_pass()
    assert take_over(SolveRun.objects.all()) == 1
    run.refresh_from_db()
    assert run.state == state
    assert run.ended_at is not None


def test_an_end_is_refused_if_a_person_has_asked_for_something_else_meanwhile() -> None:
    run = make_run()
    lease = _claimed(run)
    seen = lease.stop_request()
    assert seen == ""
    SolveRun.objects.update(stop_request=StopRequest.CANCEL)
    assert not lease.end(RunState.FINISHED, seen_request=seen)
    assert lease.end(RunState.CANCELLED, seen_request=StopRequest.CANCEL)


def _claimed(run: SolveRun) -> Lease:
    lease = claim(run.pk)
    assert lease is not None
    return lease


def _let_leases_pass() -> None:
    SolveRun.objects.filter(state=RunState.RUNNING).update(lease_until=Now() - timedelta(seconds=1))
