"""What a run's state means, said in a sentence."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from scheduling.domain.calendar import DAYS_IN_WEEK, day_label
from scheduling.domain.ids import Status
from scheduling.domain.wording import counted, share_text
from scheduling.models import RunState, SolveRun, StopRequest
from scheduling.selectors.run_results import scope_of


def title(run: SolveRun) -> str:
    """The page's sentence: how good the schedule is, or why there is none yet."""
    if run.state == RunState.QUEUED:
        return f"{run} waits for the solver"
    if run.state == RunState.RUNNING:
        return _title_under_way(run)
    if run.state == RunState.CANCELLED:
        return f"{run} was cancelled"
    if run.state == RunState.FAILED:
        return f"{run} failed"
    return _title_finished(run)


def _title_under_way(run: SolveRun) -> str:
    if run.stop_request:
        return f"{run} is stopping"
    if run.gap is None:
        return (
            f"{run} looks for a first schedule" if run.objective is None else f"{run} looks for a first bound"
        )
    if run.gap == 0:
        return f"{run} has the best schedule possible"
    return f"{run} is within {share_text(run.gap)} of the best possible"


def _title_finished(run: SolveRun) -> str:
    if run.status == Status.INFEASIBLE:
        return f"{run} proved that no schedule keeps every rule"
    if run.objective is None:
        return f"{run} found no schedule in its time"
    within = " in what it could change" if run.scope else ""
    if run.status == Status.OPTIMAL or run.gap == 0:
        return f"{run} found the best schedule possible{within}"
    if run.gap is None:
        return f"{run} found a schedule"
    return f"{run} found a schedule within {share_text(run.gap)} of the best possible{within}"


def asked(run: SolveRun) -> str:
    """What the run was asked to decide, of what, and from which version."""
    decided = "Pairing and sessions" if run.decide_pairing else "Sessions only"
    return ", ".join([decided, *_limits(run), *_start(run)])


def _limits(run: SolveRun) -> Iterator[str]:
    scope = scope_of(run)
    if scope is None:
        return
    if scope.weeks is not None:
        first, last = (run.year.first_monday + timedelta(weeks=n) for n in scope.weeks)
        yield f"{day_label(first)} to {day_label(last + timedelta(days=DAYS_IN_WEEK - 1))}"
    if scope.residents is not None:
        yield counted(len(scope.residents), "resident")
    if scope.sites is not None:
        yield f"at {', '.join(sorted(scope.sites))}"


def _start(run: SolveRun) -> Iterator[str]:
    if run.base is not None:
        yield f"from {str(run.base).lower()}"
    elif run.base_edition is not None:
        yield "from a draft that is gone"


def gap(run: SolveRun) -> str:
    """How far the score may be from the best; nothing where nobody knows."""
    if run.gap is None:
        return ""
    return "proven best" if run.gap == 0 or run.status == Status.OPTIMAL else share_text(run.gap)


def stop_words(run: SolveRun) -> str:
    """What a request to stop means for a run under way."""
    if run.stop_request == StopRequest.KEEP:
        return "It stops within seconds and keeps the best schedule so far."
    if run.stop_request == StopRequest.CANCEL:
        return "It stops within seconds and keeps nothing."
    return "Stopping keeps the best so far as a result; no draft and nothing published changes."


def spared(run: SolveRun) -> str:
    """What the best schedule found would change and gain, where one with few changes was preferred to it; else nothing."""
    said = run.found.get("spared")
    if said is None or run.objective is None:
        return ""
    gain = (said["best_objective"] - run.objective) / max(1.0, abs(run.objective))
    return (
        f"It adds or drops {counted(said['changes'], 'session')} against the schedule it began from; "
        f"the best found adds or drops {said['best_changes']:,}, for {share_text(gain)} more score."
    )


def elapsed(run: SolveRun, now: datetime) -> float | None:
    """Seconds from the start to the end, or to now; None before the start."""
    if run.started_at is None:
        return None
    return max(0.0, ((run.ended_at or now) - run.started_at).total_seconds())
