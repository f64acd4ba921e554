"""The one next step of those who build the schedule, found from what is there already."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduling.domain.ids import Status
from scheduling.models import RunState, Schedule, ScheduleState, SolveRun, Upload


@dataclass(frozen=True, slots=True)
class NextStep:
    """A sentence, why, and the page that does it: its name in the addresses and the row it is about, if any."""

    title: str
    text: str
    label: str
    page: str
    row: int | None = None


BRING_IN = NextStep(
    "Bring in the program's workbook first",
    "Roster, block schedule, rotations, faculty half-days, leave and rooms in one file. Nothing is saved before you "
    "have seen what it changes.",
    "Upload a workbook",
    "upload",
)
BUILD = NextStep(
    "The year is in and can be built",
    "A run pairs residents who have no coach, and lines up everyone's clinic half-days with their coach's.",
    "Start a run",
    "runs",
)


def confirm(upload: Upload) -> NextStep:
    """A file was handed in and waits."""
    return NextStep(
        f"{upload.filename} waits for you",
        "It was handed in and not yet imported. See what it would change, or what must be mended first; then import or "
        "discard it.",
        "Look at the file",
        "upload_preview",
        upload.pk,
    )


def next_step(runs: Sequence[SolveRun], versions: Sequence[Schedule]) -> NextStep:
    """The furthest thing under way; ``runs`` and ``versions`` come with the newest first."""
    under_way = next((run for run in runs if run.is_open), None)
    if under_way:
        return _watch(under_way)
    newest_run = runs[0] if runs else None
    if newest_run and _found_nothing(newest_run) and not versions:
        return _mend(newest_run)
    kept = next((run for run in runs if run.state == RunState.FINISHED and run.objective is not None), None)
    if kept and _is_news(kept, versions):
        return _open_draft(kept)
    if versions and versions[0].state == ScheduleState.DRAFT:
        return _publish(versions[0])
    published = next((version for version in versions if version.state == ScheduleState.PUBLISHED), None)
    return _live(published) if published else BUILD


def _is_news(run: SolveRun, versions: Sequence[Schedule]) -> bool:
    """No version is made of it, and none was made or published since it ended."""
    if any(version.run_id == run.pk for version in versions):
        return False
    moments = (moment for version in versions for moment in (version.created_at, version.published_at))
    return run.ended_at is None or all(moment is None or moment < run.ended_at for moment in moments)


def _found_nothing(run: SolveRun) -> bool:
    return run.state == RunState.FAILED or (run.state == RunState.FINISHED and run.objective is None)


def _watch(run: SolveRun) -> NextStep:
    waits = run.state == RunState.QUEUED
    return NextStep(
        f"{run} waits for the solver" if waits else f"{run} is working on the year",
        "You may leave the page; the run goes on without it.",
        "Watch the run",
        "run",
        run.pk,
    )


def _mend(run: SolveRun) -> NextStep:
    why = (
        "proved that no schedule keeps every rule" if run.status == Status.INFEASIBLE else "found no schedule"
    )
    return NextStep(
        f"{run} {why}", "Its page says why in words, and what would do.", "See what collides", "run", run.pk
    )


def _open_draft(run: SolveRun) -> NextStep:
    return NextStep(
        f"{run} found a schedule",
        "Open it as a draft and look at it on the grid. Nobody else sees a draft.",
        "See the result",
        "run",
        run.pk,
    )


def _publish(draft: Schedule) -> NextStep:
    return NextStep(
        f"{draft} is ready to be looked at and published",
        "Residents and coaches see it once it is published, and only then.",
        "See what would change",
        "publish",
        draft.pk,
    )


def _live(published: Schedule) -> NextStep:
    return NextStep(
        f"Version {published.version} is published",
        "Residents and coaches see their part of it. A new run starts from the data as they are now.",
        "Open the grid",
        "grid",
        published.pk,
    )
