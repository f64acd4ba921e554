"""A guard over a command with little memory: where an engine finds no room, it may end its whole process."""

import contextlib
import os
import signal
from collections.abc import Callable
from types import FrameType

from scheduling.confinement import die_with

PASSED_ON = (signal.SIGINT, signal.SIGTERM)
CRASHES = (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS)


def guarded(work: Callable[[], int], salvage: Callable[[], int]) -> int:
    """The exit status of ``work``, done in a process of its own; that of ``salvage`` if that process crashes.

    Call it before there is any second thread. Signals to stop are handed on.
    """
    guard = os.getpid()
    child = os.fork()
    if child == 0:
        die_with(guard)
        status = 1
        with contextlib.suppress(SystemExit):
            status = work()
        os._exit(status)

    def hand_on(number: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)

    for number in PASSED_ON:
        signal.signal(number, hand_on)
    _, ended = os.waitpid(child, 0)
    status = os.waitstatus_to_exitcode(ended)
    if -status in CRASHES:
        return salvage()
    return status if status >= 0 else 128 - status
