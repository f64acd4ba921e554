"""A stand-in for the solver's command: the same contract, and it behaves as it is told.

``python stand_in_solver.py FOLDER PROBLEM --out FILE --time-limit N --seed N``. In FOLDER, ``orders`` holds a word
for each start, the last one for all further starts; ``started`` collects the process ids; files named after the
words hold what is to be written.
"""

import argparse
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event

told_to_stop = Event()


class Start:
    """One start of the stand-in."""

    def __init__(self) -> None:
        parser = argparse.ArgumentParser()
        parser.add_argument("folder", type=Path)
        parser.add_argument("problem", type=Path)
        parser.add_argument("--out", type=Path)
        parser.add_argument("--time-limit")
        parser.add_argument("--seed")
        given = parser.parse_args()
        self.folder: Path = given.folder
        self.out: Path = given.out
        assert given.problem.stat().st_size > 0

    def order(self) -> str:
        """The word for this start."""
        with (self.folder / "started").open("a+") as file:
            file.write(f"{os.getpid()}\n")
            file.seek(0)
            number = len(file.readlines()) - 1
        orders = (self.folder / "orders").read_text().split()
        return orders[min(number, len(orders) - 1)]

    def write(self, name: str) -> None:
        """Write the prepared file as the solution."""
        shutil.copy(self.folder / name, self.out)


def say(seconds: float, stage: str, objective: float | None = None, bound: float | None = None) -> None:
    """A line of progress."""
    line = {"seconds": seconds, "stage": stage, "objective": objective, "bound": bound}
    print(json.dumps(line), file=sys.stderr, flush=True)


def work(start: Start) -> None:
    """Say something twice a second until told to stop."""
    tick = 0
    while not told_to_stop.wait(0.5):
        tick += 1
        say(tick / 2, "Search", float(tick), 1000.0)


def finish(start: Start) -> int:
    """Find the best at once."""
    say(0.1, "Read")
    say(0.2, "Search", 1.0, 9.0)
    start.write("optimal.json")
    return 0


def stop_with_a_schedule(start: Start) -> int:
    """Work until told to stop, then hand over what was found."""
    signal.signal(signal.SIGINT, lambda *_: told_to_stop.set())
    work(start)
    start.write("feasible.json")
    return 0


def stop_empty_handed(start: Start) -> int:
    """Work until told to stop, without having found anything."""
    signal.signal(signal.SIGINT, lambda *_: told_to_stop.set())
    work(start)
    start.write("unknown.json")
    return 4


def heed_nothing(start: Start) -> int:
    """Work on whatever it is told, with a schedule already written."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    start.write("feasible.json")
    work(start)
    return 0


def work_in_silence(start: Start) -> int:
    """Say one thing and work on: nothing that it writes tells it that its worker is gone."""
    say(0.1, "Search", 1.0, 9.0)
    told_to_stop.wait()
    return 1


def work_in_silence_on_a_schedule(start: Start) -> int:
    """The same, with a schedule already written."""
    start.write("feasible.json")
    return work_in_silence(start)


def die(start: Start) -> int:
    """Be killed in mid-search, with a schedule already written."""
    say(0.1, "Search", 3.0, 9.0)
    start.write("feasible.json")
    os.kill(os.getpid(), signal.SIGKILL)
    return 1


def crash(start: Start) -> int:
    """Break off with an error."""
    raise RuntimeError("the numbers do not add up")


def refuse(start: Start) -> int:
    """Refuse the problem's file."""
    print("residents[0].pgy: expected a whole number.", file=sys.stderr)
    return 2


def infeasible(start: Start) -> int:
    """Prove that there is no schedule."""
    start.write("infeasible.json")
    return 3


def nothing(start: Start) -> int:
    """Find nothing in time."""
    start.write("unknown.json")
    return 4


def break_a_rule(start: Start) -> int:
    """Hand over a schedule that breaks a rule."""
    start.write("illegal.json")
    return 0


def boast(start: Start) -> int:
    """Hand over a legal schedule with a score that it has not."""
    start.write("boasting.json")
    return 0


def eat_memory(start: Start) -> int:
    """Need more memory than there may be."""
    hoard = [bytearray(64 * 1024 * 1024) for _ in range(1000)]
    return len(hoard)


ORDERS: dict[str, Callable[[Start], int]] = {
    order.__name__: order
    for order in (
        finish, stop_with_a_schedule, stop_empty_handed, heed_nothing, work_in_silence, die, crash, refuse, infeasible,
        nothing, break_a_rule, boast, eat_memory, work_in_silence_on_a_schedule,
    )
}  # fmt: skip

if __name__ == "__main__":
    this_start = Start()
    sys.exit(ORDERS[this_start.order()](this_start))
