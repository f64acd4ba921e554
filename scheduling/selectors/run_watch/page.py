"""One run's page: sentence, figures, chart and stages, in a fixed number of queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from scheduling.domain.ids import Status
from scheduling.domain.wording import clock_text, counted, moment_text, score_text, seconds_text, share_text
from scheduling.models import (
    Assignment,
    RunProgress,
    RunState,
    Schedule,
    ScheduleEdit,
    ScheduleState,
    SolveRun,
)
from scheduling.selectors.naming import with_names
from scheduling.selectors.run_watch import words
from scheduling.selectors.run_watch.chart import Chart, chart
from scheduling.selectors.run_watch.stages import Stage, stages


@dataclass(frozen=True, slots=True)
class Stat:
    """One headline figure."""

    label: str
    figure: str
    note: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no schedule, and what would do."""

    title: str
    errors: list[str]


@dataclass(frozen=True, slots=True)
class RunWatch:
    """Everything on the page of a run."""

    run: SolveRun
    title: str
    sub: str
    stats: list[Stat]
    elapsed: float
    time_label: str
    chart: Chart | None
    stages: list[Stage]
    trouble: Trouble | None
    schedule: Schedule | None
    draft: Schedule | None

    @property
    def may_take_over(self) -> bool:
        """Whether there is a result, and the draft that it began from is a draft still."""
        return (
            self.run.state == RunState.FINISHED and self.run.objective is not None and self.draft is not None
        )

    @property
    def may_discard(self) -> bool:
        """Whether it has ended, nothing was made of it and nobody has put it away."""
        return not self.run.is_open and self.schedule is None and self.run.discarded_at is None

    @property
    def may_stop(self) -> bool:
        """Whether there is something to stop that was not told so already."""
        return self.run.is_open and not self.run.stop_request

    @property
    def may_open(self) -> bool:
        """Whether there is a result that can become a draft."""
        return (
            self.run.state == RunState.FINISHED and self.run.objective is not None and self.schedule is None
        )


def run_watch(run: SolveRun, now: datetime) -> RunWatch:
    """The page's content at one moment."""
    progress = list(RunProgress.objects.filter(run=run, attempt=run.attempt))
    seconds = words.elapsed(run, now)
    versions = list(
        Schedule.objects.filter(year=run.year).only("version", "state", "run", "objective", "year")
    )
    edited = set(
        ScheduleEdit.objects.filter(schedule__in=versions, undone_at=None).values_list("schedule", flat=True)
    )
    published = next(
        (v.objective for v in versions if v.state == ScheduleState.PUBLISHED and v.pk not in edited), None
    )
    schedule = next((v for v in versions if v.run_id == run.pk), None)
    last = max([seconds or 0.0, *(line.seconds for line in progress[-1:])])
    return RunWatch(
        run=run,
        title=words.title(run),
        sub=_sub(run, now),
        stats=_stats(run, schedule, seconds),
        elapsed=min(seconds or 0.0, run.time_limit),
        time_label=f"{clock_text(seconds or 0)} of {clock_text(run.time_limit)}",
        chart=chart(progress, last, is_open=run.is_open, published=published),
        stages=stages(run, progress, seconds),
        trouble=_trouble(run),
        schedule=schedule,
        draft=next((v for v in versions if v.pk == run.base_id and v.state == ScheduleState.DRAFT), None),
    )


def _sub(run: SolveRun, now: datetime) -> str:
    zone = run.year.program.zone
    local = now.astimezone(zone)
    asker = f" by {run.created_by}" if run.created_by else ""
    if run.started_at is None:
        return (
            f"{words.asked(run)}, asked for at {moment_text(run.created_at.astimezone(zone), local)}{asker}."
        )
    when = f"{words.asked(run)}, started {moment_text(run.started_at.astimezone(zone), local)}{asker}."
    again = f"Attempt {run.attempt}: an earlier one was interrupted." if run.attempt > 1 else ""
    return " ".join(filter(None, (when, again, words.stop_words(run) if run.is_open else words.spared(run))))


def _stats(run: SolveRun, schedule: Schedule | None, seconds: float | None) -> list[Stat]:
    found = [_together(schedule)] if schedule else list(_found(run))
    bound = "" if run.bound is None else f"at most {score_text(run.bound)}"
    found.append(Stat("Best score", "–" if run.objective is None else score_text(run.objective), bound))
    if run.gap is None:
        found.append(Stat("Gap to bound", "–", "known after the first bound" if run.is_open else ""))
    else:
        assert run.objective is not None
        assert run.bound is not None
        note = f"{score_text(run.objective)} of {score_text(run.bound)}"
        found.append(Stat("Gap to bound", share_text(run.gap), note))
    residents, faculty = run.summary.get("residents"), run.summary.get("faculty")
    if residents is not None and faculty is not None:
        weeks = run.summary.get("weeks")
        note = f"{faculty:,} faculty" + (f", {counted(weeks, 'week')}" if weeks else "")
        found.append(Stat("Residents", f"{residents:,}", note))
    found.append(
        Stat(
            "Time", "–" if seconds is None else seconds_text(seconds), f"at most {clock_text(run.time_limit)}"
        )
    )
    return found


def _found(run: SolveRun) -> Iterator[Stat]:
    """What the result comes to, before it is a version."""
    said = run.found
    if "together" not in said:
        return
    yield Stat("Half-days together", f"{said['together']:,}", f"at most {said['attainable']:,}", "together")
    if run.base_edition is not None:
        yield Stat("Changes", counted(said["cells"], "cell"), counted(said["people"], "resident"))
    who = with_names(said["lowest_resident"], run.year.program)
    yield Stat("Lowest share reached", f"{said['lowest']:.0%}", who)


def _together(schedule: Schedule) -> Stat:
    clinics = Assignment.objects.filter(schedule=schedule)
    total = clinics.count()
    together = clinics.with_together().filter(together=True).count()
    return Stat("Half-days together", f"{together:,}", f"of {total:,} clinics", "together")


def _trouble(run: SolveRun) -> Trouble | None:
    said = [line.strip() for line in run.message.splitlines() if line.strip()]
    if run.state == RunState.FAILED:
        return Trouble(
            "Why it failed",
            said
            or [
                "The solver ended without a word. Start the run again; if it stays, tell your site administrator."
            ],
        )
    if run.state != RunState.FINISHED or run.objective is not None:
        return None
    if run.status == Status.INFEASIBLE:
        return Trouble(
            "These rules collide. Change one of them in the workbook, bring it in, and run again.",
            said
            or ["The solver proved it and named no rule. Tell your site administrator the run's number."],
        )
    return Trouble("No schedule in this time", said or ["Start another run with more time."])
