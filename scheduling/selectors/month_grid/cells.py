"""The cells of one resident: clinic, leave, holiday, teaching, free, or cannot be."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby

from scheduling.domain.calendar import HalfDay, days_from
from scheduling.domain.problem_building import absent_half_days, is_taught
from scheduling.domain.program_year import Absence, ResidentYear, Teaching
from scheduling.selectors.month_grid.content import Cell, Window
from scheduling.selectors.month_grid.reading import Attended, GridFacts

CELL_WIDTH = 25
LETTER_WIDTH = 5.6
SHORTEST_CUT = 4
MOST_KEPT = 8192


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of one rotation, or of leave; ``since`` tells two blocks of one rotation apart."""

    hue: str
    name: str
    since: date
    has_clinic: bool


LEAVE = "leave"
NO_ROTATION = Band("none", "", date.min, has_clinic=False)


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of one half-day have in common."""

    half_day: HalfDay
    starts: str
    is_today_start: bool
    lessons: tuple[Teaching, ...]


@dataclass(frozen=True, slots=True)
class RowFacts:
    """A resident of the grid, and the half-days on which they may have clinic."""

    pk: int
    described: ResidentYear
    allowed: Collection[HalfDay]


def row_cells(facts: GridFacts, columns: Sequence[Column], row: RowFacts) -> tuple[Cell, ...]:
    """The resident's cells, one a column; each stretch of a rotation carries its name once, at its start."""
    away = absent_half_days(_within(facts.window, row.described.absences))
    rotations = _bands_by_day(facts, row.described)
    bands = [_band(column.half_day, away, rotations) for column in columns]
    labels = list(_band_labels(bands))
    return tuple(
        _in_place(_cell(facts, row, column, band), label, column.starts, is_today_start=column.is_today_start)
        for column, band, label in zip(columns, bands, labels, strict=True)
    )


def _within(window: Window, absences: Iterable[Absence]) -> Iterator[Absence]:
    return (away for away in absences if away.first <= window.last and away.last >= window.first)


@lru_cache(maxsize=MOST_KEPT)
def _in_place(cell: Cell, label: str, starts: str, *, is_today_start: bool) -> Cell:
    """The cell with what its place adds. Each different one is made once: thousands stand on a page, few differ."""
    return replace(cell, band=label, starts=starts, is_today_start=is_today_start)


def _bands_by_day(facts: GridFacts, resident: ResidentYear) -> dict[date, Band]:
    found: dict[date, Band] = {}
    window = facts.window
    for block in resident.assignments:
        rotation = facts.rotations.get(block.rotation)
        if rotation is None or block.first > window.last or block.last < window.first:
            continue
        band = Band(rotation.hue, str(rotation), block.first, has_clinic=rotation.max_per_week > 0)
        for day in days_from(max(block.first, window.first), min(block.last, window.last)):
            found[day] = band
    return found


def _band(half_day: HalfDay, away: Collection[HalfDay], rotations: dict[date, Band]) -> Band:
    rotation = rotations.get(half_day.date, NO_ROTATION)
    if half_day in away:
        return Band(LEAVE, "Leave", rotation.since, has_clinic=False)
    return rotation


def _band_labels(bands: Sequence[Band]) -> Iterator[str]:
    """The name where a stretch begins, cut to its room, then nothing."""
    for band, stretch in groupby(bands):
        length = len(list(stretch))
        room = int((length * CELL_WIDTH - 8) / LETTER_WIDTH)
        yield band.name if len(band.name) <= room else _cut(band.name, room)
        yield from [""] * (length - 1)


def _cut(name: str, room: int) -> str:
    """What fits of a name; nothing rather than a stump."""
    return f"{name[: room - 1]}…" if room >= SHORTEST_CUT else ""


def _cell(facts: GridFacts, row: RowFacts, column: Column, band: Band) -> Cell:
    half_day = column.half_day
    attended = facts.attended.get((row.pk, half_day))
    if attended is not None:
        return _clinic(
            facts, row, attended, Cell(band.hue, "", band.name, is_clash=half_day not in row.allowed)
        )
    if half_day.date in facts.holidays:
        return Cell(band.hue, "holiday", band.name, state="is-holiday", text="H")
    if band.hue == LEAVE:
        return Cell(band.hue, "away", "", state="is-leave", text="L")
    if band.has_clinic and is_taught(row.described, column.lessons):
        return Cell(band.hue, "teaching", band.name, text="T")
    if half_day in row.allowed:
        return _open(band, is_kept=(row.pk, half_day) in facts.kept_free)
    return Cell(band.hue, "cannot be", band.name, state="is-off")


def _open(band: Band, *, is_kept: bool) -> Cell:
    """A half-day on which the resident may have clinic and has none; kept free where somebody pinned that."""
    said = "kept free, pinned" if is_kept else "free for clinic"
    return Cell(band.hue, said, band.name, state="is-open", is_pinned=is_kept)


def _clinic(facts: GridFacts, row: RowFacts, attended: Attended, cell: Cell) -> Cell:
    site = facts.sites[attended.site]
    coach = facts.coach_of(row.pk)
    is_overlap = coach is not None and (coach.pk, attended.session) in facts.there
    said = f"{site.name}, together with {coach.short_name}" if coach and is_overlap else site.name
    if cell.is_clash:
        said += ", not allowed by what is known now"
    return replace(
        cell,
        name=f"{said}, pinned" if attended.is_pinned else said,
        letter=site.letter,
        is_overlap=is_overlap,
        is_pinned=attended.is_pinned,
    )
