"""Who of a panel needs the coach first: those who wait longest between one half-day together and the next."""

from dataclasses import dataclass
from datetime import date, timedelta

DAYS_IN_WEEK = 7


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


def concern(wait: Wait, contact_weeks: int, gap_weeks: int) -> str:
    """``bad`` beyond the longest gap that the program allows, ``warn`` beyond its contact window, else empty."""
    if wait.weeks_apart >= gap_weeks:
        return "bad"
    return "warn" if wait.weeks_apart >= contact_weeks else ""
