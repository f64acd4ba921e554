"""When a meeting is, from its first minute to its last, by the clock of the program."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


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

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a minute."""
        return self.start < other.end and other.start < self.end
