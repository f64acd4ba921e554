"""Work in a thread beside the one that keeps the time and hears the signals."""

import threading
from collections.abc import Callable
from typing import TypeVar

from scheduling.confinement import is_near_limit

T = TypeVar("T")
UNMAPPED = "failed to map segment"  # a library that found no room
GLANCE = 0.05  # seconds between two looks at the clock and the signals


def do_aside(work: Callable[[], T], is_over: Callable[[], bool], grace: float = 0.0) -> T | None:
    """What ``work`` returns; None if it is over first, with ``grace`` seconds for the work to end by itself.

    What the work raises is raised here: `MemoryError` if it ran out of memory. Work that is left runs on unheard.
    """
    if is_over():
        return None
    results: list[T] = []
    faults: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            results.append(work())
        except BaseException as fault:  # noqa: BLE001  handed to the caller's thread below
            faults.append(fault.with_traceback(None) if isinstance(fault, MemoryError) else fault)
        finally:
            done.set()

    try:
        threading.Thread(target=run, name="aside", daemon=True).start()
    except RuntimeError as error:
        raise MemoryError(str(error)) from None  # there was no room for another thread
    while not done.wait(GLANCE):
        if is_over():
            done.wait(grace)
            break
    if faults:
        raise MemoryError(str(faults[0])) if _lacks_memory(faults[0]) else faults[0]
    return results[0] if results else None


def _lacks_memory(fault: BaseException) -> bool:
    """Whether a fault is for want of memory: said so, or a library that found no room under the limit."""
    unloaded = isinstance(fault, ImportError) and (is_near_limit() or UNMAPPED in str(fault))
    return isinstance(fault, MemoryError) or unloaded
