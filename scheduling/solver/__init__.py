"""The solver: one door. It decides who coaches whom and who attends what, and proves how good that is.

Importing this package is quick; the engines are loaded by the first solve.
"""

import threading
import time
from collections.abc import Callable

from scheduling.domain.problem import Problem
from scheduling.domain.solution import Outcome
from scheduling.solver.progress import Limits, Report, Run, Stage

__all__ = ["Limits", "Report", "Stage", "solve"]

GRACE = 0.4  # seconds that a running engine gets to end by itself after a stop ...
GRACE_SHARE = 0.05  # ... and at most this share of a time limit
GLANCE = 0.05


def solve(
    problem: Problem,
    limits: Limits | None = None,
    progress: Callable[[Report], None] = lambda _: None,
    keep: Callable[[Outcome], None] = lambda _: None,
) -> Outcome:
    """The best schedule that can be found and proven within the limits.

    Never raises for an infeasible problem: the outcome's status and conflicts say so. A stop (``limits.stop``) or the
    time limit ends it within half a second with the best schedule so far. ``progress`` is called from another thread,
    and so is ``keep``, with every better schedule that was found and checked, for a caller who may be killed.
    Raises `SolverFaultError` if a schedule does not pass the independent checkers.
    """
    run = Run(problem, limits or Limits(), progress, keep, time.monotonic())
    faults: list[BaseException] = []
    done = threading.Event()

    def work() -> None:
        try:
            from scheduling.solver.search import search  # noqa: PLC0415  the engines take time to load

            search(run)
        except BaseException as fault:  # noqa: BLE001  handed to the caller's thread below
            faults.append(fault)
        finally:
            done.set()

    threading.Thread(target=work, name="search", daemon=True).start()
    _wait(run, done)
    if faults:
        raise faults[0]
    return run.outcome(_engine() if done.is_set() or run.objective is not None else "none")


def _wait(run: Run, done: threading.Event) -> None:
    """Until the search is done, or a stop or the deadline has passed with a little grace."""
    while not done.wait(GLANCE):
        if run.over:
            limit = run.limits.time_limit
            done.wait(GRACE if limit is None else min(GRACE, GRACE_SHARE * limit))
            return


def _engine() -> str:
    from scheduling.solver.engines import engine_name  # noqa: PLC0415  loaded by the search already

    return engine_name()
