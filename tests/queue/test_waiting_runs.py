"""Which waiting runs are sent again, and what is known of the workers."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models.functions import Now

from scheduling.models import RunState, SolveRun, WorkerHeartbeat
from scheduling.queue import note_worker, waiting_too_long, workers
from scheduling.services.reaping import tend_workers
from scheduling.services.solving.leases import claim
from tests.factories import make_run

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_an_unsent_run_is_sent_at_once_and_a_sent_one_again_after_a_while() -> None:
    unsent, lately, long_ago = make_run(), make_run(), make_run()
    _sent(lately, seconds_ago=1)
    _sent(long_ago, seconds_ago=settings.RUN_RESEND_SECONDS + 1)
    assert set(waiting_too_long()) == {unsent.pk, long_ago.pk}


def test_while_a_worker_is_busy_the_others_are_sent_again_less_often() -> None:
    waiting, busy = make_run(), make_run()
    _sent(waiting, seconds_ago=settings.RUN_RESEND_SECONDS + 1)
    assert set(waiting_too_long()) == {waiting.pk, busy.pk}
    assert claim(busy.pk)
    assert waiting_too_long() == []
    _sent(waiting, seconds_ago=10 * settings.RUN_RESEND_SECONDS + 1)
    assert waiting_too_long() == [waiting.pk]


def test_runs_that_work_or_have_ended_are_not_sent() -> None:
    working, ended = make_run(), make_run()
    assert claim(working.pk)
    SolveRun.objects.filter(pk=ended.pk).update(state=RunState.CANCELLED, ended_at=Now())
    assert waiting_too_long() == []


def test_workers_are_offline_until_one_is_seen_and_again_after_silence() -> None:
    assert (workers().alive, workers().seen_at) == (False, None)
    note_worker()
    assert workers().alive
    silence = timedelta(seconds=settings.WORKER_SILENT_SECONDS + 1)
    WorkerHeartbeat.objects.update(seen_at=Now() - silence)
    assert not workers().alive
    assert workers().seen_at is not None


def test_workers_that_are_long_gone_are_forgotten() -> None:
    note_worker()
    WorkerHeartbeat.objects.create(worker="gone", seen_at=Now() - timedelta(days=8))
    tend_workers()
    assert not WorkerHeartbeat.objects.filter(worker="gone").exists()
    assert workers().alive


def _sent(run: SolveRun, *, seconds_ago: float) -> None:
    SolveRun.objects.filter(pk=run.pk).update(sent_at=Now() - timedelta(seconds=seconds_ago))
