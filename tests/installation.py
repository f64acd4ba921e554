"""A whole installation for a test: its own folder, database and broker, and real processes that end with it.

Its services are started by the command lines of ``docker-compose.yml``, so that what is tested is what is deployed.
"""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import yaml

from connectedness.env import BASE_DIR
from tests.servers import PostgreSQL, free_port, wait_until
from tests.settings import OPERATORS_OWN

COMMAND_SECONDS = 120
READY_SECONDS = 60
SQLITE_NAME = "connectedness.sqlite3"
Process = subprocess.Popen[bytes]


class CommandFailed(Exception):
    """A command or a service of the installation failed; says what it printed."""


def compose_services() -> dict[str, dict[str, Any]]:
    """The services of ``docker-compose.yml`` by name."""
    services: dict[str, dict[str, Any]] = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text())[
        "services"
    ]
    return services


class Installation:
    """One installation: ``var_dir`` holds its data and logs, ``environment`` is what its processes see."""

    def __init__(self, var_dir: Path, **settings: str) -> None:
        self.var_dir = var_dir
        self.address = f"127.0.0.1:{free_port()}"
        self.url = f"http://{self.address}"
        own = {name: value for name, value in os.environ.items() if name not in OPERATORS_OWN}
        self.environment = {
            **own,
            "CONNECTEDNESS_VAR": str(var_dir),
            "DJANGO_SETTINGS_MODULE": "connectedness.settings",
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{own.get('PATH', '')}",
            "SECRET_KEY": "only-for-tests-" + "x" * 50,
            **settings,
        }
        self._processes: list[Process] = []
        var_dir.mkdir(parents=True, exist_ok=True)

    def manage(self, *arguments: str) -> str:
        """Run ``manage.py`` with arguments and return what it printed; raises ``CommandFailed``."""
        done = self._finish([sys.executable, "manage.py", *arguments])
        if done.returncode:
            raise CommandFailed(
                f"manage.py {shlex.join(arguments)}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
            )
        return done.stdout

    def call(self, command: list[str]) -> int:
        """Run a command to its end and return its status."""
        return self._finish(command).returncode

    def _finish(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )

    def start(self, service: str) -> Process:
        """Start a service by its line in ``docker-compose.yml``: ``web``, ``worker``, ``reaper``; not waited for."""
        line = compose_services()[service]["command"].replace("0.0.0.0:8000", self.address)
        return self.run(service, shlex.split(line))

    def run(self, name: str, command: list[str]) -> Process:
        """Start a process in a group of its own, its output in ``<var>/<name>.log``."""
        with self.log(name).open("ab") as log:
            process = subprocess.Popen(
                command, cwd=BASE_DIR, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self._processes.append(process)
        return process

    def start_web(self) -> str:
        """Start the web server, wait until it serves, and return its address."""
        process = self.start("web")
        if not wait_until(self.serves, seconds=READY_SECONDS, process=process):
            raise CommandFailed(f"web: {self.log('web').read_text(errors='replace')[-4000:]}")
        return self.url

    def serves(self) -> bool:
        """Whether the web server answers."""
        try:
            with urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, ConnectionError, TimeoutError):
            return False

    def log(self, name: str) -> Path:
        """Where a process's output is kept."""
        return self.var_dir / f"{name}.log"

    @contextmanager
    def running(self) -> Iterator["Installation"]:
        """End whatever was started when the block ends."""
        try:
            yield self
        finally:
            for process in self._processes:
                if process.poll() is None:
                    process.terminate()
            for process in self._processes:
                end(process)


def end(process: Process, *, seconds: float = 15) -> int:
    """Ask a process to end, as a deployment does; take its whole group down if it does not. Returns its status."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            kill(process)
    return process.wait(seconds)


def kill(process: Process) -> None:
    """End a process and its children at once, as a power cut would."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


class Templates:
    """Migrated databases and collected static files, made once per test process and copied for each test."""

    def __init__(self, folder: Path) -> None:
        self.source = Installation(folder / "var")
        self._prepared: set[str] = set()

    def copy_sqlite(self, var_dir: Path) -> None:
        """Put a migrated SQLite database and the static files into an installation's folder."""
        if "sqlite" not in self._prepared:
            self.source.manage("migrate", "--verbosity=0")
            self._prepared.add("sqlite")
        shutil.copy(self.source.var_dir / SQLITE_NAME, var_dir / SQLITE_NAME)
        self.link_static(var_dir)

    def link_static(self, var_dir: Path) -> None:
        """Let an installation serve the collected static files."""
        if "static" not in self._prepared:
            self.source.manage("collectstatic", "--no-input", "--verbosity=0")
            self._prepared.add("static")
        (var_dir / "static").symlink_to(self.source.var_dir / "static")

    @contextmanager
    def postgres_database(self, server: PostgreSQL) -> Iterator[str]:
        """A migrated database of one test's own, gone afterwards."""
        if "postgres" not in self._prepared:
            url = server.create_database("migrated")
            Installation(self.source.var_dir / "postgres", DATABASE_URL=url).manage(
                "migrate", "--verbosity=0"
            )
            self._prepared.add("postgres")
        name = f"test_{uuid.uuid4().hex[:12]}"
        try:
            yield server.create_database(name, template="migrated")
        finally:
            server.drop_database(name)
