"""Half-days, weeks and academic years: dates with AM, PM or EVE, never datetimes or time zones."""

from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

DAYS_IN_WEEK = 7
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Period(StrEnum):
    """The part of a day in which a clinic runs."""

    AM = "AM"
    PM = "PM"
    EVE = "EVE"

    # A StrEnum hashes its name by a call; half-days are looked up millions of times, so the text itself is hashed.
    __hash__ = str.__hash__

    @property
    def order(self) -> int:
        """Place within the day: 0, 1, 2."""
        return _ORDER[self]


_ORDER = {Period.AM: 0, Period.PM: 1, Period.EVE: 2}


class HalfDay(NamedTuple):
    """AM, PM or EVE of one date, in the order of time; prints itself ``Tue 3 Mar, AM``. A tuple, so that it is found fast."""

    date: date
    period: Period

    def __lt__(self, other: "HalfDay") -> bool:  # type: ignore[override]
        return self._key() < other._key()

    def __le__(self, other: "HalfDay") -> bool:  # type: ignore[override]
        return self._key() <= other._key()

    def __gt__(self, other: "HalfDay") -> bool:  # type: ignore[override]
        return self._key() > other._key()

    def __ge__(self, other: "HalfDay") -> bool:  # type: ignore[override]
        return self._key() >= other._key()

    def _key(self) -> tuple[int, int]:
        return self.date.toordinal(), self.period.order

    def __str__(self) -> str:
        return f"{day_label(self.date)}, {self.period}"


def day_label(day: date) -> str:
    """``Tue 3 Mar``, the same in every locale."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def monday_of(day: date) -> date:
    """The Monday of the week, Monday to Sunday, that holds ``day``."""
    return day - timedelta(days=day.weekday())


def week_index(day: date, first_monday: date) -> int:
    """Weeks from ``first_monday`` to ``day``, counted from 0; negative before it."""
    return (day - first_monday).days // DAYS_IN_WEEK


def nth_weekday_of_month(day: date) -> int:
    """Which of its weekday in the month a date is: 1 for the first Tuesday, 5 for a fifth."""
    return (day.day - 1) // DAYS_IN_WEEK + 1


def days_from(first: date, last: date) -> list[date]:
    """All dates from ``first`` to ``last``, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
