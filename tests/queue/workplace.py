"""An installation with real workers whose solver is the stand-in, and the test in the place of its web server."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import environ
from celery import current_app
from django.db import connections
from django.db.utils import ConnectionHandler
from django.utils import timezone

from connectedness.embedded_broker import Transport
from scheduling.models import RunState, SolveRun
from scheduling.queue import workers
from scheduling.services.runs import request_run
from tests.installation import SQLITE_NAME, Installation, Process, kill
from tests.queue.answers import write_answers
from tests.services.small_year import SmallYear, make_small_year
from tests.waiting import wait_until

STAND_IN = Path(__file__).with_name("stand_in_solver.py")
SHORT = {"RUN_LEASE_SECONDS": "4", "RUN_RESEND_SECONDS": "2", "SOLVER_MEMORY_MB": "512"}
STARTING_SECONDS = 40.0
ENDED = {RunState.FINISHED, RunState.CANCELLED, RunState.FAILED}


@dataclass
class Workplace:
    """Where runs are asked for and worked on."""

    installation: Installation
    folder: Path
    small: SmallYear
    processes: list[Process] = field(default_factory=list)

    def order(self, *words: str) -> None:
        """What the stand-in does at each start from now on; the last word holds for all further ones."""
        (self.folder / "started").write_text("")
        (self.folder / "orders").write_text(" ".join(words))

    def starts(self) -> list[int]:
        """The process ids of the solvers that were started since the last order."""
        return [int(line) for line in (self.folder / "started").read_text().split()]

    def ask(self, *words: str, time_limit: int = 120) -> SolveRun:
        """Order the stand-in and ask for a run."""
        self.order(*words)
        return request_run(year=self.small.year, actor=None, time_limit=time_limit)

    def start_worker(self) -> Process:
        """Start a worker and wait until it is ready."""
        started_at = timezone.now()
        process = self._start("worker")
        wait_until(lambda: self._is_ready(process, started_at), STARTING_SECONDS)
        return process

    def start_reaper(self) -> Process:
        """Start the reaper."""
        return self._start("reaper")

    def close(self) -> None:
        """End everybody at once: nothing of theirs is looked at any more."""
        for process in self.processes:
            if process.poll() is None:
                kill(process)

    def _start(self, service: str) -> Process:
        process = self.installation.start(service)
        self.processes.append(process)
        return process

    def _is_ready(self, process: Process, started_at: datetime) -> bool:
        assert process.poll() is None, self.installation.log("worker").read_text(errors="replace")[-4000:]
        seen_at = workers().seen_at
        return seen_at is not None and seen_at > started_at


@contextmanager
def workplace_in(installation: Installation) -> Iterator[Workplace]:
    """Furnish an installation with the stand-in and a small year; the test speaks to its database and broker."""
    folder = installation.var_dir / "stand-in"
    folder.mkdir()
    command = shlex.join([sys.executable, str(STAND_IN), str(folder)])
    installation.environment.update(SHORT, SOLVER_COMMAND=command)
    with database_of(installation), broker_of(installation):
        small = make_small_year()
        write_answers(small, folder)
        workplace = Workplace(installation, folder, small)
        try:
            yield workplace
        finally:
            workplace.close()


@contextmanager
def database_of(installation: Installation) -> Iterator[None]:
    """Speak to the installation's database in place of the tests' own."""
    own = connections["default"]
    connections["default"] = ConnectionHandler({"default": _database(installation)})["default"]
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = own


def _database(installation: Installation) -> dict[str, Any]:
    url = installation.environment.get("DATABASE_URL", f"sqlite:///{installation.var_dir / SQLITE_NAME}")
    database: dict[str, Any] = environ.Env.db_url_config(url)
    if "sqlite" in database["ENGINE"]:
        database["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}
    return database


@contextmanager
def broker_of(installation: Installation) -> Iterator[None]:
    """Send messages to the installation's workers."""
    # A process remembers which queues it has declared; this broker has not heard of them.
    Transport.global_state.clear()
    conf: Any = current_app.conf
    own = conf.broker_url, conf.broker_transport_options
    conf.broker_url = installation.environment.get("REDIS_URL", "embedded://")
    if conf.broker_url == "embedded://":
        messages = installation.var_dir / "broker" / "messages"
        messages.mkdir(parents=True, exist_ok=True)
        conf.broker_transport_options = {
            "data_folder_in": str(messages),
            "data_folder_out": str(messages),
        }
    else:
        conf.broker_transport_options = {"socket_timeout": 5, "socket_connect_timeout": 2}
    try:
        yield
    finally:
        conf.broker_url, conf.broker_transport_options = own


def state(run: SolveRun) -> str:
    """The run's state just now."""
    run.refresh_from_db()
    return run.state


def until_ended(run: SolveRun, seconds: float = 30) -> SolveRun:
    """Wait for the run's end."""
    wait_until(lambda: state(run) in ENDED, seconds, what=f"{run} has not ended.")
    return run


def until_searching(run: SolveRun, seconds: float = 30) -> SolveRun:
    """Wait until the solver has said how far it is."""
    wait_until(lambda: state(run) == RunState.RUNNING and run.stage == "Search", seconds)
    return run


def is_alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
