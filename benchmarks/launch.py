"""A small parent for one command: ``python launch.py USAGE.json COMMAND...`` writes down what the command used.

A process is charged, as its peak memory, with what its parent held when it was started. So the parent must be small.
"""

import json
import os
import sys
import time


def main(target: str, command: list[str]) -> None:
    """Run the command; write when it began (of the machine's steady clock), its seconds, status, and use of resources."""
    began = time.monotonic()
    process = os.posix_spawn(command[0], command, os.environ)
    _, status, usage = os.wait4(process, 0)
    told = {
        "began": began,
        "seconds": time.monotonic() - began,
        "status": os.waitstatus_to_exitcode(status),
        "processor": usage.ru_utime + usage.ru_stime,
        "memory_kib": usage.ru_maxrss,
    }
    with open(target, "w", encoding="utf-8") as file:
        json.dump(told, file)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
