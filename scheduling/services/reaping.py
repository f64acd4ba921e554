"""What looks after runs that nobody works on: lost ones, and those whose message never arrived."""

import logging
from datetime import timedelta

from django.db.models.functions import Now

from scheduling import queue
from scheduling.models import SolveRun, WorkerHeartbeat
from scheduling.services.solving.leases import take_over

FORGOTTEN = timedelta(days=7)

logger = logging.getLogger(__name__)


def tend_runs() -> None:
    """Take over the runs of lost workers, and send again what waits too long, as far as the broker is there."""
    if lost := take_over(SolveRun.objects.all()):
        logger.warning("%s runs had lost their worker.", lost)
    for run_id in queue.waiting_too_long():
        if not queue.send_run(run_id):
            return


def tend_workers() -> None:
    """Ask for a sign of life, and forget workers that have long been gone."""
    queue.send_canary()
    WorkerHeartbeat.objects.filter(seen_at__lt=Now() - FORGOTTEN).delete()
