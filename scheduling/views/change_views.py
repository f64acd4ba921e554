"""The same changes in three ways: by people, by days, and as a grid with what differs only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from scheduling.domain.calendar import HalfDay
from scheduling.domain.seats import Change
from scheduling.domain.wording import counted, signed_text
from scheduling.selectors.schedule_changes import ResidentChanges
from scheduling.views.change_words import ChangeWords, Pair, change_words

HALF_DAYS_SHOWN = 60
Rows = Sequence[tuple[ResidentChanges, Sequence[Change]]]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What changes for one resident."""

    name: str
    pgy: str
    words: ChangeWords
    delta: str
    is_gain: bool


@dataclass(frozen=True, slots=True)
class DayRow:
    """What changes in one half-day, for whom."""

    half_day: HalfDay
    people: list[tuple[str, Pair]]


@dataclass(frozen=True, slots=True)
class ChangesGrid:
    """Residents down, half-days across, filled only where something changes."""

    half_days: list[HalfDay]
    rows: list[tuple[str, list[Pair | None]]]
    more: str


def person_row(row: ResidentChanges, changes: Sequence[Change]) -> PersonRow:
    """One resident's changes as a row."""
    delta = sum(change.together for change in changes)
    pgy = f"PGY-{row.pgy}" if row.pgy else ""
    return PersonRow(str(row.resident), pgy, change_words(changes), signed_text(delta), delta > 0)


def day_rows(rows: Rows) -> list[DayRow]:
    """By half-day, the earliest first."""
    found: dict[HalfDay, list[tuple[str, Pair]]] = defaultdict(list)
    for row, changes in rows:
        for change in changes:
            found[change.half_day].append((str(row.resident), _pair(change)))
    return [DayRow(half_day, found[half_day]) for half_day in sorted(found)]


def changes_grid(rows: Rows) -> ChangesGrid:
    """As a grid, of as many half-days as a page can hold."""
    every = sorted({change.half_day for _, changes in rows for change in changes})
    shown = every[:HALF_DAYS_SHOWN]
    lines = []
    for row, changes in rows:
        of_day = {change.half_day: _pair(change) for change in changes}
        if any(half_day in of_day for half_day in shown):
            lines.append((str(row.resident), [of_day.get(half_day) for half_day in shown]))
    more = len(every) - len(shown)
    return ChangesGrid(shown, lines, f"{counted(more, 'later half-day')} not shown here." if more else "")


def _pair(change: Change) -> Pair:
    return change_words([change]).pairs[0]
