"""What the solver says while it works, stored at a pace that a database and a page can follow."""

import json
import math
import time
from typing import Any, NamedTuple

from django.db import transaction

from scheduling.models import RunProgress
from scheduling.services.solving.leases import Lease

STORE_EVERY = 0.5
LONGEST_STAGE = 80


class Said(NamedTuple):
    """One line of progress; ``objective`` and ``bound`` are None until there are any."""

    seconds: float
    stage: str
    objective: float | None
    bound: float | None


def read_line(line: str) -> Said | None:
    """The progress in a line that the solver wrote; None if the line is something else."""
    try:
        content = json.loads(line)
    except ValueError:
        return None
    if not isinstance(content, dict) or not isinstance(content.get("stage"), str):
        return None
    seconds = _figure(content.get("seconds"))
    stage = content["stage"][:LONGEST_STAGE]
    return Said(seconds or 0.0, stage, _figure(content.get("objective")), _figure(content.get("bound")))


class Diary:
    """Stores each change of stage, objective or bound; of those within half a second, the last of each stage."""

    def __init__(self, lease: Lease, attempt: int) -> None:
        self._lease = lease
        self._attempt = attempt
        self._unsaved: dict[str, Said] = {}
        self._last: Said | None = None
        self._stored_at = -math.inf

    def add(self, said: Said) -> None:
        """Take note of a line, unless it says nothing new."""
        if self._last is None or said[1:] != self._last[1:]:
            self._unsaved[said.stage] = said
            self._last = said

    def store(self, *, all_of_it: bool = False) -> None:
        """Write down what is new, if the last time was long enough ago; nothing once the lease is gone."""
        due = time.monotonic() - self._stored_at >= STORE_EVERY
        if not self._unsaved or not (due or all_of_it):
            return
        with transaction.atomic():
            if self._lease.keep(**self._newest()):
                RunProgress.objects.bulk_create(
                    RunProgress(run_id=self._lease.run_id, attempt=self._attempt, **said._asdict())
                    for said in self._unsaved.values()
                )
        self._unsaved.clear()
        self._stored_at = time.monotonic()

    def _newest(self) -> dict[str, Any]:
        """The run's own columns; a figure that is not there yet does not wipe out what an earlier attempt reached."""
        assert self._last is not None
        figures = {"objective": self._last.objective, "bound": self._last.bound}
        known = {name: figure for name, figure in figures.items() if figure is not None}
        return {"stage": self._last.stage, **known}


def _figure(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)
