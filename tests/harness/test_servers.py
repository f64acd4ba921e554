"""The private servers: beside whatever already runs, unprivileged, gone afterwards."""

import os
from pathlib import Path

import psycopg
import pytest

from tests.missing_parts import need
from tests.servers import PostgreSQL, Redis, find_postgres, find_redis, running


@pytest.fixture
def programs() -> Path:
    return need("PostgreSQL", find_postgres(), package="postgresql")


def test_postgres_listens_on_loopback_alone_and_not_as_root(programs: Path) -> None:
    with running(PostgreSQL, "pg", programs) as server, psycopg.connect(server.url("postgres")) as connection:
        shown = connection.execute("SELECT current_setting('listen_addresses')").fetchone()
        assert shown == ("127.0.0.1",)
        assert server.process
        assert Path(f"/proc/{server.process.pid}").stat().st_uid == server.data.stat().st_uid != 0
        folder = server.folder
    assert not folder.exists()


def test_two_servers_run_beside_each_other_and_keep_their_data_over_a_restart(programs: Path) -> None:
    with running(PostgreSQL, "pg", programs) as one, running(PostgreSQL, "pg", programs) as other:
        one.create_database("mine")
        one.kill()
        assert not one.answers()
        assert other.answers()
        one.start()
        with psycopg.connect(one.url("mine")) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        with pytest.raises(psycopg.OperationalError, match="does not exist"):
            psycopg.connect(other.url("mine"))


def test_redis_forgets_unless_told_to_keep() -> None:
    program = need("Redis", find_redis(), package="redis-server")
    with (
        running(Redis, "redis", program) as forgetful,
        running(Redis, "redis", program, keep=True) as keeping,
    ):
        assert forgetful.answers()
        assert keeping.answers()
        assert "--appendonly no" in " ".join(forgetful.command())
        assert (keeping.folder / "appendonlydir").exists() or (keeping.folder / "appendonly.aof").exists()


def test_a_process_ends_with_its_server(programs: Path) -> None:
    with running(PostgreSQL, "pg", programs) as server:
        assert server.process
        pid = server.process.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
