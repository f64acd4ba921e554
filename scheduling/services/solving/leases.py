"""Who works on a run: every change is compare-and-set on the row, by the database's own clock.

A worker that was slow, paused or cut off finds that its lease has gone to another, and changes nothing any more.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Now

from scheduling.models import RunState, SolveRun, StopRequest

GIVEN_UP = (
    "Its worker was lost {failures} times while solving. Start the run again; if it fails again, "
    "ask whoever runs the server to look into the worker's log."
)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on a run, until somebody else has it."""

    run_id: int
    holder: str

    def row(self) -> QuerySet[SolveRun]:
        """The run while it is still ours; empty afterwards."""
        return SolveRun.objects.filter(pk=self.run_id, state=RunState.RUNNING, lease_holder=self.holder)

    def renew(self) -> bool:
        """Hold it for another while; False if somebody else has it."""
        return bool(self.row().update(lease_until=_lease_end(), heartbeat_at=Now()))

    def stop_request(self) -> str | None:
        """What a person asked of the run meanwhile; None if the lease is gone."""
        return self.row().values_list("stop_request", flat=True).first()

    def keep(self, **figures: Any) -> bool:
        """Store what was found so far; False if the lease is gone."""
        return bool(self.row().update(**figures))

    def end(self, state: RunState, *, seen_request: str, **figures: Any) -> bool:
        """End the run; False if the lease is gone or a person has asked for something else meanwhile."""
        row = self.row().filter(stop_request=seen_request)
        return bool(row.update(state=state, ended_at=Now(), **_NOBODYS, **figures))

    def give_back(self, *, failed: bool, message: str = "") -> bool:
        """Put the run back into the queue; a failed attempt counts. False if the lease is gone."""
        row = self.row().filter(stop_request=StopRequest.NONE)
        failures = F("failures") + (1 if failed else 0)
        return bool(
            row.update(
                state=RunState.QUEUED, failures=failures, message=message, stage="", sent_at=None, **_NOBODYS
            )
        )


_NOBODYS: dict[str, Any] = {"lease_holder": "", "lease_until": None}


def claim(run_id: int) -> Lease | None:
    """Take a run that waits, or one whose worker is lost; None if it is ended, or somebody else's."""
    take_over(SolveRun.objects.filter(pk=run_id))
    lease = Lease(run_id, secrets.token_hex(16))
    waiting = SolveRun.objects.filter(pk=run_id, state=RunState.QUEUED, stop_request=StopRequest.NONE)
    claimed = waiting.update(
        state=RunState.RUNNING,
        attempt=F("attempt") + 1,
        lease_holder=lease.holder,
        lease_until=_lease_end(),
        heartbeat_at=Now(),
        started_at=Coalesce(F("started_at"), Now()),
        stage="",
        message="",
    )
    return lease if claimed else None


def take_over(runs: QuerySet[SolveRun]) -> int:
    """Settle the runs whose lease has passed: back into the queue, or ended. Returns how many there were."""
    lost = runs.filter(state=RunState.RUNNING, lease_until__lt=Now())
    stopped = lost.exclude(stop_request=StopRequest.NONE)
    kept = Q(stop_request=StopRequest.KEEP, outcome__isnull=False)
    wanted = lost.filter(stop_request=StopRequest.NONE)
    spent = wanted.filter(failures__gte=settings.RUN_MAX_ATTEMPTS - 1)
    ended: dict[str, Any] = {"ended_at": Now(), **_NOBODYS}
    return (
        stopped.filter(kept).update(state=RunState.FINISHED, **ended)
        + stopped.exclude(kept).update(state=RunState.CANCELLED, **ended)
        + spent.update(
            state=RunState.FAILED,
            failures=F("failures") + 1,
            message=GIVEN_UP.format(failures=settings.RUN_MAX_ATTEMPTS),
            **ended,
        )
        + wanted.update(state=RunState.QUEUED, failures=F("failures") + 1, sent_at=None, stage="", **_NOBODYS)
    )


def _lease_end() -> Any:
    return Now() + timedelta(seconds=settings.RUN_LEASE_SECONDS)
