"""Publishes by the page, each time in a process of its own that kills itself at its n-th statement, or after the commit.

``python -m tests.faults.die_publishing COORDINATOR PROGRAM`` reads ``SCHEDULE EDITION N`` a line (0: after the commit),
forks, and answers ``STATEMENTS EXIT``: how many statements were made by a process that outlived the request (0 for one that did not), and
how it ended.
"""

import os
import signal
import sys
from typing import Any


def main() -> None:
    """Load everything once; the database is spoken to by the children alone."""
    import django  # noqa: PLC0415

    django.setup()
    from connectedness import urls  # noqa: F401, PLC0415

    coordinator, program = map(int, sys.argv[1:])
    for line in sys.stdin:
        schedule, edition, number = map(int, line.split())
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            made = _press(coordinator, program, schedule, edition, number)
            os.write(writing, str(made).encode())
            os._exit(0)
        os.close(writing)
        made_text = os.read(reading, 20).decode() or "0"
        os.close(reading)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(f"{made_text} {status}\n")
        sys.stdout.flush()


def _press(coordinator: int, program: int, schedule: int, edition: int, number: int) -> int:
    """Press Publish, and die before the n-th statement that the request makes; how many it made otherwise."""
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from connectedness.accounts.models import User  # noqa: PLC0415
    from scheduling.models import Schedule, ScheduleState  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(User.objects.get(pk=coordinator))
    published = Schedule.objects.filter(year__schedules=schedule, state=ScheduleState.PUBLISHED).get()
    seen = {"edition": edition, "against": published.version}
    made = 0

    def dying(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal made
        made += 1
        if made == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    if number == 0:
        connection.run_and_clear_commit_hooks = lambda: os.kill(os.getpid(), signal.SIGKILL)  # type: ignore[method-assign]
    with connection.execute_wrapper(dying):
        client.post(f"/programs/{program}/schedules/{schedule}/publish/", seen)
    return made


if __name__ == "__main__":
    main()
