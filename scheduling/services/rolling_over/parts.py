"""Who and what a new year begins with."""

from dataclasses import dataclass
from datetime import date

from scheduling.models import Faculty, Resident


@dataclass(frozen=True, slots=True)
class Mover:
    """A resident who is in the new year, with the class and the yearly targets there."""

    resident: Resident
    before: int
    pgy: int
    targets: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Panel:
    """A coach's panel on the first day of the new year."""

    faculty: Faculty
    before: int
    after: int

    @property
    def room(self) -> int:
        """How many more the coach may take."""
        return max(self.faculty.panel_max - self.after, 0)

    @property
    def lacks(self) -> int:
        """How many are missing for the least."""
        return max(self.faculty.panel_min - self.after, 0)


@dataclass(frozen=True, slots=True)
class NewBlock:
    """A block of the new year."""

    label: str
    first: date
    last: date
