"""One resident's half-days as a list, which a phone shows in the grid's place when somebody asks for one person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from scheduling.domain.calendar import day_label, monday_of
from scheduling.domain.wording import capitalised
from scheduling.selectors.month_grid import MonthGrid
from scheduling.selectors.month_grid.content import Cell, HalfDayHead, Row

SILENT = frozenset({"is-off"})
BETWEEN = ", together"


@dataclass(frozen=True, slots=True)
class HalfDayLine:
    """What stands on a half-day; ``place`` names the cell. A clinic can move, a free half-day be filled, unless pinned or past."""

    place: str
    label: str
    text: str
    together: str
    letter: str
    is_overlap: bool
    can_move: bool
    is_free: bool


@dataclass(frozen=True, slots=True)
class WeekLines:
    """A week and the rotations in it; whether some of its days are past and stay as they are."""

    label: str
    rotations: str
    is_held: bool
    lines: tuple[HalfDayLine, ...]


@dataclass(frozen=True, slots=True)
class ResidentList:
    """The resident (by primary key) and the weeks on show."""

    key: int
    name: str
    coach: str
    weeks: tuple[WeekLines, ...]


def resident_list(grid: MonthGrid, who: int | None, held_before: date = date.min) -> ResidentList | None:
    """Of a resident who is among those on show; None for anybody else, and where nobody is asked for.

    Nothing can be changed on days before ``held_before``.
    """
    row = next((row for row in grid.rows() if row.resident == who), None)
    if row is None:
        return None
    return ResidentList(
        row.resident, row.full_name, row.coach, tuple(_weeks(row, grid.half_days, held_before))
    )


def _weeks(row: Row[Cell], heads: Sequence[HalfDayHead], held_before: date) -> Iterator[WeekLines]:
    cells = [(_day(head), head, cell) for head, cell in zip(heads, row.cells, strict=True)]
    for monday, week in groupby(cells, key=lambda one: monday_of(one[0])):
        listed = list(week)
        rotations = dict.fromkeys(cell.rotation for _, _, cell in listed if cell.rotation)
        lines = tuple(
            _line(row.resident, day, head, cell, is_held=day < held_before)
            for day, head, cell in listed
            if cell.state not in SILENT
        )
        yield WeekLines(
            f"Week of {day_label(monday)}", ", ".join(rotations), is_held=monday < held_before, lines=lines
        )


def _line(resident: int, day: date, head: HalfDayHead, cell: Cell, *, is_held: bool) -> HalfDayLine:
    may_change = not (cell.is_pinned or is_held)
    text, between, with_whom = cell.name.partition(BETWEEN)
    return HalfDayLine(
        place=f"{resident}/{head.key}",
        label=f"{day_label(day)}, {head.period}",
        text=capitalised(text),
        together=f"together{with_whom}" if between else "",
        letter=cell.letter,
        is_overlap=cell.is_overlap,
        can_move=bool(cell.letter) and may_change,
        is_free=cell.state == "is-open" and may_change,
    )


def _day(head: HalfDayHead) -> date:
    return date.fromisoformat(head.key.split("/", maxsplit=1)[0])
