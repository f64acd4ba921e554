"""Where residents are in two versions of a schedule, and what differs between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from scheduling.domain.calendar import HalfDay


@dataclass(frozen=True, slots=True)
class Seat:
    """A resident's place in one half-day: the site, its letter, and whether the coach is there."""

    site: str
    letter: str
    together: bool


Seats = Mapping[HalfDay, Seat]


@dataclass(frozen=True, slots=True)
class Change:
    """One half-day of one resident that differs; ``was`` or ``will`` is None where there is no clinic.

    ``came_from`` is another half-day of the same date in which the resident was instead.
    """

    half_day: HalfDay
    was: Seat | None
    will: Seat | None
    came_from: HalfDay | None = None

    @property
    def together(self) -> int:
        """Half-days together gained, or lost if negative."""
        return int(bool(self.will and self.will.together)) - int(bool(self.was and self.was.together))

    def notice_days(self, today: date) -> int:
        """Days from today until it takes effect; negative for what has been."""
        return (self.half_day.date - today).days


def changes_between(before: Seats, after: Seats) -> tuple[Change, ...]:
    """The half-days that differ, the earliest first. A move within a date is one change."""
    half_days = sorted(before.keys() | after.keys())
    found = (Change(half_day, before.get(half_day), after.get(half_day)) for half_day in half_days)
    differing = [change for change in found if change.was != change.will]
    of_dates = (list(changes) for _, changes in groupby(differing, lambda change: change.half_day.date))
    return tuple(change for changes in of_dates for change in _joined(changes))


def _joined(changes: list[Change]) -> list[Change]:
    """What changes on one date: one half-day that goes and one that comes are a move."""
    gone = [change for change in changes if change.will is None]
    come = [change for change in changes if change.was is None]
    if len(changes) == 2 and len(gone) == len(come) == 1:
        return [Change(come[0].half_day, gone[0].was, come[0].will, gone[0].half_day)]
    return changes
