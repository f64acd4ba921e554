"""What a coordinator asks of a roll-over."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from scheduling.exchange.intern_list import Intern


class Going(StrEnum):
    """What becomes of a resident."""

    UP = "up"
    STAYS = "stays"
    GRADUATES = "graduates"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a coordinator decides: the new year, what becomes of whom, who comes in, and the dates without clinic."""

    first_monday: date
    weeks: int
    name: str
    going: Mapping[int, Going] = field(default_factory=dict)
    interns: tuple[Intern, ...] = ()
    holidays: tuple[tuple[date, str], ...] = ()

    @property
    def last_date(self) -> date:
        """The last Sunday of the new year."""
        return self.first_monday + timedelta(weeks=self.weeks, days=-1)
