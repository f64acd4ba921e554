"""Each service's line in docker-compose.yml, run as a real process without containers."""

import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
import redis

from tests.installation import CommandFailed, Installation, Process, compose_services
from tests.missing_parts import need
from tests.servers import PostgreSQL, Redis, find_postgres, find_redis, running, wait_until

SERVICES = compose_services()
OWN = ("web", "worker", "reaper")
WELL_SECONDS = 60


def seconds(text: str) -> float:
    """``30s`` as a number."""
    return float(text.removesuffix("s"))


def is_well(installation: Installation, service: str) -> bool:
    """What the service's own health check says."""
    command = [
        part.replace("127.0.0.1:8000", installation.address)
        for part in SERVICES[service]["healthcheck"]["test"]
    ]
    assert command[0] == "CMD"
    return installation.call(command[1:]) == 0


def stopped_in_time(process: Process, service: str) -> bool:
    """Ask it to stop as a deployment does: it must end by itself within its grace period."""
    process.terminate()
    try:
        return process.wait(seconds(SERVICES[service]["stop_grace_period"])) == 0
    except subprocess.TimeoutExpired:
        return False


@pytest.mark.parametrize("service", OWN)
def test_a_service_starts_is_well_and_stops_within_its_grace(
    full_installation: Installation, service: str
) -> None:
    assert not is_well(full_installation, service)
    process = full_installation.start(service)
    assert wait_until(lambda: is_well(full_installation, service), seconds=WELL_SECONDS, process=process)
    assert stopped_in_time(process, service), full_installation.log(service).read_text()


def test_the_web_service_serves_the_sign_in_page(full_installation: Installation) -> None:
    address = full_installation.start_web()
    with urlopen(f"{address}/accounts/login/", timeout=20) as answer:
        page = answer.read().decode()
    assert 'name="login"' in page


def test_the_web_service_is_not_ready_without_its_database(
    full_installation: Installation, postgres_server: PostgreSQL, postgres_url: str
) -> None:
    full_installation.start_web()
    assert is_well(full_installation, "web")
    postgres_server.drop_database(postgres_url.rpartition("/")[2])
    assert not is_well(full_installation, "web")


def test_migrate_makes_the_tables_in_an_empty_database(postgres_server: PostgreSQL, tmp_path: Path) -> None:
    url = postgres_server.create_database("empty")
    installation = Installation(tmp_path, DATABASE_URL=url)
    with pytest.raises(CommandFailed):
        installation.manage("migrate", "--check")
    assert installation.call(shlex.split(SERVICES["migrate"]["command"])) == 0
    installation.manage("migrate", "--check")
    postgres_server.drop_database("empty")


class ComposedRedis(Redis):
    """Started by the line in docker-compose.yml."""

    def command(self) -> list[str]:
        """That line, on a port and in a folder of its own."""
        line = shlex.split(SERVICES["redis"]["command"])
        return [*line, "--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)]


class ComposedPostgreSQL(PostgreSQL):
    """Started by the line in docker-compose.yml."""

    def command(self) -> list[str]:
        """That line, on a port and in a folder of its own."""
        program, *options = shlex.split(SERVICES["postgres"]["command"])
        private = ["-D", str(self.data), "-p", str(self.port), "-c", f"unix_socket_directories={self.folder}"]
        return [str(self.programs / program), *options, *private]


def test_postgres_starts_is_well_and_stops_within_its_grace() -> None:
    programs = need("PostgreSQL", find_postgres(), package="postgresql")
    with running(ComposedPostgreSQL, "pg", programs) as server:
        check = [
            part.replace("5432", str(server.port)) for part in SERVICES["postgres"]["healthcheck"]["test"]
        ]
        assert subprocess.run([programs / check[1], *check[2:]], check=False).returncode == 0
        with psycopg.connect(server.url("postgres")) as connection:
            assert connection.execute("SHOW max_connections").fetchone() == ("200",)
        assert server.process
        assert stopped_in_time(server.process, "postgres")


@pytest.fixture
def composed_redis() -> Iterator[ComposedRedis]:
    """A Redis as it is deployed."""
    program = need("Redis", find_redis(), package="redis-server")
    with running(ComposedRedis, "redis", program) as server:
        yield server


def test_redis_keeps_accepted_work_over_a_kill(composed_redis: ComposedRedis) -> None:
    with redis.Redis(port=composed_redis.port) as client:
        client.lpush("solve", "17")
    composed_redis.kill()
    composed_redis.start()
    with redis.Redis(port=composed_redis.port) as client:
        assert client.lrange("solve", 0, -1) == [b"17"]


def test_redis_is_well_and_stops_within_its_grace(composed_redis: ComposedRedis) -> None:
    check = [
        part.replace("6379", str(composed_redis.port)) for part in SERVICES["redis"]["healthcheck"]["test"]
    ]
    assert subprocess.run(check[1:], capture_output=True, check=True).stdout.strip() == b"PONG"
    assert composed_redis.process
    assert stopped_in_time(composed_redis.process, "redis")


def test_every_service_has_a_line_a_grace_and_a_health_check() -> None:
    for name, service in SERVICES.items():
        assert service["command"], name
        if name != "migrate":
            assert {"stop_grace_period", "healthcheck"} <= set(service), name


def test_workers_can_be_scaled_and_wait_for_the_migration() -> None:
    assert "container_name" not in SERVICES["worker"]
    assert "ports" not in SERVICES["worker"]
    for name in OWN:
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
