"""Celery's doors."""

from typing import Any

from celery import shared_task
from celery.signals import worker_ready, worker_shutting_down

from scheduling import queue
from scheduling.services.solving import work


@shared_task(name=queue.SOLVE)
def solve_run(run_id: int) -> None:
    """Solve a run that waits."""
    work.work_on(run_id)


@shared_task(name=queue.CANARY)
def canary() -> None:
    """Show that this worker takes messages in."""
    queue.note_worker()


@worker_ready.connect
def show_oneself(**_signal: Any) -> None:
    """A worker that has just started is seen at once."""
    queue.note_worker()


@worker_shutting_down.connect
def hand_back_the_run(**_signal: Any) -> None:
    """A worker told to end stops its solver and puts the run back into the queue."""
    work.told_to_end.set()
