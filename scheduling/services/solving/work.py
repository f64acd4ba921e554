"""One run, worked on by one worker: claimed, solved in a process of its own, checked, stored."""

import gzip
import logging
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from math import inf
from pathlib import Path
from threading import Event

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from scheduling import queue
from scheduling.domain.problem import Problem
from scheduling.domain.scope import Scope
from scheduling.exchange.problem_file import read_problem
from scheduling.exchange.solution_file import read_solution
from scheduling.models import RunState, SolveRun
from scheduling.selectors.naming import with_names
from scheduling.selectors.run_results import scope_of
from scheduling.services.solving.concluding import Attempt, Conclusion, conclude
from scheduling.services.solving.judging import NotAccepted, Result, read_result
from scheduling.services.solving.leases import Lease, claim
from scheduling.services.solving.process import SOLUTION, Errand
from scheduling.services.solving.progress import Diary
from scheduling.services.solving.watching import Ending, Watch, Why

INSIST_SECONDS = 15.0
AGAIN_SECONDS = 1.0

logger = logging.getLogger(__name__)
told_to_end = Event()


def work_on(run_id: int) -> None:
    """Solve a run and store what came of it; nothing if it is ended or somebody else's, or if this worker ends."""
    lease = None if told_to_end.is_set() else claim(run_id)
    if lease is None:
        return
    run = SolveRun.objects.select_related("year__program").get(pk=run_id)
    _keep_what_was_left(lease, run)
    attempt = _solve(lease, run)
    logger.info("Run %s, attempt %s: the solver ended, %s", run.pk, run.attempt, attempt.ending)
    if attempt.ending.why is not Why.LEASE_LOST:
        _insist(lambda: _settle(lease, run, attempt))


def _solve(lease: Lease, run: SolveRun) -> Attempt:
    try:
        with _folder(run) as folder:
            return _attempt(lease, run, Errand(folder, run.time_limit, run.seed, scope_of(run)))
    except OSError as error:
        logger.exception("Run %s cannot be worked on.", run.pk)
        reason = f"The worker cannot use its files ({error.strerror}). Is its disk full?"
        return Attempt(Ending(1, Why.NO_FILES, (reason,)), None, "", _kept(run), run.failures, run.time_limit)


def _attempt(lease: Lease, run: SolveRun, errand: Errand) -> Attempt:
    content = gzip.decompress(run.problem)
    errand.problem.write_bytes(content)
    diary = Diary(lease, run.attempt)
    ending = Watch(lease=lease, diary=diary, told_to_end=told_to_end).see_through(errand)
    result, objection = None, ""
    try:
        result = read_result(read_problem(content), errand.solution, errand.scope)
    except NotAccepted as refusal:
        objection = str(refusal)
    return Attempt(ending, result, objection, _kept(run), run.failures, run.time_limit)


def _keep_what_was_left(lease: Lease, run: SolveRun) -> None:
    """Store the best schedule that a killed worker's solver had written on this machine, judged like any other."""
    files = sorted(_parent().glob(f"run-{run.pk}-*/{SOLUTION}"))
    if not files:
        return
    problem = read_problem(gzip.decompress(run.problem))
    found = [
        result
        for file in files
        if (result := _accepted(problem, file, scope_of(run))) is not None and result.has_schedule
    ]
    best = max(found, key=_objective, default=None)
    kept = _kept(run)
    if best is not None and (kept is None or _objective(best) > _objective(kept)):
        figures = best.figures()
        if lease.keep(**figures):
            run.outcome, run.found = figures["outcome"], figures["found"]


def _accepted(problem: Problem, file: Path, scope: Scope | None) -> Result | None:
    try:
        return read_result(problem, file, scope)
    except NotAccepted as refusal:
        logger.warning("A solution left behind is not used: %s", refusal)
        return None


def _objective(result: Result) -> float:
    return result.outcome.objective if result.outcome.objective is not None else -inf


def _kept(run: SolveRun) -> Result | None:
    """The best result of earlier attempts, checked when it was stored."""
    if run.outcome is None:
        return None
    content = gzip.decompress(run.outcome)
    return Result(read_solution(content), content, run.found)


def _settle(lease: Lease, run: SolveRun, attempt: Attempt) -> None:
    """Write the conclusion, drawn anew if a person asks for something else just then; nothing if the lease is gone."""
    while (request := lease.stop_request()) is not None:
        conclusion = conclude(attempt, request)
        stored = _give_back if conclusion.state == RunState.QUEUED else _end
        if stored(lease, run, conclusion, request):
            logger.info("Run %s is %s. %s", run.pk, conclusion.state, conclusion.message)
            return


def _give_back(lease: Lease, run: SolveRun, conclusion: Conclusion, request: str) -> bool:
    with transaction.atomic():
        if conclusion.best:
            lease.keep(**conclusion.best.figures())
        given = lease.give_back(failed=conclusion.failed, message=conclusion.message)
    # A worker that ends would take its own message in once more; there the reaper sends.
    if given and not told_to_end.is_set():
        queue.send_run(run.pk)
    return given


def _end(lease: Lease, run: SolveRun, conclusion: Conclusion, request: str) -> bool:
    figures = conclusion.best.figures() if conclusion.best else {}
    return lease.end(
        conclusion.state,
        seen_request=request,
        message=with_names(conclusion.message, run.year.program),
        stage="",
        failures=run.failures + conclusion.failed,
        versions={**run.versions, **_versions(conclusion.best)},
        **figures,
    )


def _versions(best: Result | None) -> dict[str, str]:
    engine = {"engine": best.outcome.engine} if best else {}
    return {"ortools": version("ortools"), **engine}


def _insist(action: Callable[[], None]) -> None:
    """Do it, and again while the database is away, for a while; then the reaper finds the lease passed."""
    give_up_at = time.monotonic() + INSIST_SECONDS
    while True:
        try:
            return action()
        except (OperationalError, InterfaceError):
            connection.close()
            if time.monotonic() > give_up_at:
                raise
            Event().wait(AGAIN_SECONDS)


def _parent() -> Path:
    """The folder of all attempts on this machine."""
    return Path(settings.VAR_DIR) / "solving"


@contextmanager
def _folder(run: SolveRun) -> Iterator[Path]:
    """A folder for this attempt; one that a killed worker left behind is taken away."""
    parent = _parent()
    parent.mkdir(parents=True, exist_ok=True)
    for left in parent.glob(f"run-{run.pk}-*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(
        dir=parent, prefix=f"run-{run.pk}-", ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)
