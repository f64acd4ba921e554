"""Runs in a table, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from scheduling.domain.ids import Status
from scheduling.domain.wording import counted, moment_text, seconds_text, signed_text
from scheduling.models import AcademicYear, Assignment, RunState, ScheduleState, SolveRun
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
    together: str
    versus: str
    is_more: bool
    gap: str
    cells: str
    time: str
    state: str
    icon: str
    kind: str
    is_kept: bool


def run_lines(
    year: AcademicYear, now: datetime, *, shown: int = 20, discarded: bool = False
) -> list[RunLine]:
    """The year's latest runs and what became of each, in three queries; those put away only if asked for."""
    rows = year.runs.filter(discarded_at__isnull=not discarded)
    runs = rows.defer("problem", "outcome").select_related("base").prefetch_related("schedules")[:shown]
    local = now.astimezone(year.program.zone)
    published = _published_together(year)
    for run in runs:
        run.year = year
    return [_line(run, local, published) for run in runs]


def _published_together(year: AcademicYear) -> int | None:
    """How often residents and coaches are together as published; None before a publication."""
    rows = Assignment.objects.filter(schedule__year=year, schedule__state=ScheduleState.PUBLISHED)
    found = rows.with_together().aggregate(all=Count("pk"), together=Count("pk", filter=Q(together=True)))
    return found["together"] if found["all"] else None


def _line(run: SolveRun, now: datetime, published: int | None) -> RunLine:
    state, icon, kind = _state(run)
    took = elapsed(run, now)
    together, cells = run.found.get("together"), run.found.get("cells")
    versus = None if together is None or published is None else together - published
    return RunLine(
        pk=run.pk,
        name=str(run),
        when=moment_text(run.created_at.astimezone(now.tzinfo), now),
        what=asked(run),
        together="" if together is None else f"{together:,}",
        versus="" if versus is None else signed_text(versus),
        is_more=versus is not None and versus > 0,
        gap=gap(run),
        cells="" if cells is None or run.base_edition is None else counted(cells, "cell"),
        time="" if took is None else seconds_text(took),
        state=state,
        icon=icon,
        kind=kind,
        is_kept=run.state == RunState.FINISHED and run.objective is not None,
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
