"""What the package gives to others: a problem is solved within limits. The engines are loaded by the first solve."""

import time
from collections.abc import Callable

from scheduling.domain.problem import Problem
from scheduling.domain.solution import Outcome
from scheduling.solver.aside import do_aside
from scheduling.solver.progress import Limits, Report, Run, Stage

__all__ = ["Limits", "Report", "Stage", "solve"]

GRACE = 0.25  # seconds that a running engine gets to end by itself after a stop ...
GRACE_SHARE = 0.03  # ... and at most this share of a time limit


def solve(
    problem: Problem,
    limits: Limits | None = None,
    progress: Callable[[Report], None] = lambda _: None,
    keep: Callable[[Outcome], None] = lambda _: None,
) -> Outcome:
    """The best schedule that can be found and proven within the limits.

    Never raises for an infeasible problem: the outcome's status and conflicts say so. A stop (``limits.stop``) or the
    time limit ends it within half a second with the best schedule so far, and so does a lack of memory, which is
    reported as the stage `Stage.OUT_OF_MEMORY`. ``progress`` is called from another thread,
    and so is ``keep``, with every better schedule that was found and checked, for a caller who may be killed.
    Raises `SolverFaultError` if a schedule does not pass the independent checkers.
    """
    run = Run(problem, limits or Limits(), progress, keep, time.monotonic())
    try:
        finished = do_aside(lambda: _search(run), lambda: run.over, _grace(run.limits))
    except MemoryError:
        finished = None
        run.enter(Stage.OUT_OF_MEMORY)
    return run.outcome(_engine() if finished or run.objective is not None else "none")


def _search(run: Run) -> bool:
    from scheduling.solver.search import search  # noqa: PLC0415  the engines take time to load

    search(run)
    return True


def _grace(limits: Limits) -> float:
    return GRACE if limits.time_limit is None else min(GRACE, GRACE_SHARE * limits.time_limit)


def _engine() -> str:
    from scheduling.solver.engines import engine_name  # noqa: PLC0415  loaded by the search already

    return engine_name()
