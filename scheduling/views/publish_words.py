"""What the publish page says: the sentence, the figures, and a line for each resident concerned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from scheduling.domain.wording import counted, moment_text, score_text, signed_text
from scheduling.models import Schedule, ScheduleState, SolveRun
from scheduling.selectors.publish_effects import Place, PublishEffects, ResidentChange
from scheduling.selectors.workbench.history import live_steps

LINES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Figure:
    """One headline figure."""

    figure: str
    label: str
    note: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What changes for one resident; ``lines`` are the half-days, one by one, where they are few."""

    name: str
    when: str
    summary: str
    lines: list[str]
    delta: str
    is_gain: bool
    notice: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class PublishWords:
    """The page's own words."""

    title: str
    sub: str
    stats: list[Figure]
    rows: list[ChangeRow]
    rows_note: str


def publish_words(schedule: Schedule, effects: PublishEffects, today: date) -> PublishWords:
    """For a draft what would change; for a published version what holds."""
    notice_days = schedule.year.program.notice_days
    rows = [_row(change, effects, today, notice_days) for change in effects.changes]
    return PublishWords(
        title=_title(schedule),
        sub=_sub(schedule, effects),
        stats=_stats(schedule, effects, rows),
        rows=rows,
        rows_note=_rows_note(effects, today),
    )


def changed_words(run: SolveRun, now: datetime) -> str:
    """That a draft's run knew other data than the program's present ones; ``now`` in the program's time zone."""
    started = moment_text(run.created_at.astimezone(now.tzinfo), now)
    return f"The program's data changed since run {run.number} was started ({started})."


def _title(schedule: Schedule) -> str:
    if schedule.state == ScheduleState.PUBLISHED:
        return f"Version {schedule.version} is published"
    if schedule.state == ScheduleState.ARCHIVED:
        return f"Version {schedule.version} is kept as history"
    return f"Publish draft {schedule.version}"


def _sub(schedule: Schedule, effects: PublishEffects) -> str:
    if schedule.state == ScheduleState.PUBLISHED:
        return "Residents and coaches see their part of it now."
    if schedule.state == ScheduleState.ARCHIVED:
        return "A newer version is published. What it said can be looked at on the grid."
    if effects.published_version is None:
        return "It is the first version of the year: everything in it is new to everybody."
    return f"Compared with version {effects.published_version}, which is published now."


def _stats(schedule: Schedule, effects: PublishEffects, rows: list[ChangeRow]) -> list[Figure]:
    together = Figure(
        f"{effects.together:,}", "half-days together", f"of {effects.attainable:,} attainable", "together"
    )
    clinics = Figure(f"{effects.clinics:,}", "clinics", f"of {counted(effects.residents, 'resident')}")
    if schedule.state != ScheduleState.DRAFT:
        return [together, clinics, *_score(schedule)]
    late = sum(row.is_late for row in rows)
    changed = Figure(
        f"{len(rows):,}",
        "resident changes" if len(rows) == 1 else "residents change",
        f"of {effects.residents:,}",
    )
    if effects.published_version is None:
        count, words = counted(len(effects.pairings), "pairing").split(" ", 1)
        return [together, clinics, changed, Figure(count, words, "begin with this version")]
    notice = Figure(
        f"{late:,}",
        f"under {schedule.year.program.notice_days} days",
        "until the first change",
        "warn" if late else "",
    )
    return [together, clinics, changed, notice]


def _score(schedule: Schedule) -> list[Figure]:
    if schedule.objective is None or schedule.bound is None:
        return []
    if live_steps(schedule):
        return [Figure("–", "score", f"changed by hand since {schedule.run or 'it was solved'}")]
    proven = schedule.objective >= schedule.bound
    note = "proven best" if proven else f"no schedule can pass {score_text(schedule.bound)}"
    return [Figure(score_text(schedule.objective), "score", note)]


def _rows_note(effects: PublishEffects, today: date) -> str:
    said = []
    if effects.unchanged:
        said.append(f"Nothing changes for {counted(effects.unchanged, 'resident')}.")
    past = {
        (change.resident, place.half_day)
        for change in effects.changes
        for place in (*change.lost, *change.gained)
        if place.half_day.date < today
    }
    if past:
        said.append(
            f"{counted(len(past), 'half-day')} before today would read otherwise than people saw them."
        )
    return " ".join(said)


def _row(change: ResidentChange, effects: PublishEffects, today: date, notice_days: int) -> ChangeRow:
    """What is to come; only where nothing is, what has been."""
    lost, gained = _coming(change.lost, today), _coming(change.gained, today)
    if not lost and not gained:
        lost, gained = list(change.lost), list(change.gained)
    places = sorted((*lost, *gained))
    delta = change.together_after - change.together_before
    is_first = effects.published_version is None
    return ChangeRow(
        name=change.resident,
        when=f"{counted(len({place.half_day for place in places}), 'half-day')}, from {places[0].half_day}",
        summary=_summary(lost, gained),
        lines=_lines(lost, gained),
        delta=signed_text(delta),
        is_gain=delta > 0,
        notice=_notice(change),
        is_late=change.notice_days is not None and change.notice_days < notice_days and not is_first,
    )


def _coming(places: Iterable[Place], today: date) -> list[Place]:
    return [place for place in places if place.half_day.date >= today]


def _summary(lost: list[Place], gained: list[Place]) -> str:
    """A single move as it is, more of them as counts."""
    if len(lost) == len(gained) == 1:
        return f"{lost[0]} → {gained[0]}"
    return ", ".join(f"{len(places)} {verb}" for places, verb in ((lost, "go"), (gained, "come")) if places)


def _lines(lost: list[Place], gained: list[Place]) -> list[str]:
    if len(lost) == len(gained) == 1 or len(lost) + len(gained) > LINES_SHOWN:
        return []
    return [f"− {place}" for place in lost] + [f"+ {place}" for place in gained]


def _notice(change: ResidentChange) -> str:
    if change.notice_days is None:
        return "past only"
    return "today" if change.notice_days == 0 else counted(change.notice_days, "day")
