"""Putting a run's result away, and bringing it back."""

from django.utils import timezone

from connectedness.accounts.models import User
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import RunState, SolveRun


class StillNeeded(Exception):
    """The run cannot be put away; the message says why and what to do."""


def discard_run(*, run: SolveRun, actor: User) -> None:
    """Take a run that has ended off the lists. Nothing is lost by it. Raises `StillNeeded`."""
    if run.state in {RunState.QUEUED, RunState.RUNNING}:
        raise StillNeeded(f"{run} is still at work. Cancel it, then put it away.")
    if run.schedules.exists():
        raise StillNeeded(f"A version was made of {run}, so it stays on the list as where that came from.")
    if SolveRun.objects.filter(pk=run.pk, discarded_at=None).update(discarded_at=timezone.now()):
        _tell(run, actor, EventKind.RUN_DISCARDED)


def keep_run(*, run: SolveRun, actor: User) -> None:
    """Put a run back on the lists."""
    if SolveRun.objects.filter(pk=run.pk, discarded_at__isnull=False).update(discarded_at=None):
        _tell(run, actor, EventKind.RUN_KEPT)


def _tell(run: SolveRun, actor: User, kind: EventKind) -> None:
    record(program_id=run.year.program_id, actor=actor, kind=kind, subject=f"{run} of {run.year}")
