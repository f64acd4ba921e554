"""Become a command that cannot outgrow its memory, outlive the worker, or crowd out the web server.

``python confined.py PARENT_PID MEGABYTES COMMAND…`` is started in place of the command, limits itself and turns into it.
It stands alone, so that starting it costs no imports.
"""

import ctypes
import os
import resource
import signal
import sys

NICENESS = 10
PR_SET_PDEATHSIG = 1
ORPHANED = 70


def main(arguments: list[str]) -> None:
    """Limit this process, then become the command."""
    parent, megabytes, *command = arguments
    die_with(int(parent))
    limit_memory(int(megabytes))
    os.nice(NICENESS)
    # A worker started in the background of a shell hands down an ignored SIGINT; the solver is stopped by it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execvp(command[0], command)  # noqa: S606 - the command is the operator's setting


def die_with(parent: int) -> None:
    """On Linux the kernel kills this process when its parent dies, however it dies."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(ORPHANED)


def limit_memory(megabytes: int) -> None:
    """Allocations beyond the limit fail inside this process; the rest of the machine does not notice."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes * 1024 * 1024
    soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


if __name__ == "__main__":
    main(sys.argv[1:])
