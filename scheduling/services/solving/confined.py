"""Become a command that cannot outgrow its memory, outlive the worker, or crowd out the web server.

``python confined.py PARENT_PID MEGABYTES COMMAND…`` is started in place of the command, limits itself and turns into it.
It is started as a file of its own and without site packages, so that starting it costs next to no imports.
"""

import os
import signal
import sys


def main(arguments: list[str]) -> None:
    """Limit this process, then become the command."""
    parent, megabytes, *command = arguments
    sys.path.insert(0, os.path.join(os.path.dirname(__file__), *[os.pardir] * 3))
    from scheduling.confinement import die_with, give_way, limit_memory  # noqa: PLC0415  found only now

    die_with(int(parent))
    limit_memory(int(megabytes))
    give_way()
    # A worker started in the background of a shell hands down an ignored SIGINT; the solver is stopped by it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.execvp(command[0], command)  # noqa: S606 - the command is the operator's setting


if __name__ == "__main__":
    main(sys.argv[1:])
