"""What the month grid's template shows, ready to print."""

from dataclasses import dataclass
from datetime import date


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
    """One column."""

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


@dataclass(frozen=True, slots=True)
class Row:
    """A resident (by primary key): the year's figures, then the cells of the window."""

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
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The residents of one class."""

    label: str
    count: int
    reached: int
    attainable: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Attendance:
    """A resident in clinic, for the list of one day."""

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

    label: str
    previous: date | None
    next: date | None
    parts: tuple[DayPart, ...]


@dataclass(frozen=True, slots=True)
class SiteMark:
    """Which letter stands for which site."""

    letter: str
    name: str


@dataclass(frozen=True, slots=True)
class GridUpdate:
    """What an edit changes of a grid that is shown already."""

    half_days: tuple[HalfDayHead, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """The page's content."""

    weeks: tuple[Head, ...]
    days: tuple[Head, ...]
    half_days: tuple[HalfDayHead, ...]
    groups: tuple[Group, ...]
    sites: tuple[SiteMark, ...]
    shown: int
    total: int
    day: DayList
