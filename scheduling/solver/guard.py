"""A guard over a command with little memory: a library that finds no room may end its whole process."""

import contextlib
import os
import signal
import traceback
from collections.abc import Callable
from types import FrameType

from scheduling.confinement import die_with

PASSED_ON = (signal.SIGINT, signal.SIGTERM)
GIVEN_UP = 1  # the exit status with which a library gives up
CRASHES = (GIVEN_UP, -signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS)
FAULT = 70  # a fault of this program, which has been shown


def guarded(work: Callable[[], int], salvage: Callable[[], int]) -> int:
    """The exit status of ``work``, done in a process of its own; that of ``salvage`` if that process crashes.

    Call it before there is any second thread. Signals to stop are handed on. A fault that ``work`` raises is shown
    and ends with status 70.
    """
    guard = os.getpid()
    signal.pthread_sigmask(signal.SIG_BLOCK, PASSED_ON)  # none is lost between the fork and the handing on
    child = os.fork()
    if child == 0:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, PASSED_ON)
        os._exit(_status_of(work, guard))

    def hand_on(number: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)

    for number in PASSED_ON:
        signal.signal(number, hand_on)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, PASSED_ON)
    _, ended = os.waitpid(child, 0)
    status = os.waitstatus_to_exitcode(ended)
    if status in CRASHES:
        return salvage()
    return status if status >= 0 else 128 - status


def _status_of(work: Callable[[], int], guard: int) -> int:
    try:
        die_with(guard)
        return work()
    except MemoryError:
        return GIVEN_UP
    except BaseException:  # noqa: BLE001  shown as Python would, but not to be taken for a library that gave up
        traceback.print_exc()
        return FAULT
