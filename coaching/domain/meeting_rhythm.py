"""When resident and coach are to meet again: the program's number of meetings a year, evenly spread.

The next meeting is due a fair part of a year after the last one, or after the two began; so one that was missed shifts
those that follow, and nobody is asked to meet twice in a week to make up for it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAYS_IN_YEAR = 365
SOON = timedelta(days=28)


class Need(StrEnum):
    """How things stand with the next meeting."""

    NONE = "none"
    LATER = "later"
    BOOKED = "booked"
    DUE = "due"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The last day on which the next meeting keeps the rhythm, and how things stand; ``due`` is None without a rule."""

    need: Need
    due: date | None = None

    @property
    def asks(self) -> bool:
        """Whether somebody should find a time: nothing is booked, and the day is near or past."""
        return self.need in {Need.DUE, Need.OVERDUE}


def rhythm(*, per_year: int, since: date, last: date | None, booked: date | None, today: date) -> Rhythm:
    """Where a pair stands ``today``. ``since`` is when counting began for a pair that has never met."""
    if per_year < 1:
        return Rhythm(Need.BOOKED if booked else Need.NONE)
    due = (last or since) + timedelta(days=DAYS_IN_YEAR // per_year)
    if booked is not None:
        return Rhythm(Need.BOOKED, due)
    if today > due:
        return Rhythm(Need.OVERDUE, due)
    return Rhythm(Need.DUE if today >= due - SOON else Need.LATER, due)
