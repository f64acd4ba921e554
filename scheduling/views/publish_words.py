"""What the publish page says: the sentence, the figures, and a line for each resident concerned."""

from dataclasses import dataclass
from datetime import date

from scheduling.domain.wording import counted, signed_text
from scheduling.models import Schedule, ScheduleState
from scheduling.selectors.publish_effects import PublishEffects, ResidentChange

SHORT_NOTICE_DAYS = 14
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
    rows = [_row(change, effects, today) for change in effects.changes]
    return PublishWords(
        title=_title(schedule),
        sub=_sub(schedule, effects),
        stats=_stats(schedule, effects, rows),
        rows=rows,
        rows_note=f"Nothing changes for {counted(effects.unchanged, 'resident')}."
        if effects.unchanged
        else "",
    )


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
        return [together, clinics]
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
        f"{late:,}", f"under {SHORT_NOTICE_DAYS} days", "until the first change", "warn" if late else ""
    )
    return [together, clinics, changed, notice]


def _row(change: ResidentChange, effects: PublishEffects, today: date) -> ChangeRow:
    places = sorted((*change.lost, *change.gained))
    coming = [place for place in places if place.half_day.date >= today] or places
    delta = change.together_after - change.together_before
    is_first = effects.published_version is None
    few = len(places) <= LINES_SHOWN and not is_first
    return ChangeRow(
        name=change.resident,
        when=f"{counted(len({place.half_day for place in coming}), 'half-day')}, from {coming[0].half_day}",
        summary=f"{len(change.lost)} go, {len(change.gained)} come"
        if not is_first
        else f"{len(change.gained)} come",
        lines=[f"− {place}" for place in change.lost] + [f"+ {place}" for place in change.gained]
        if few
        else [],
        delta=signed_text(delta),
        is_gain=delta > 0,
        notice=_notice(change),
        is_late=change.notice_days is not None and change.notice_days < SHORT_NOTICE_DAYS and not is_first,
    )


def _notice(change: ResidentChange) -> str:
    if change.notice_days is None:
        return "past only"
    return "today" if change.notice_days == 0 else counted(change.notice_days, "day")
