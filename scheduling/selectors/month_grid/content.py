"""What the month grid's template shows, ready to print."""

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Generic, TypeVar

C = TypeVar("C")
"""What stands in a row: half-days or weeks."""


@dataclass(frozen=True, slots=True)
class Window:
    """The weeks on show, from a Monday; the Mondays of the windows before and after, None at the year's ends."""

    first: date
    last: date
    weeks: int
    previous: date | None
    next: date | None
    label: str
    title: str


@dataclass(frozen=True, slots=True)
class Head:
    """A week or a day over the columns."""

    label: str
    span: int
    starts: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Counter:
    """What is left on a half-day; ``kind`` names its emphasis, ``by_site`` tells it site by site."""

    text: str = "–"
    kind: str = ""
    by_site: str = ""


@dataclass(frozen=True, slots=True)
class HalfDayHead:
    """One column; ``key`` as pages name it, ``sessions`` the open ones: ``M:311 E:402``."""

    key: str
    sessions: str
    period: str
    spoken: str
    starts: str
    is_today_start: bool
    rooms: Counter
    supervision: Counter


@dataclass(frozen=True, slots=True)
class Cell:
    """One resident's half-day; equal cells print the same."""

    hue: str
    name: str
    rotation: str
    state: str = ""
    text: str = ""
    letter: str = ""
    is_overlap: bool = False
    is_pinned: bool = False
    is_clash: bool = False
    band: str = ""
    starts: str = ""
    is_today_start: bool = False
    hashed: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """A cell is made once and looked up many times."""
        object.__setattr__(self, "hashed", hash(tuple(getattr(self, name) for name in _COMPARED)))

    def __hash__(self) -> int:
        return self.hashed


_COMPARED = tuple(one.name for one in fields(Cell) if one.compare)


@dataclass(frozen=True, slots=True)
class Row(Generic[C]):
    """A resident (by primary key): the year's figures, then a cell for each column."""

    resident: int
    name: str
    full_name: str
    coach: str
    clinics: int
    goal: int
    is_short: bool
    reached: int
    attainable: int
    gap: int
    is_gap_long: bool
    cells: tuple[C, ...]
    hashed: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """A row is made once and printed for everybody who looks."""
        object.__setattr__(self, "hashed", hash((self.resident, self.clinics, self.reached, self.cells)))

    def __hash__(self) -> int:
        return self.hashed

    @property
    def share(self) -> float:
        """The part reached of what could be; 1 where nothing could."""
        return self.reached / self.attainable if self.attainable else 1.0


@dataclass(frozen=True, slots=True)
class Group(Generic[C]):
    """The residents under one head."""

    label: str
    count: int
    reached: int
    attainable: int
    rows: tuple[Row[C], ...]


@dataclass(frozen=True, slots=True)
class Attendance:
    """A resident in clinic, for the list of one day; ``place`` names the cell: ``12/2026-12-02/AM``."""

    place: str
    name: str
    letter: str
    site: str
    is_overlap: bool
    coach: str


@dataclass(frozen=True, slots=True)
class DayPart:
    """One half-day of the list that a phone shows in the grid's place."""

    label: str
    rooms: Counter
    supervision: Counter
    residents: tuple[Attendance, ...]


@dataclass(frozen=True, slots=True)
class DayList:
    """One day, and the days beside it."""

    day: date
    label: str
    previous: date | None
    next: date | None
    holiday: str
    parts: tuple[DayPart, ...]


@dataclass(frozen=True, slots=True)
class SiteMark:
    """Which letter stands for which site."""

    key: int
    letter: str
    name: str


@dataclass(frozen=True, slots=True)
class GridUpdate:
    """What an edit changes of a grid that is shown already."""

    half_days: tuple[HalfDayHead, ...]
    rows: tuple[Row[Cell], ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose from."""

    key: int
    label: str


@dataclass(frozen=True, slots=True)
class Offered:
    """Among what the residents on show can be narrowed."""

    pgys: tuple[Option, ...]
    coaches: tuple[Option, ...]
    sites: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """The page's content."""

    weeks: tuple[Head, ...]
    days: tuple[Head, ...]
    half_days: tuple[HalfDayHead, ...]
    groups: tuple[Group[Cell], ...]
    sites: tuple[SiteMark, ...]
    shown: int
    total: int
    day: DayList
    offered: Offered

    def rows(self) -> list[Row[Cell]]:
        """All of them, as they stand."""
        return [row for group in self.groups for row in group.rows]

    def names(self) -> tuple[tuple[int, str], ...]:
        """Of each resident the key and the name."""
        return tuple((row.resident, row.name) for row in self.rows())


@dataclass(frozen=True, slots=True)
class WeekHead:
    """A week over a column of the year: its Monday, its number, and the month where its name stands."""

    monday: date
    number: int
    month: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class WeekCell:
    """A resident's week; ``kind`` is its heat, and equal cells print the same."""

    clinics: int
    together: int
    kind: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class YearDensity:
    """The year's page."""

    weeks: tuple[WeekHead, ...]
    groups: tuple[Group[WeekCell], ...]
    shown: int
    total: int
    offered: Offered
