"""Publishes by the page, in a process that kills itself at its n-th statement; started by test_death_publishing.py.

``python -m tests.faults.die_publishing COORDINATOR PROGRAM SCHEDULE EDITION N``. Exits 0 where it outlived the request.
"""

import os
import signal
import sys
from typing import Any


def main() -> None:
    """Sign in, then press Publish and die on the way."""
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from connectedness.accounts.models import User  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    coordinator, program, schedule, edition, number = map(int, sys.argv[1:])
    client = Client()
    client.force_login(User.objects.get(pk=coordinator))
    left = number

    def dying(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(dying):
        client.post(f"/programs/{program}/schedules/{schedule}/publish/", {"edition": edition})
    sys.stdout.write(f"{number - left} statements\n")


if __name__ == "__main__":
    main()
