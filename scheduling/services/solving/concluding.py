"""What becomes of a run, from how its solver ended, what it left, and what a person asked meanwhile."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from scheduling.domain.wording import counted
from scheduling.models import RunState, StopRequest
from scheduling.services.solving.judging import Result
from scheduling.services.solving.watching import Ending, Why

FOUND, REFUSED, INFEASIBLE, NOTHING_FOUND = 0, 2, 3, 4  # the solver's exit statuses
OUT_OF_MEMORY = ("Out of memory", "MemoryError", "bad_alloc", "Cannot allocate memory")

STOPPED_EARLY = "Stopped before a schedule was found."
NO_FILE = "The solver said that it had found a schedule, but wrote none."
TOO_LARGE = (
    "The solver needed more memory than the {limit:,} MB it may use. "
    "Ask whoever runs the server to raise SOLVER_MEMORY_MB."
)
RELAXATIONS_NAMED = 8
KEPT = "The best schedule found so far is kept."


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The run's next state, what is said about it, and the best result there is.

    ``RunState.QUEUED`` puts it back into the queue; ``failed`` then counts the attempt.
    """

    state: RunState
    best: Result | None = None
    message: str = ""
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to solve: its ending, the legal result it left or why that was not accepted, and what came before.

    ``kept`` is the best result of earlier attempts; ``failures`` counts those that ended badly.
    """

    ending: Ending
    result: Result | None
    objection: str
    kept: Result | None
    failures: int
    time_limit: int

    @property
    def best(self) -> Result | None:
        """The best schedule of this attempt and those before, None without one.

        One whose search came to its end is the answer, also where it scores less than another for few changes.
        """
        if self.result is not None and self.result.has_schedule and self.result.is_proven:
            return self.result
        found = [result for result in (self.kept, self.result) if result is not None and result.has_schedule]
        return max(found, key=lambda result: result.outcome.objective or 0.0, default=None)


def conclude(attempt: Attempt, request: str) -> Conclusion:
    """What becomes of the run. ``request`` is what a person asked of it, a `StopRequest`."""
    best = attempt.best
    if request == StopRequest.CANCEL:
        return Conclusion(RunState.CANCELLED, best)
    if answer := _answer(attempt):
        return answer
    if request == StopRequest.KEEP:
        ended = Conclusion(RunState.CANCELLED, message=STOPPED_EARLY)
        return Conclusion(RunState.FINISHED, best) if best else ended
    if attempt.ending.why is Why.WORKER_ENDS:
        return Conclusion(RunState.QUEUED, best)
    return _nothing_found(attempt) if attempt.ending.exit_status == NOTHING_FOUND else _crashed(attempt)


def _answer(attempt: Attempt) -> Conclusion | None:
    """What is final whoever asked for what: a schedule, a proof that there is none, a file that cannot be used."""
    status, result = attempt.ending.exit_status, attempt.result
    if status == FOUND:
        return _found(attempt, result)
    if status == REFUSED:
        words = attempt.ending.last_words[-1:] or ("It gave no reason.",)
        return Conclusion(RunState.FAILED, attempt.kept, f"The solver refused the problem: {words[0]}")
    if status == INFEASIBLE:
        return Conclusion(RunState.FAILED, result, attempt.objection or _collisions(result))
    return None


def _found(attempt: Attempt, result: Result | None) -> Conclusion | None:
    if result is None or not result.has_schedule:
        return Conclusion(RunState.FAILED, attempt.kept, attempt.objection or NO_FILE)
    if attempt.ending.why is Why.WORKER_ENDS and not result.is_proven:
        return None
    return Conclusion(RunState.FINISHED, attempt.best)


def _nothing_found(attempt: Attempt) -> Conclusion:
    if attempt.best is not None:
        return Conclusion(RunState.FINISHED, attempt.best)
    if _lacked_memory(attempt.ending):
        return Conclusion(RunState.FAILED, attempt.result, TOO_LARGE.format(limit=settings.SOLVER_MEMORY_MB))
    message = (
        f"No schedule was found within {attempt.time_limit} seconds. Nothing proves that there is none: "
        "start the run again with more time."
    )
    return Conclusion(RunState.FAILED, attempt.result, message)


def _crashed(attempt: Attempt) -> Conclusion:
    reason, retry = _reason(attempt.ending)
    if retry and attempt.failures + 1 < settings.RUN_MAX_ATTEMPTS:
        return Conclusion(RunState.QUEUED, attempt.best, reason, failed=True)
    tries = f" It was tried {attempt.failures + 1} times." if attempt.failures else ""
    kept = f" {KEPT}" if attempt.best else ""
    return Conclusion(RunState.FAILED, attempt.best, f"{reason}{tries}{kept}", failed=True)


def _reason(ending: Ending) -> tuple[str, bool]:
    """Why the solver broke off, and whether another try may help."""
    if _lacked_memory(ending):
        return TOO_LARGE.format(limit=settings.SOLVER_MEMORY_MB), False
    if ending.why is Why.NO_FILES:
        return ending.last_words[-1], True
    if ending.why is Why.OVERTIME:
        return "The solver did not end when its time was up, and was ended.", True
    if ending.exit_status < 0:
        name = signal.Signals(-ending.exit_status).name
        return f"The solver was killed from outside ({name}); the machine may be short of memory.", True
    words = ending.last_words[-1] if ending.last_words else "it said nothing"
    return f"The solver broke off (exit status {ending.exit_status}): {words}", True


def _lacked_memory(ending: Ending) -> bool:
    return any(word in line for line in ending.last_words for word in OUT_OF_MEMORY)


def _collisions(result: Result | None) -> str:
    """What collides, a sentence a line, then what would have to give way."""
    conflicts = result.outcome.conflicts if result else ()
    if not conflicts:
        return "No schedule can keep all the rules. The solver did not say which of them collide."
    said = ("No schedule can keep all the rules:", *(conflict.message for conflict in conflicts))
    return "\n".join((*said, *_relaxations(result)))


def _relaxations(result: Result | None) -> Iterator[str]:
    """The rules that the schedule which breaks least does not keep."""
    relaxed = result.outcome.relaxed if result else None
    if relaxed is None:
        return
    found = relaxed.relaxations
    yield f"The schedule that breaks least does not keep {counted(len(found), 'rule')}:"
    for relaxation in found[:RELAXATIONS_NAMED]:
        yield relaxation.violation.message
    if len(found) > RELAXATIONS_NAMED:
        yield f"And {len(found) - RELAXATIONS_NAMED} more."
