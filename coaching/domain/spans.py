"""When a meeting is, from its first minute to its last, by the clock of the program."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Span:
    """A day, when it begins, and for how many minutes."""

    date: date
    begins: time
    minutes: int

    @property
    def span(self) -> "Span":
        """The time alone, of what has more to it."""
        return Span(self.date, self.begins, self.minutes)

    @property
    def start(self) -> datetime:
        """The first minute."""
        return datetime.combine(self.date, self.begins)

    @property
    def end(self) -> datetime:
        """The minute after the last; after midnight it is one of the next day."""
        return self.start + timedelta(minutes=self.minutes)

    def by_the_clock_of(self, here: ZoneInfo, *, instead_of: ZoneInfo) -> "Span":
        """The same moments as a program in another time zone reads them."""
        begins = self.start.replace(tzinfo=instead_of).astimezone(here)
        return Span(begins.date(), begins.time(), self.minutes)

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a minute."""
        return self.start < other.end and other.start < self.end
