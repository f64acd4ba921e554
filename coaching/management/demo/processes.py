"""The demo's processes: a web server, a worker and a reaper, started together and stopped together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

STOP_SECONDS = 15.0
START_SECONDS = 30.0


class DemoStopped(Exception):
    """Something the demo needs did not start or did not last; the message is one line for people."""


def command_lines(port: int) -> Mapping[str, list[str]]:
    """What is started, by name. Each line is also what production runs (docker-compose.yml), on fewer threads."""
    return {
        "web": [
            sys.executable, "-m", "gunicorn", "connectedness.wsgi", "--bind", f"127.0.0.1:{port}",
            "--worker-class", "gthread", "--threads", "4", "--access-logfile", "/dev/null", "--log-level", "warning",
        ],
        "worker": [
            sys.executable, "-m", "celery", "-A", "connectedness", "worker", "--concurrency", "1",
            "--loglevel", "WARNING", "--without-gossip", "--without-mingle",
        ],
        "reaper": [sys.executable, "manage.py", "reaper"],
    }  # fmt: skip


class Processes:
    """The running processes; leaving the ``with`` block stops every one that was started."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.log = Path(settings.VAR_DIR) / "demo.log"
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        with self.log.open("ab") as log:
            for name, line in command_lines(self.port).items():
                self.running[name] = subprocess.Popen(  # noqa: S603  # the lines above, no input from outside
                    line, cwd=settings.BASE_DIR, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                    start_new_session=True, env={**os.environ, "DEMO": "1", "SITE_ADDRESS": f"http://localhost:{self.port}"},
                )  # fmt: skip
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self.running.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.running.values():
            _end(process, deadline)

    def wait_for_web(self) -> None:
        """Return when the web server answers; raises ``DemoStopped`` if it does not."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self.look()
            if _answers(self.port):
                return
            time.sleep(0.05)
        raise DemoStopped(f"The web server did not answer within {START_SECONDS:.0f} s. See {self.log}")

    def look(self) -> None:
        """Raise ``DemoStopped`` if a process has ended by itself."""
        for name, process in self.running.items():
            if process.poll() is not None:
                raise DemoStopped(f"The {name} ended with status {process.returncode}. See {self.log}")


def free_port(wanted: int | None) -> int:
    """The port that was asked for, if it is free, else one that is; raises ``DemoStopped`` if it is in use."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", wanted or 0))
        except OSError as taken:
            raise DemoStopped(
                f"Port {wanted} is in use. Choose another: make demo PORT={(wanted or 0) + 1}"
            ) from taken
        return int(listener.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _end(process: subprocess.Popen[bytes], deadline: float) -> None:
    try:
        process.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
