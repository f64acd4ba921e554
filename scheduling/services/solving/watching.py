"""Stands beside a running solver: listens, keeps the lease, and stops it when somebody asks."""

import time
from collections import deque
from dataclasses import dataclass
from enum import Enum, auto
from threading import Event

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from scheduling import queue
from scheduling.models import StopRequest
from scheduling.services.solving.leases import Lease
from scheduling.services.solving.process import Errand, SolverProcess
from scheduling.services.solving.progress import Diary, read_line

LOOK_SECONDS = 0.25
ASK_SECONDS = 0.5
INTERRUPT_AGAIN_SECONDS = 3.0
KILL_SECONDS = 8.0
# The time limit is for the search; reading, building and writing come on top.
OVERTIME_SECONDS = 60.0
LAST_LINES = 20
LONGEST_LINE = 500


class Why(Enum):
    """Why the solver did not come to its own end."""

    NOT_STOPPED = auto()
    ASKED = auto()
    WORKER_ENDS = auto()
    OVERTIME = auto()
    LEASE_LOST = auto()
    NO_FILES = auto()


@dataclass(frozen=True, slots=True)
class Ending:
    """How the solver's process ended; ``last_words`` are the last lines that were no progress."""

    exit_status: int
    why: Why = Why.NOT_STOPPED
    last_words: tuple[str, ...] = ()


class Watch:
    """One solver process from its start to its end."""

    def __init__(self, *, lease: Lease, diary: Diary, told_to_end: Event) -> None:
        self._lease = lease
        self._diary = diary
        self._told_to_end = told_to_end
        self._why = Why.NOT_STOPPED
        self._last_words: deque[str] = deque(maxlen=LAST_LINES)
        self._asked_at = 0.0
        self._renewed_at = time.monotonic()
        self._stopping_since: float | None = None
        self._interrupted_at = 0.0

    def see_through(self, errand: Errand) -> Ending:
        """Run the solver to its end, or until it has to stop. The lease may be lost on return: see ``Ending.why``."""
        overtime_at = time.monotonic() + errand.time_limit + OVERTIME_SECONDS
        with SolverProcess(errand) as process:
            while not process.ended() and self._why is not Why.LEASE_LOST:
                self._listen(process)
                self._tend_row(all_of_it=False)
                self._look(overtime_at)
                self._stop(process)
        self._tend_row(all_of_it=True)
        return Ending(process.exit_status, self._why, tuple(self._last_words))

    def _listen(self, process: SolverProcess) -> None:
        for line in process.lines(seconds=LOOK_SECONDS):
            said = read_line(line)
            if said is None:
                self._last_words.append(line.strip()[:LONGEST_LINE])
            else:
                self._diary.add(said)

    def _tend_row(self, *, all_of_it: bool) -> None:
        """Store progress, renew the lease, read what was asked; a database that restarts is waited for."""
        try:
            self._diary.store(all_of_it=all_of_it)
            self._ask()
            self._renew()
        except (OperationalError, InterfaceError):
            connection.close()
            if time.monotonic() - self._renewed_at > settings.RUN_LEASE_SECONDS:
                self._why = Why.LEASE_LOST

    def _ask(self) -> None:
        if time.monotonic() - self._asked_at < ASK_SECONDS:
            return
        request = self._lease.stop_request()
        self._asked_at = time.monotonic()
        if request is None:
            self._why = Why.LEASE_LOST
        elif request != StopRequest.NONE:
            self._why = Why.ASKED

    def _renew(self) -> None:
        started = time.monotonic()
        if started - self._renewed_at < settings.RUN_HEARTBEAT_SECONDS:
            return
        if self._lease.renew():
            self._renewed_at = started
            queue.note_worker()
        else:
            self._why = Why.LEASE_LOST

    def _look(self, overtime_at: float) -> None:
        if self._why is not Why.NOT_STOPPED:
            return
        if self._told_to_end.is_set():
            self._why = Why.WORKER_ENDS
        elif time.monotonic() > overtime_at:
            self._why = Why.OVERTIME

    def _stop(self, process: SolverProcess) -> None:
        """Interrupt, again after a while because an early interrupt may pass unheard, and kill in the end."""
        if self._why is Why.NOT_STOPPED:
            return
        now = time.monotonic()
        if self._stopping_since is None:
            self._stopping_since = now
        if now - self._stopping_since > KILL_SECONDS:
            process.kill()
        elif now - self._interrupted_at > INTERRUPT_AGAIN_SECONDS:
            process.interrupt()
            self._interrupted_at = now
