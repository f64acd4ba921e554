"""The time that a command has, counted from the start of its process."""

import contextlib
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path

START_FIELD = 19  # of /proc/self/stat, counted from 0 behind the name: ticks since the machine was started


@dataclass(frozen=True, slots=True)
class Clock:
    """When Python itself started, when to stop, and who may ask for it earlier."""

    started: float
    time_limit: float | None
    stop: threading.Event

    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    def left(self, share: float = 1.0) -> float | None:
        """A share of the seconds until the time limit, never below a hundredth; None without a limit."""
        return None if self.time_limit is None else max(share * (self.time_limit - self.seconds()), 0.01)

    def is_over(self) -> bool:
        """Whether to stop now."""
        return self.stop.is_set() or (self.time_limit is not None and self.seconds() >= self.time_limit)


def process_started() -> float:
    """When this process started (``time.monotonic``): Python needs a while before it runs a line.

    Where the system does not tell, the processor time spent since then stands for it.
    """
    spent = time.process_time()
    with contextlib.suppress(OSError, ValueError, IndexError, AttributeError):
        ticks = int(
            Path("/proc/self/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[START_FIELD]
        )
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
        spent = max(spent, age)
    return time.monotonic() - spent
