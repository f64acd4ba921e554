"""How work is handed to a worker, and whether any worker is there to take it.

The run's row is the record; a message only says that a row waits. Sending is therefore best effort: a message that
is lost, late or doubled does no harm, because the reaper sends again and a worker claims the row before it works.
"""

import logging
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.db.models import F, Max
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from kombu.exceptions import KombuError

from scheduling.models import RunState, SolveRun, WorkerHeartbeat

SOLVE = "scheduling.solve_run"
CANARY = "scheduling.canary"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Workers:
    """Whether the workers live. ``seen_at`` is the last sign of any of them, None if there never was one."""

    alive: bool
    seen_at: datetime | None


def send_run(run_id: int) -> bool:
    """Tell the workers that a run waits; False if the broker cannot be reached, and then the reaper tries again."""
    sent = _send(SOLVE, args=[run_id])
    if sent:
        SolveRun.objects.filter(pk=run_id, state=RunState.QUEUED).update(sent_at=Now())
    return sent


def send_canary() -> bool:
    """Ask whichever worker is free to show that it takes messages in; False if the broker cannot be reached."""
    return _send(CANARY, expires=settings.CANARY_SECONDS)


def note_worker() -> None:
    """Note that the worker on this machine was seen just now."""
    WorkerHeartbeat.objects.update_or_create(worker=socket.gethostname(), defaults={"seen_at": Now()})


def workers() -> Workers:
    """Whether a worker was seen lately, on a canary or on a run."""
    seen_at = WorkerHeartbeat.objects.aggregate(latest=Max("seen_at"))["latest"]
    silence = timedelta(seconds=settings.WORKER_SILENT_SECONDS)
    return Workers(alive=seen_at is not None and seen_at > timezone.now() - silence, seen_at=seen_at)


def waiting_too_long() -> list[int]:
    """Queued runs that were never sent, or so long ago that the message may be lost; the oldest first.

    While a worker is busy the others rightly wait, so they are sent again less often.
    """
    busy = SolveRun.objects.filter(state=RunState.RUNNING, lease_until__gt=Now()).exists()
    patience = timedelta(seconds=settings.RUN_RESEND_SECONDS * (10 if busy else 1))
    queued = SolveRun.objects.filter(state=RunState.QUEUED)
    unsent = queued.filter(sent_at__isnull=True) | queued.filter(sent_at__lt=Now() - patience)
    return list(unsent.order_by(Coalesce(F("sent_at"), F("created_at"))).values_list("pk", flat=True))


def _send(task: str, **options: Any) -> bool:
    """Send over a connection of its own: a pooled one may have died with the broker without anybody noticing."""
    connection = current_app.connection_for_write(transport_options={"max_retries": 0}, connect_timeout=2)
    unreachable: tuple[type[BaseException], ...] = (
        KombuError, OSError, *connection.connection_errors, *connection.channel_errors
    )  # fmt: skip
    try:
        with connection:
            current_app.send_task(task, connection=connection, **options)
    except unreachable as error:
        logger.warning("The broker cannot be reached, %s is not sent: %s", task, error)
        return False
    return True
