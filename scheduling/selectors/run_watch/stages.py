"""What a run is doing, stage by stage, as the solver said it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from scheduling.domain.wording import score_text, seconds_text
from scheduling.models import RunProgress, RunState, SolveRun

LAST_STAGE = "Check all rules again"


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage; ``state`` is done, now, waiting or failed."""

    name: str
    state: str
    note: str = ""
    time: str = ""


def stages(run: SolveRun, progress: Sequence[RunProgress], seconds: float | None) -> list[Stage]:
    """The stages said so far, each with how long it took, then what is still to come."""
    spans = [(name, list(lines)) for name, lines in groupby(progress, key=lambda line: line.stage)]
    found = []
    for at, (name, lines) in enumerate(spans):
        is_last = at == len(spans) - 1
        until = (seconds or lines[-1].seconds) if is_last else spans[at + 1][1][0].seconds
        took = max(0.0, until - lines[0].seconds)
        found.append(Stage(name, _state(run, is_last=is_last), _note(spans, at), seconds_text(took)))
    return [*_before(run, found), *found, *_to_come(run, found)]


def _state(run: SolveRun, *, is_last: bool) -> str:
    if not is_last:
        return "done"
    if run.is_open:
        return "now"
    return "failed" if run.state == RunState.FAILED else "done"


def _note(spans: Sequence[tuple[str, list[RunProgress]]], at: int) -> str:
    """The figures that the stage changed."""
    last = spans[at][1][-1]
    before = spans[at - 1][1][-1] if at else None
    said = []
    if last.objective is not None and (before is None or last.objective != before.objective):
        said.append(f"score {score_text(last.objective)}")
    if last.bound is not None and (before is None or last.bound != before.bound):
        said.append(f"no schedule above {score_text(last.bound)}")
    return ", ".join(said)


def _before(run: SolveRun, found: Sequence[Stage]) -> list[Stage]:
    if run.state == RunState.QUEUED:
        return [Stage("Wait for the solver", "now", "runs are taken in the order of asking")]
    if not found and run.is_open:
        return [Stage("Start", "now")]
    return []


def _to_come(run: SolveRun, found: Sequence[Stage]) -> list[Stage]:
    """Whatever else a run does, it ends with the checks by code that shares nothing with the search."""
    if not run.is_open or any(stage.name == LAST_STAGE for stage in found):
        return []
    return [Stage(LAST_STAGE, "waiting", "independently, before anyone sees it")]
