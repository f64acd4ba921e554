"""A month as a page of weeks, Monday to Sunday."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.domain.calendar import DAYS_IN_WEEK, days_from, monday_of

LONG_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month; prints itself ``November 2026``."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{LONG_MONTHS[self.number - 1]} {self.year}"

    @property
    def key(self) -> str:
        """As addresses carry it: ``2026-11``."""
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first(self) -> date:
        """Its first date."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last date."""
        return self.next.first - timedelta(days=1)

    @property
    def next(self) -> "Month":
        """The month after it."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def previous(self) -> "Month":
        """The month before it."""
        return month_of(self.first - timedelta(days=1))

    @property
    def first_shown(self) -> date:
        """The Monday on which its page begins."""
        return monday_of(self.first)

    @property
    def last_shown(self) -> date:
        """The Sunday on which its page ends."""
        return monday_of(self.last) + timedelta(days=DAYS_IN_WEEK - 1)

    def weeks(self) -> Iterator[list[date]]:
        """Whole weeks that cover the month."""
        days = days_from(self.first_shown, self.last_shown)
        for start in range(0, len(days), DAYS_IN_WEEK):
            yield days[start : start + DAYS_IN_WEEK]

    def holds(self, day: date) -> bool:
        """Whether a date is in it."""
        return (day.year, day.month) == (self.year, self.number)


def month_of(day: date) -> Month:
    """The month that holds a date."""
    return Month(day.year, day.month)


def read_month(text: str, today: date, first: date, last: date) -> Month:
    """The month that an address asks for, else today's; the nearest month between ``first`` and ``last``."""
    try:
        asked = month_of(date.fromisoformat(f"{text}-01"))
    except ValueError:
        asked = month_of(today)
    return min(max(asked, month_of(first)), month_of(last))
