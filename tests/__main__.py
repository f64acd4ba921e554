"""All tests: everything on SQLite, then what the database itself must promise on a private PostgreSQL as well.

``python -m tests [options of pytest]``; what cannot run for want of a part is listed by name, and fails with
``REQUIRE_ALL=1``.
"""

import os
import subprocess
import sys

from tests.servers import PostgreSQL, find_postgres, running

WORKERS = 2


def main(options: list[str]) -> int:
    """Run both; the exit status is the first that is not 0."""
    side_by_side = ("-n", str(WORKERS), "--dist", "loadgroup")
    first = _pytest(*side_by_side, *options)
    second = _on_postgres(*side_by_side, "-m", "both_databases", *options)
    return first or second


def _pytest(*options: str, database: str = "") -> int:
    environment = {**os.environ, "TEST_DATABASE_URL": database}
    return subprocess.run([sys.executable, "-m", "pytest", *options], env=environment, check=False).returncode


def _on_postgres(*options: str) -> int:
    programs = find_postgres()
    if programs is None:
        print("Not run for want of PostgreSQL (Debian: apt install postgresql):")
        _pytest("--collect-only", "--quiet", *options)
        return int(os.environ.get("REQUIRE_ALL", "") not in {"", "0"})
    print("The same promises on PostgreSQL:", flush=True)
    with running(PostgreSQL, "pg", programs) as server:
        return _pytest(*options, database=server.url("tests"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
