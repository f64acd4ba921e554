"""Closes a round, each time in a process of its own that kills itself at its n-th statement, or after the commit.

``python -m tests.faults.die_closing`` reads ``ROUND N`` a line (0: after the commit), forks, and answers ``STATEMENTS EXIT``: how many
statements were made by a process that lived on (0 for one that did not), and how it ended.
"""

import os
import signal
import sys
from typing import Any


def main() -> None:
    """Load everything once; the database is spoken to by the children alone."""
    import django  # noqa: PLC0415

    django.setup()
    from coaching.services.pulse import closing  # noqa: F401, PLC0415

    for line in sys.stdin:
        pk, number = map(int, line.split())
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            made = _close(pk, number)
            os.write(writing, str(made).encode())
            os._exit(0)
        os.close(writing)
        made_text = os.read(reading, 20).decode() or "0"
        os.close(reading)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        sys.stdout.write(f"{made_text} {status}\n")
        sys.stdout.flush()


def _close(pk: int, number: int) -> int:
    """Close the round, and die before the n-th statement; how many it made otherwise."""
    from django.db import connection  # noqa: PLC0415

    from coaching.models import PulseRound  # noqa: PLC0415
    from coaching.services.pulse.closing import close_round  # noqa: PLC0415

    closes_at = PulseRound.objects.get(pk=pk).closes_at
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
        close_round(pk=pk, now=closes_at)
    return made


if __name__ == "__main__":
    main()
