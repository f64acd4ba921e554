"""The cells of one resident: clinic, leave, holiday, teaching, free, or cannot be."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import groupby

from scheduling.domain.calendar import HalfDay, days_from
from scheduling.domain.problem_building import absent_half_days, is_taught
from scheduling.domain.program_year import Absence, ResidentYear, Teaching
from scheduling.selectors.month_grid.content import Cell, Window
from scheduling.selectors.month_grid.frame import Frame, RowFacts
from scheduling.selectors.month_grid.reading import GridFacts

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
OPEN = "is-open"
NO_ROTATION = Band("none", "", date.min, has_clinic=False)


@dataclass(frozen=True, slots=True)
class Column:
    """What the cells of one half-day have in common."""

    half_day: HalfDay
    starts: str
    is_today_start: bool
    lessons: tuple[Teaching, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """A cell while nobody attends: ``free`` as it stands, ``clinic`` as one that gets a clinic begins."""

    free: Cell
    clinic: Cell


def blank_row(frame: Frame, columns: Sequence[Column], row: RowFacts) -> tuple[Blank, ...]:
    """The resident's cells before anybody attends; each stretch of a rotation carries its name once, at its start."""
    away = absent_half_days(_within(frame.window, row.described.absences))
    rotations = _bands_by_day(frame, row.described)
    bands = [_band(column.half_day, away, rotations) for column in columns]
    return tuple(
        Blank(
            _in_place(_free(frame, row, column, band), label, column),
            _in_place(_bare(row, column, band), label, column),
        )
        for column, band, label in zip(columns, bands, _band_labels(bands), strict=True)
    )


def row_cells(
    facts: GridFacts, resident: int, blanks: Sequence[Blank], at: Mapping[HalfDay, int]
) -> tuple[Cell, ...]:
    """The resident's cells in this version; ``at`` tells where each half-day stands."""
    cells = [blank.free for blank in blanks]
    for half_day in facts.version.kept_free.get(resident, ()):
        if half_day in at and cells[at[half_day]].state == OPEN:
            cells[at[half_day]] = _kept_free(cells[at[half_day]])
    coach = facts.coach_of(resident)
    for half_day, attended in facts.attended.get(resident, {}).items():
        site = facts.frame.sites[attended.site]
        together = coach is not None and (coach.pk, attended.session) in facts.version.there
        with_whom = coach.short_name if coach is not None and together else ""
        begun = blanks[at[half_day]].clinic
        cells[at[half_day]] = _clinic(begun, site.name, site.letter, with_whom, is_pinned=attended.is_pinned)
    return tuple(cells)


def _within(window: Window, absences: Iterable[Absence]) -> Iterator[Absence]:
    return (away for away in absences if away.first <= window.last and away.last >= window.first)


def _in_place(cell: Cell, label: str, column: Column) -> Cell:
    """The cell with what its place adds."""
    return _made(replace(cell, band=label, starts=column.starts, is_today_start=column.is_today_start))


@lru_cache(maxsize=MOST_KEPT)
def _made(cell: Cell) -> Cell:
    """One cell for all that are equal: thousands stand on a page, few differ, and the same is compared at once."""
    return cell


def _bands_by_day(frame: Frame, resident: ResidentYear) -> dict[date, Band]:
    found: dict[date, Band] = {}
    window = frame.window
    for block in resident.assignments:
        rotation = frame.rotations.get(block.rotation)
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


def _free(frame: Frame, row: RowFacts, column: Column, band: Band) -> Cell:
    half_day = column.half_day
    if half_day.date in frame.holidays:
        return Cell(band.hue, "holiday", band.name, state="is-holiday", text="H")
    if band.hue == LEAVE:
        return Cell(band.hue, "away", "", state="is-leave", text="L")
    if band.has_clinic and is_taught(row.described, column.lessons):
        return Cell(band.hue, "teaching", band.name, text="T")
    if half_day in row.allowed:
        return Cell(band.hue, "free for clinic", band.name, state=OPEN)
    return Cell(band.hue, "cannot be", band.name, state="is-off")


def _bare(row: RowFacts, column: Column, band: Band) -> Cell:
    return Cell(band.hue, "", band.name, is_clash=column.half_day not in row.allowed)


@lru_cache(maxsize=MOST_KEPT)
def _kept_free(cell: Cell) -> Cell:
    """A half-day on which the resident may have clinic and has none because somebody pinned that."""
    return replace(cell, name="kept free, pinned", is_pinned=True)


@lru_cache(maxsize=MOST_KEPT)
def _clinic(begun: Cell, site: str, letter: str, with_whom: str, *, is_pinned: bool) -> Cell:
    """The cell of a clinic, of the coach's too if it is with them."""
    said = f"{site}, together with {with_whom}" if with_whom else site
    if begun.is_clash:
        said += ", not allowed by what is known now"
    return replace(
        begun,
        name=f"{said}, pinned" if is_pinned else said,
        letter=letter,
        is_overlap=bool(with_whom),
        is_pinned=is_pinned,
    )
