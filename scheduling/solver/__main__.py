"""The command ``python -m scheduling.solver``; `scheduling.solver.command` says what it does."""

import os
import signal
import sys
import threading


def listening() -> threading.Event:
    """What is set once somebody asks this process to stop."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop


if __name__ == "__main__":
    asked_to_stop = listening()  # before the imports of the command, which take a tenth of a second
    from scheduling.solver.command import main

    status = main(sys.argv[1:], asked_to_stop)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # an engine that was told to stop may still be running; it has nothing left to say
