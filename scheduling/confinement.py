"""The one way in which a process caps its memory, gives it back, gives way to others, and dies with its parent: for the
solver, and for what starts it.
"""

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress

MEGABYTE = 1024 * 1024
PR_SET_PDEATHSIG = 1
ORPHANED = 70  # exit status
NICENESS = 19  # the lowest share of a processor that others want
NEAR = 0.7  # of the limit: what was refused counts in no peak


def die_with(parent: int) -> None:
    """On Linux the kernel kills this process when its parent dies, however it dies."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(ORPHANED)


def give_way() -> None:
    """Let every other process go first where the processors are scarce.

    Where Linux shares the processors by session first, niceness counts within a session only, and the solver has one to
    itself: then the session is made nice as well (sched(7), "The autogroup feature").
    """
    os.nice(NICENESS)
    with suppress(OSError), open("/proc/self/autogroup", "w", encoding="ascii") as group:
        group.write(str(NICENESS))


def limit_memory(megabytes: int) -> None:
    """Allocations beyond the limit fail inside this process; the rest of the machine does not notice."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes * MEGABYTE
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def memory_limit() -> int | None:
    """The megabytes that this process may use, whoever set the limit; None without one."""
    soft, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if soft == resource.RLIM_INFINITY else soft // MEGABYTE


def is_near_limit() -> bool:
    """Whether this process has come near its limit, so that a fault of a library is likely for want of memory."""
    limit = memory_limit()
    return limit is not None and _peak(default=limit) >= NEAR * limit


def give_back_memory() -> None:
    """What this process has freed and keeps for itself goes back to the system, where the C library can do that."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _peak(default: int) -> int:
    """The most address space that this process has used, in megabytes; ``default`` where the system does not tell."""
    with suppress(OSError), open("/proc/self/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmPeak:"):
                return int(line.split()[1]) // 1024
    return default
