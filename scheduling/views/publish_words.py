"""What the publish page says: the sentence, the figures, and a line for each resident concerned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from scheduling.domain.calendar import day_label
from scheduling.domain.notice_wording import NoticeText, notice_text
from scheduling.domain.seats import Change
from scheduling.domain.telling import Delivery
from scheduling.domain.wording import counted, moment_text
from scheduling.models import Faculty, Resident, Schedule, ScheduleState, SolveRun
from scheduling.selectors.publish_effects import PublishEffects
from scheduling.selectors.schedule_changes import ResidentChanges
from scheduling.selectors.telling import Told
from scheduling.views.change_views import PersonRow, person_row
from scheduling.views.late_words import LateWords, names_words, notice_words
from scheduling.views.publish_figures import Figure, publish_figures

DELIVERY_WORDS = {
    Delivery.AT_ONCE: ("mail", "At once"),
    Delivery.DIGEST: ("mail", "Daily digest"),
    Delivery.NO_MAIL: ("calendar", "Calendar feed only"),
}


@dataclass(frozen=True, slots=True)
class TellingWords:
    """How somebody is told."""

    icon: str
    text: str
    is_lost: bool = False


@dataclass(frozen=True, slots=True)
class PublishRow:
    """What changes for one resident, with how much notice, and how they are told."""

    person: PersonRow
    notice: str
    is_late: bool
    told: TellingWords


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody as whom the notice can be read; ``key`` is for the address."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A notice as its reader gets it."""

    reader: Reader
    told: TellingWords
    text: NoticeText


@dataclass(frozen=True, slots=True)
class PublishWords:
    """The page's own words."""

    title: str
    sub: str
    stats: list[Figure]
    rows: list[PublishRow]
    rows_note: str
    coaches: str
    coaches_note: str
    late: LateWords | None
    past_kept: str
    readers: list[Reader]
    reading: Reading | None
    button: str


def publish_words(
    effects: PublishEffects, told: Sequence[Told], *, late: LateWords | None, read: str
) -> PublishWords:
    """For a draft what would change; for a published version what holds. ``read`` is the key of a reader."""
    by_person = {one.person: one for one in told}
    rows = [_row(row, effects, by_person) for row in effects.changes]
    people = len(told)
    coaches = [one.person.family_name for one in told if isinstance(one.person, Faculty)]
    tell = f" and tell {counted(people, 'person', 'people')}" if people else ""
    return PublishWords(
        title=_title(effects),
        sub=_sub(effects),
        stats=publish_figures(effects, told),
        rows=rows,
        rows_note=f"Nothing changes for {counted(effects.unchanged, 'resident')}."
        if effects.unchanged > 0
        else "",
        coaches=counted(len(coaches), "coach", "coaches") if coaches else "",
        coaches_note=f"{names_words(coaches)}: told of their own residents",
        late=late,
        past_kept=_past_kept(effects),
        readers=[_reader(one) for one in told],
        reading=_reading(told, read),
        button=f"Publish version {effects.schedule.version}{tell}",
    )


def changed_words(run: SolveRun, now: datetime) -> str:
    """That a draft's run knew other data than the program's present ones; ``now`` in the program's time zone."""
    started = moment_text(run.created_at.astimezone(now.tzinfo), now)
    return f"The program's data changed since run {run.number} was started ({started})."


def changes_to_show(row: ResidentChanges, today: date) -> tuple[Change, ...]:
    """What is to come; only where nothing is, what has been."""
    return row.to_come(today) or row.changes


def _title(effects: PublishEffects) -> str:
    version = effects.schedule.version
    if effects.schedule.state == ScheduleState.PUBLISHED:
        return f"Version {version} is published"
    if effects.schedule.state == ScheduleState.ARCHIVED:
        return f"Version {version} is kept as history"
    if effects.is_first:
        return f"Draft {version} would be the first version of the year"
    who = counted(len(effects.changes), "resident") if effects.changes else "nobody"
    late = len(effects.late())
    whose_late = "" if late == len(effects.changes) else f" {late:,} of them"
    return f"Draft {version} changes half-days of {who}{f',{whose_late} late' if late else ''}"


def _sub(effects: PublishEffects) -> str:
    if effects.schedule.state == ScheduleState.PUBLISHED:
        return "Residents and coaches see their part of it now."
    if effects.schedule.state == ScheduleState.ARCHIVED:
        return "A newer version is published. What it said can be looked at on the grid."
    if effects.published is None:
        return "It is the first version of the year: everything in it is new to everybody."
    against = f"version {effects.published.version}{_published_on(effects.published)}"
    days = [change.half_day.date for row in effects.changes for change in row.changes]
    if not days:
        return f"Compared with {against}, which is published now."
    span = (
        day_label(min(days))
        if min(days) == max(days)
        else f"{day_label(min(days))} to {day_label(max(days))}"
    )
    return f"{span}, compared with {against}. Nothing outside these days changes."


def _published_on(schedule: Schedule) -> str:
    if schedule.published_at is None:
        return ""
    return f" of {day_label(schedule.published_at.astimezone(schedule.year.program.zone).date())}"


def _past_kept(effects: PublishEffects) -> str:
    if not effects.past_kept:
        return ""
    return (
        f"{counted(effects.past_kept, 'half-day')} before today would read otherwise than people saw them. "
        "What has been stays as it was published."
    )


def _row(
    row: ResidentChanges, effects: PublishEffects, told: Mapping[Resident | Faculty, Told]
) -> PublishRow:
    changes = changes_to_show(row, effects.today)
    days = changes[0].notice_days(effects.today)
    return PublishRow(
        person=person_row(row, changes),
        notice=notice_words(days),
        is_late=any(effects.is_late(change) for change in changes),
        told=_telling(told.get(row.resident)),
    )


def _telling(told: Told | None) -> TellingWords:
    if told is None:
        return TellingWords("calendar", "Not told: the past")
    if told.address:
        return TellingWords(*DELIVERY_WORDS[told.choice.delivery])
    if told.person.user is not None:
        return TellingWords("bell-ringing", "In the app")
    return TellingWords("alert-triangle", "No address, no account", is_lost=True)


def _reader(told: Told) -> Reader:
    name = told.person.short_name if isinstance(told.person, Faculty) else str(told.person)
    return Reader(f"{told.kind}-{told.person.pk}", name)


def _reading(told: Sequence[Told], read: str) -> Reading | None:
    if not told:
        return None
    one = next((one for one in told if _reader(one).key == read), told[0])
    return Reading(_reader(one), _telling(one), notice_text(one.kind, one.data))
