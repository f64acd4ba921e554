"""``manage.py demo``: a program to try out, from nothing to a published year."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.utils import timezone

from coaching.management.demo import data, report, visit
from coaching.management.demo.meetings import make_meetings
from coaching.management.demo.processes import DemoStopped, Processes, free_port
from connectedness.trail.guards import take_down
from scheduling.exchange.demo_program import DemoSize
from scheduling.models import Program, Schedule, ScheduleState

DEFAULT_PORT = 8000


class Command(BaseCommand):
    """Brings in an invented program, solves its year in a worker, publishes it and serves it."""

    help = "Start a program to try out."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What ``make demo`` passes on."""
        parser.add_argument("--reset", action="store_true", help="start over with new data")
        parser.add_argument("--size", choices=["typical", "large"], default="typical")
        parser.add_argument("--port", type=int, default=None, help=f"default {DEFAULT_PORT}")
        parser.add_argument("--check", action="store_true", help="try everything on a free port, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until stopped, or, with ``--check``, until every page was seen."""
        if options["check"] and "CONNECTEDNESS_CHECKING" not in os.environ:
            _check_in_a_room_of_its_own(options["size"])
        signal.signal(signal.SIGTERM, _stop)
        try:
            self._run(**options)
        except (DemoStopped, data.DemoFailed) as stopped:
            raise CommandError(str(stopped)) from stopped
        except KeyboardInterrupt:
            self.stdout.write("\nStopped. The data is kept; make demo RESET=1 starts over.")

    def _run(self, *, reset: bool, size: DemoSize, port: int | None, check: bool, **_options: Any) -> None:
        port = free_port(None if check else port or DEFAULT_PORT)
        _prepare()
        if not _is_embedded():
            data.refuse_real_data()
        if reset:
            _forget_data()
            _prepare()
        today = timezone.localdate()
        with Processes(port) as processes:
            program = self._program(size, today, processes)
            processes.wait_for_web()
            address = f"http://localhost:{port}"  # a name, not a number: passkeys need one
            self._tell(program, address, today)
            if check:
                self._check(address, program)
            else:
                _serve(processes)

    def _program(self, size: DemoSize, today: date, processes: Processes) -> Program:
        published = Schedule.objects.filter(state=ScheduleState.PUBLISHED).order_by("-published_at").first()
        if published is not None:
            self.stdout.write("The data of the last demo is kept; make demo RESET=1 starts over.")
            return published.year.program
        if Program.objects.exists():
            raise data.DemoFailed(
                "The last demo was stopped before its year was published. Run: make demo RESET=1"
            )
        self.stdout.write(f"Bringing in the {size} demo program …")
        program = data.bring_in(size, today)
        data.make_staff_accounts(program)
        self.stdout.write("Solving its year in the worker …")
        data.show(data.solve(program, size, processes.look), today)
        make_meetings(program)
        return program

    def _tell(self, program: Program, address: str, today: date) -> None:
        self.stdout.write("")
        for line in report.figures(program, today):
            self.stdout.write(line)
        self.stdout.write("")
        for line in report.how_to_sign_in(address, data.accounts(program)):
            self.stdout.write(line)
        self.stdout.write("Ctrl-C stops everything.")

    def _check(self, address: str, program: Program) -> None:
        found = list(visit.faults(address, data.accounts(program)))
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise data.DemoFailed(f"{len(found)} pages are not as they should be.")
        self.stdout.write("Every role's pages answered.")


def _check_in_a_room_of_its_own(size: str) -> NoReturn:
    """Run the check again in a new folder, so that nothing of an earlier demo helps or is touched."""
    with tempfile.TemporaryDirectory(prefix="connectedness-check-") as folder:
        environment = {**os.environ, "CONNECTEDNESS_CHECKING": "1", "CONNECTEDNESS_VAR": folder}
        line = [sys.executable, "manage.py", "demo", "--check", "--size", size]
        done = subprocess.run(line, cwd=settings.BASE_DIR, env=environment, check=False)  # noqa: S603
    sys.exit(done.returncode)


def _is_embedded() -> bool:
    """Whether the database is the demo's own file under ``var``."""
    return Path(settings.DATABASES["default"]["NAME"]).parent == Path(settings.VAR_DIR)


def _forget_data() -> None:
    """Start over: drop the embedded database and broker, or empty the database that was chosen."""
    connections.close_all()
    if _is_embedded():
        for end in ("", "-wal", "-shm"):
            Path(f"{settings.DATABASES['default']['NAME']}{end}").unlink(missing_ok=True)
    else:
        # The trail refuses to be emptied; the flush puts its guards up again.
        take_down(connections["default"])
        call_command("flush", interactive=False, verbosity=0)
    shutil.rmtree(settings.BROKER_DIR, ignore_errors=True)


def _prepare() -> None:
    """Tables and static files, made or brought up to date."""
    (settings.BROKER_DIR / "messages").mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    newest = max(path.stat().st_mtime for path in (settings.BASE_DIR / "static").rglob("*"))
    if not manifest.exists() or manifest.stat().st_mtime < newest:
        call_command("collectstatic", interactive=False, verbosity=0)
        manifest.touch()


def _serve(processes: Processes) -> None:
    while True:
        processes.look()
        time.sleep(0.5)


def _stop(*_signal: object) -> NoReturn:
    raise KeyboardInterrupt
