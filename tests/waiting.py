"""Waiting for something that another process does."""

import time
from collections.abc import Callable
from threading import Event

POLL_SECONDS = 0.1


def wait_until(condition: Callable[[], object], seconds: float, *, what: str = "") -> float:
    """Ask until the answer is true and return the seconds that took; fails the test when the time is up."""
    started = time.monotonic()
    while not condition():
        if time.monotonic() - started > seconds:
            raise AssertionError(f"Waited {seconds} seconds in vain. {what}")
        Event().wait(POLL_SECONDS)
    return time.monotonic() - started
