"""Who of a panel needs the coach first: those who wait longest between one half-day together and the next.

A meeting that is due weighs like two weeks of waiting; one that is overdue like four, and a day for each day since.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from coaching.domain.meeting_rhythm import Need, Rhythm

DAYS_IN_WEEK = 7
DUE_WEIGHS, OVERDUE_WEIGHS = timedelta(weeks=2), timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Wait:
    """From the last half-day together to the next one.

    Before the first, the wait counts from ``year_begins``; after the last, to ``year_ends``.
    """

    last: date | None
    next: date | None
    today: date
    year_begins: date
    year_ends: date

    @property
    def length(self) -> timedelta:
        """How long the whole wait is."""
        begins = self.last or min(self.year_begins, self.today)
        ends = self.next or max(self.year_ends, self.today)
        return ends - begins

    @property
    def weeks_apart(self) -> int:
        """Whole weeks since they last met, or since the year began."""
        return (self.today - (self.last or min(self.year_begins, self.today))).days // DAYS_IN_WEEK

    def is_longer_than(self, weeks: int) -> bool:
        """Whether the whole wait passes so many weeks."""
        return self.length > timedelta(weeks=weeks)


def need(wait: Wait, meeting: Rhythm | None, today: date) -> timedelta:
    """How much somebody needs the coach: the whole wait, and what the coaching meeting adds to it."""
    if meeting is None or meeting.due is None or not meeting.asks:
        return wait.length
    if meeting.need == Need.OVERDUE:
        return wait.length + OVERDUE_WEIGHS + (today - meeting.due)
    return wait.length + DUE_WEIGHS


def concern(wait: Wait, contact_weeks: int, gap_weeks: int) -> str:
    """``bad`` beyond the longest gap that the program allows, ``warn`` beyond its contact window, else empty."""
    if wait.weeks_apart >= gap_weeks:
        return "bad"
    return "warn" if wait.weeks_apart >= contact_weeks else ""
