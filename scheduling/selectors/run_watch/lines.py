"""Runs in a table, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from scheduling.domain.ids import Status
from scheduling.domain.wording import counted, moment_text, seconds_text, signed_text
from scheduling.models import AcademicYear, Assignment, RunState, ScheduleState, SolveRun
from scheduling.selectors.run_watch.words import asked, elapsed, gap

LISTED = 30
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


@dataclass(frozen=True, slots=True)
class RunLists:
    """The year's latest runs: those kept, and those put away."""

    kept: list[RunLine]
    discarded: list[RunLine]


def run_lists(year: AcademicYear, now: datetime) -> RunLists:
    """The latest runs and what became of each, in three queries."""
    return RunLists(*_lines(year, now, year.runs.all()[:LISTED]))


def run_lines(year: AcademicYear, now: datetime, *, shown: int = 20) -> list[RunLine]:
    """The latest runs that nobody put away, in three queries."""
    return _lines(year, now, year.runs.filter(discarded_at=None)[:shown])[0]


def _lines(
    year: AcademicYear, now: datetime, runs: QuerySet[SolveRun]
) -> tuple[list[RunLine], list[RunLine]]:
    local = now.astimezone(year.program.zone)
    published = _published_together(year)
    lists: tuple[list[RunLine], list[RunLine]] = ([], [])
    for run in runs.defer("problem", "outcome").select_related("base").prefetch_related("schedules"):
        run.year = year
        lists[run.discarded_at is not None].append(_line(run, local, published))
    return lists


def _published_together(year: AcademicYear) -> int | None:
    """How often residents and coaches are together as published; None before a publication."""
    rows = Assignment.objects.filter(schedule__year=year, schedule__state=ScheduleState.PUBLISHED)
    # An aggregate named like the annotation it counts would count itself, which is nothing.
    found = rows.with_together().aggregate(all=Count("pk"), reached=Count("pk", filter=Q(together=True)))
    return found["reached"] if found["all"] else None


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
