"""Private PostgreSQL and Redis servers for the tests: own folder, own port, loopback only, gone afterwards.

Nothing of a server that already runs on the machine is touched. PostgreSQL refuses to run as root, so root
starts it as the user ``postgres`` (or ``nobody``).
"""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any, Concatenate, ParamSpec, TypeVar

import psycopg
import redis

START_SECONDS = 60.0
STOP_SECONDS = 20.0
POLL_SECONDS = 0.05


class ServerDidNotStart(Exception):
    """A server ended, or did not answer in time; says what it printed."""


def find_postgres() -> Path | None:
    """The folder of PostgreSQL's programs, the newest where several are installed; None without one."""
    on_path = shutil.which("postgres")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    found = Path(on_path).resolve() if on_path else (debian[-1] if debian else None)
    return found.parent if found and (found.parent / "initdb").exists() else None


def find_redis() -> Path | None:
    """The Redis (or Valkey) server program; None without one."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    return Path(found) if found else None


def find_chromium() -> Path | None:
    """An installed Chromium or Chrome; None without one."""
    names = (
        "chromium-headless-shell",  # without the windows and bars that nobody sees: half the work
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
        "google-chrome",
    )
    return next((Path(found) for name in names if (found := shutil.which(name))), None)


def free_port() -> int:
    """A port on loopback that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(
    ready: Callable[[], bool], *, seconds: float, process: subprocess.Popen[bytes] | None = None
) -> bool:
    """Ask ``ready`` until it says yes; False when time is up or the process has ended."""
    deadline = time.monotonic() + seconds
    while not ready():
        ended = process is not None and process.poll() is not None
        if ended or time.monotonic() > deadline:
            return False
        Event().wait(POLL_SECONDS)
    return True


class Server(ABC):
    """A server process with a folder and a port that outlive a restart."""

    name = "server"
    stop_signal = signal.SIGTERM

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder / "log"
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> list[str]:
        """The command line that starts it."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it serves."""

    def user(self) -> str | None:
        """Whom it runs as; None = whoever runs the tests."""
        return None

    def start(self) -> None:
        """Start and wait until it serves; raises ``ServerDidNotStart``."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(), cwd=self.folder, stdout=log, stderr=log, **_as_user(self.user())
            )
        if not wait_until(self.answers, seconds=START_SECONDS, process=self.process):
            self.kill()
            raise ServerDidNotStart(f"{self.name}: {self.log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """End it in order, and with force if it does not."""
        if self.process is None:
            return
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        self.process = None

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(STOP_SECONDS)
            self.process = None


Options = ParamSpec("Options")
SomeServer = TypeVar("SomeServer", bound=Server)


class PostgreSQL(Server):
    """A private PostgreSQL; trusts whoever is on loopback, holds nothing but tests' data."""

    name = "PostgreSQL"
    stop_signal = signal.SIGINT  # fast shutdown: open connections are ended

    def __init__(self, folder: Path, programs: Path) -> None:
        super().__init__(folder)
        self.programs = programs
        self.data = folder / "data"
        if user := self.user():
            shutil.chown(folder, user)
        subprocess.run(
            [programs / "initdb", "--pgdata", self.data, "--username=tests", "--auth=trust", "--encoding=UTF8",
             "--locale=C", "--no-sync"],
            check=True, capture_output=True, cwd=folder, timeout=START_SECONDS, **_as_user(user),
        )  # fmt: skip

    def user(self) -> str | None:
        """Root starts it as somebody without rights."""
        if os.geteuid() != 0:
            return None
        known = {entry.pw_name for entry in pwd.getpwall()}
        return "postgres" if "postgres" in known else "nobody"

    def command(self) -> list[str]:
        """Fast rather than safe on disk: the data dies with the tests."""
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "64MB",
            "max_connections": "100",
        }
        settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return [str(self.programs / "postgres"), "-D", str(self.data), "-p", str(self.port), *settings]

    def answers(self) -> bool:
        """Whether it takes a connection."""
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def url(self, database: str) -> str:
        """The address of one of its databases, as ``DATABASE_URL`` wants it."""
        return f"postgres://tests@127.0.0.1:{self.port}/{database}"

    def create_database(self, name: str, *, template: str = "template0") -> str:
        """Make a database, empty or a copy of another, and return its address."""
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Take a database away, whoever is still connected."""
        self._execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


class Redis(Server):
    """A private Redis; ``keep=True`` writes an append-only file, so that a restart keeps what it held."""

    name = "Redis"

    def __init__(self, folder: Path, program: Path, *, keep: bool = False) -> None:
        super().__init__(folder)
        self.program = program
        self.keep = keep

    def command(self) -> list[str]:
        """Loopback only, nothing saved unless asked for."""
        return [
            str(self.program), "--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder),
            "--save", "", "--appendonly", "yes" if self.keep else "no", "--daemonize", "no",
        ]  # fmt: skip

    def answers(self) -> bool:
        """Whether it answers a ping."""
        try:
            with redis.Redis(port=self.port, socket_timeout=2) as client:
                return bool(client.ping())
        except (redis.ConnectionError, redis.TimeoutError):
            return False

    def empty(self) -> None:
        """Forget everything it holds."""
        with redis.Redis(port=self.port, socket_timeout=5) as client:
            client.flushall()

    def url(self, database: int = 0) -> str:
        """The address of one of its databases, as ``REDIS_URL`` wants it."""
        return f"redis://127.0.0.1:{self.port}/{database}"


@contextmanager
def running(
    kind: Callable[Concatenate[Path, Options], SomeServer],
    label: str,
    *args: Options.args,
    **kwargs: Options.kwargs,
) -> Iterator[SomeServer]:
    """A private server for as long as the block lasts, in a folder that is gone afterwards."""
    with _folder(label) as folder:
        server = kind(folder, *args, **kwargs)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def _folder(kind: str) -> Iterator[Path]:
    """A short path: a Unix socket's may hold no more than 107 characters."""
    folder = Path(tempfile.mkdtemp(prefix=f"cx-{kind}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_user(name: str | None) -> dict[str, Any]:
    """Options that make ``subprocess`` run as somebody else."""
    if name is None:
        return {}
    group = grp.getgrgid(pwd.getpwnam(name).pw_gid).gr_name
    return {"user": name, "group": group, "extra_groups": []}
