"""Runs in a table, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from scheduling.domain.ids import Status
from scheduling.domain.wording import moment_text, score_text, seconds_text
from scheduling.models import AcademicYear, RunState, ScheduleState, SolveRun
from scheduling.selectors.run_watch.words import asked, elapsed, gap

ICONS = {
    RunState.QUEUED: "clock",
    RunState.RUNNING: "player-play",
    RunState.FINISHED: "check",
    RunState.CANCELLED: "ban",
    RunState.FAILED: "alert-circle",
}


@dataclass(frozen=True, slots=True)
class RunLine:
    """One row; ``state`` in words, ``kind`` for its emphasis."""

    pk: int
    name: str
    when: str
    what: str
    score: str
    gap: str
    time: str
    state: str
    icon: str
    kind: str


def run_lines(year: AcademicYear, now: datetime, *, shown: int = 20) -> list[RunLine]:
    """The year's latest runs and what became of each, in two queries."""
    runs = year.runs.defer("problem", "outcome").prefetch_related("schedules")
    local = now.astimezone(year.program.zone)
    return [_line(run, local) for run in runs[:shown]]


def _line(run: SolveRun, now: datetime) -> RunLine:
    state, icon, kind = _state(run)
    took = elapsed(run, now)
    return RunLine(
        pk=run.pk,
        name=str(run),
        when=moment_text(run.created_at.astimezone(now.tzinfo), now),
        what=asked(run),
        score="" if run.objective is None else score_text(run.objective),
        gap=gap(run),
        time="" if took is None else seconds_text(took),
        state=state,
        icon=icon,
        kind=kind,
    )


def _state(run: SolveRun) -> tuple[str, str, str]:
    """Word, icon and emphasis: what was made of a result says more than that there is one."""
    states = {schedule.state for schedule in run.schedules.all()}
    if ScheduleState.PUBLISHED in states:
        return "Published", "world", ""
    if states:
        return "Draft" if ScheduleState.DRAFT in states else "Archived", "bookmark", "outline"
    if run.state == RunState.FINISHED and run.objective is None:
        word = "No schedule fits" if run.status == Status.INFEASIBLE else "Nothing found"
        return word, "alert-triangle", "warn"
    if run.state == RunState.FINISHED:
        return "Kept", "bookmark", "outline"
    kind = "bad" if run.state == RunState.FAILED else "outline"
    return run.get_state_display(), ICONS[RunState(run.state)], kind
