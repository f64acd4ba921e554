"""Where residents are in two versions of a schedule, and what differs between them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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
    """One half-day of one resident that differs; ``was`` or ``will`` is None where there is no clinic."""

    half_day: HalfDay
    was: Seat | None
    will: Seat | None

    @property
    def together(self) -> int:
        """Half-days together gained, or lost if negative."""
        return int(bool(self.will and self.will.together)) - int(bool(self.was and self.was.together))

    def notice_days(self, today: date) -> int:
        """Days from today until it takes effect; negative for what has been."""
        return (self.half_day.date - today).days


def changes_between(before: Seats, after: Seats) -> tuple[Change, ...]:
    """The half-days that differ, the earliest first."""
    half_days = sorted(before.keys() | after.keys())
    found = (Change(half_day, before.get(half_day), after.get(half_day)) for half_day in half_days)
    return tuple(change for change in found if change.was != change.will)
