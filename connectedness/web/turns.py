"""How many requests of one process are worked on at the same time.

Python runs one thread at a time, and threads that fight for it take half as long again. Threads are cheap where they wait
for a slow client, so a process has many, of which few are at work; whoever comes then waits a moment for a turn.
"""

from collections.abc import Callable, Iterable
from threading import BoundedSemaphore
from typing import Any

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

AT_ONCE = 1
# As long as the database waits for a lock: whatever holds the turns by then is stuck, and others need not be.
LONGEST_WAIT = 5.0  # seconds
AT_ANY_TIME = frozenset({"/healthz", "/readyz"})


def in_turns(
    application: Application, *, at_once: int = AT_ONCE, longest: float = LONGEST_WAIT
) -> Application:
    """The application, with so many requests at work; who waited ``longest`` seconds goes on all the same."""
    turns = BoundedSemaphore(at_once)

    def answer(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ.get("PATH_INFO") in AT_ANY_TIME:
            return application(environ, start_response)
        has_turn = turns.acquire(timeout=longest)
        try:
            return application(environ, start_response)
        finally:
            if has_turn:
                turns.release()

    return answer
