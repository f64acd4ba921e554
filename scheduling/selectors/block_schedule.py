"""The block schedule: residents down, blocks across, in each cell a rotation or a block split between several."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from scheduling.domain.block_cells import Part, in_words, text_of
from scheduling.domain.calendar import MONTHS
from scheduling.models import AcademicYear, Block, Resident, ResidentYear, Rotation
from scheduling.selectors.block_cells import BlockColumns, Cells, block_columns, cells_of
from scheduling.selectors.years import day_looked_at


class RowOrder(StrEnum):
    """How residents are sorted."""

    PGY = "pgy"
    NAME = "name"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class BlockColumn:
    """One block's head."""

    key: int
    label: str
    dates: str
    is_now: bool
    is_past: bool
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class CellPart:
    """A rotation's code, and the band behind it; without a code nothing is known."""

    code: str
    hue: str


@dataclass(frozen=True, slots=True)
class BlockCell:
    """A cell: one part, or several where the block is split; ``text`` is what is typed, ``words`` what is read."""

    parts: tuple[CellPart, ...] = ()
    text: str = ""
    words: str = ""

    @property
    def is_split(self) -> bool:
        """Whether several rotations share the block."""
        return len(self.parts) > 1


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One resident's year."""

    resident: Resident
    pgy: int
    row_code: str
    cells: list[BlockCell]


@dataclass(frozen=True, slots=True)
class BlockGroup:
    """Residents under one heading; none where everybody stands in one list."""

    pgy: int | None
    rows: list[BlockRow]


@dataclass(frozen=True, slots=True)
class RotationCount:
    """How many residents are on a rotation, block by block."""

    rotation: Rotation
    counts: list[int]

    @property
    def is_used(self) -> bool:
        """Whether anybody is on it."""
        return any(self.counts)


@dataclass(frozen=True, slots=True)
class BlockSchedule:
    """The whole table, the program's rotations, and how many are on each."""

    columns: list[BlockColumn]
    groups: list[BlockGroup]
    counts: list[RotationCount]

    @property
    def rotations(self) -> list[Rotation]:
        """Those that somebody is on, for the legend."""
        return [count.rotation for count in self.counts if count.is_used]

    @property
    def rows(self) -> list[BlockRow]:
        """Everybody."""
        return [row for group in self.groups for row in group.rows]


def block_schedule(year: AcademicYear, today: date, order: RowOrder = RowOrder.PGY) -> BlockSchedule:
    """The year's table in four queries."""
    columns = block_columns(year)
    found = cells_of(year, columns)
    rotations = list(Rotation.objects.filter(program_id=year.program_id))
    printed = CellMaker(rotations)
    rows = [
        BlockRow(
            place.resident,
            place.pgy,
            place.row_code,
            [printed.cell(found.get((place.resident_id, block.pk), ())) for block in columns.columns],
        )
        for place in _places(year, today, order)
    ]
    return BlockSchedule(
        [_column(block, today) for block in columns.columns],
        _groups(rows, order),
        _counts(rotations, columns, found, {row.resident.pk for row in rows}),
    )


def cells_shown(year: AcademicYear, wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], BlockCell]:
    """Some cells as they are now, by resident and block; those of blocks that are gone are left out. Three queries."""
    columns = block_columns(year)
    found = cells_of(year, columns, {resident for resident, _ in wanted})
    printed = CellMaker(Rotation.objects.filter(program_id=year.program_id))
    there = {block.pk for block in columns.columns}
    return {cell: printed.cell(found.get(cell, ())) for cell in wanted if cell[1] in there}


class CellMaker:
    """Makes cells of parts; thousands stand in a table, few differ."""

    def __init__(self, rotations: Iterable[Rotation]) -> None:
        self.hues: Mapping[str, str] = {rotation.code: rotation.hue for rotation in rotations}
        self.made: dict[tuple[Part, ...], BlockCell] = {}
        self.plain: dict[str, BlockCell] = {"": BlockCell()}

    def cell(self, parts: tuple[Part, ...]) -> BlockCell:
        """The cell that shows these parts."""
        if len(parts) > 1:
            if parts not in self.made:
                self.made[parts] = self._cell(parts)
            return self.made[parts]
        code = parts[0].code if parts else ""
        if code not in self.plain:
            self.plain[code] = self._cell(parts)
        return self.plain[code]

    def _cell(self, parts: tuple[Part, ...]) -> BlockCell:
        shown = tuple(CellPart(part.code, self.hues.get(part.code, "")) for part in parts)
        return BlockCell(shown, text_of(parts), in_words(parts))


def _places(year: AcademicYear, today: date, order: RowOrder) -> list[ResidentYear]:
    present = Resident.objects.here_on(day_looked_at(year, today))
    places = ResidentYear.objects.filter(year=year, resident__in=present).select_related("resident")
    by = {RowOrder.PGY: "pgy", RowOrder.NAME: "resident__name", RowOrder.ROW: "row_code"}[order]
    return list(places.order_by(by, "resident__name"))


def _groups(rows: list[BlockRow], order: RowOrder) -> list[BlockGroup]:
    if order != RowOrder.PGY:
        return [BlockGroup(None, rows)] if rows else []
    return [BlockGroup(pgy, list(members)) for pgy, members in groupby(rows, key=lambda row: row.pgy)]


def _counts(
    rotations: list[Rotation], columns: BlockColumns, cells: Cells, shown: set[int]
) -> list[RotationCount]:
    counted = Counter(
        (code, block)
        for (resident, block), parts in cells.items()
        if resident in shown
        for code in {part.code for part in parts}
    )
    return [
        RotationCount(rotation, [counted[rotation.code, block.pk] for block in columns.columns])
        for rotation in rotations
    ]


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _column(block: Block, today: date) -> BlockColumn:
    first, last = block.first_date, block.last_date
    return BlockColumn(
        block.pk,
        block.label,
        f"{_short(first)} – {_short(last)}",
        first <= today <= last,
        last < today,
        first,
        last,
    )
