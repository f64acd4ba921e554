"""What shapes an invented year: its size, style and tightness, what is open, and the rules that make it hard."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from benchmarks.instances.styles import VARIABLE, Style
from benchmarks.instances.week import FULL_YEAR

HOUSES = ((400, 1, 1), (1200, 4, 2), (10_000, 8, 4))  # up to so many residents: programs, sites


class Open(Enum):
    """Whose coach is to be found."""

    NOBODY = "given"
    INTERNS = "interns open"
    EVERYONE = "everyone open"


class Rooms(Enum):
    """How much of all rooms the yearly minima use."""

    LOOSE = 0.6
    USUAL = 0.84
    TIGHT = 0.93


@dataclass(frozen=True, slots=True)
class Shape:
    """A year of so many residents; the rest has usual values.

    ``intern_weight`` binds in supervision for the first half of the year. ``min_residents`` is that of every session.
    With ``offered``, which of their half-days the coaches precept is to be found.
    """

    residents: int
    seed: int = 1
    style: Style = VARIABLE
    weeks: int = FULL_YEAR
    rooms: Rooms = Rooms.USUAL
    open: Open = Open.NOBODY
    programs: int = 1
    sites: int = 1
    residents_per_coach: int = 3
    half_days: int = 3  # a week that a coach precepts
    attendings: int = 0  # per program and site: precept on every half-day, coach nobody
    intern_weight: float = 1.0
    min_residents: int = 0
    offered: bool = False

    @property
    def name(self) -> str:
        """What is said of it in a table, beside its size."""
        said = [self.style.name, "" if self.weeks == FULL_YEAR else f"{self.weeks} weeks"]
        said += ["" if self.rooms is Rooms.USUAL else f"{self.rooms.name.lower()} rooms"]
        said += [f"{self.programs} programs" if self.programs > 1 else ""]
        said += [f"{self.sites} sites" if self.sites > 1 else ""]
        said += [f"interns weigh {self.intern_weight:g}" if self.intern_weight > 1 else ""]
        said += ["" if self.attendings or self.intern_weight == 1 else "no attendings"]
        said += [f"at least {self.min_residents} or none" if self.min_residents else ""]
        said += ["faculty half-days open" if self.offered else ""]
        said += ["" if self.open is Open.NOBODY else self.open.value]
        return ", ".join(word for word in said if word)


def sized(residents: int, **changes: Any) -> Shape:
    """The usual shape of so many residents: large houses have several programs that share sites and rooms."""
    programs, sites = next(house for most, *house in HOUSES if residents <= most)
    return Shape(**{"residents": residents, "programs": programs, "sites": sites, "attendings": 1} | changes)


def heavy_interns(residents: int, *, attendings: int = 1) -> Shape:
    """Interns weigh 2 where faculty are few enough for it to bind; without attendings it binds hard."""
    return Shape(residents, residents_per_coach=4, half_days=2, intern_weight=2, attendings=attendings)
