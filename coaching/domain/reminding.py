"""When resident and coach are reminded to meet: once when a meeting is due, once when it is overdue, not while it waits.

Nobody is reminded while one of the two is away. Whoever was away for all of the time in which a meeting was due gets as
long again after coming back before it counts as overdue.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from coaching.domain.meeting_rhythm import SOON, Need, Rhythm

FIRST_HOUR, LAST_HOUR = 8, 18
WORKDAYS = 5
TO_NOTE_IT = timedelta(days=14)
ONE_DAY = timedelta(days=1)


class Reminder(StrEnum):
    """What somebody is reminded of. The stored words are only ever added to."""

    NONE = ""
    DUE = "due"
    OVERDUE = "overdue"
    UNNOTED = "unnoted"


@dataclass(frozen=True, slots=True)
class Away:
    """Whole days on which one of the two is away, both included."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a date is among them."""
        return self.first <= day <= self.last


def is_sensible(now: datetime) -> bool:
    """Whether reminders are written now, by the clock of the program: on workdays, in working hours."""
    return now.weekday() < WORKDAYS and FIRST_HOUR <= now.hour < LAST_HOUR


def reminder_of(
    rhythm: Rhythm, *, away: Iterable[Away], waits: bool, unnoted: date | None, today: date
) -> Reminder:
    """What a pair is reminded of ``today``.

    ``waits``: a time to come was proposed or agreed. ``unnoted``: the day of a meeting that has passed without a word of
    whether it was held; for two weeks it is asked for before a new one.
    """
    stretches = _joined(away)
    if waits or any(one.holds(today) for one in stretches):
        return Reminder.NONE
    if unnoted is not None and today <= unnoted + TO_NOTE_IT:
        return Reminder.UNNOTED
    if not rhythm.asks or rhythm.due is None:
        return Reminder.NONE
    if rhythm.need == Need.OVERDUE and today <= _excused_until(stretches, rhythm.due):
        return Reminder.DUE
    return Reminder(rhythm.need.value)


def _excused_until(stretches: Sequence[Away], due: date) -> date:
    """The due day; four weeks after the return of somebody who was away from four weeks before it until it."""
    missed = [one for one in stretches if one.first <= due - SOON and due <= one.last]
    return max((one.last + SOON for one in missed), default=due)


def _joined(away: Iterable[Away]) -> list[Away]:
    """Stretches that touch one another are one."""
    found: list[Away] = []
    for one in sorted(away, key=lambda one: one.first):
        if found and one.first <= found[-1].last + ONE_DAY:
            found[-1] = Away(found[-1].first, max(found[-1].last, one.last))
        else:
            found.append(one)
    return found
