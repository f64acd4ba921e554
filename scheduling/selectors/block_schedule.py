"""The block schedule: residents down, blocks across, one rotation in each cell."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from scheduling.domain.calendar import MONTHS
from scheduling.models import AcademicYear, Block, Resident, ResidentYear, Rotation, RotationAssignment
from scheduling.selectors.years import day_looked_at


@dataclass(frozen=True, slots=True)
class BlockColumn:
    """One block's head."""

    label: str
    dates: str
    is_now: bool


@dataclass(frozen=True, slots=True)
class BlockCell:
    """A rotation; without a code nothing is known."""

    code: str = ""
    name: str = ""
    hue: str = ""


@dataclass(frozen=True, slots=True)
class BlockRow:
    """One resident's year."""

    resident: Resident
    row_code: str
    cells: list[BlockCell]


@dataclass(frozen=True, slots=True)
class BlockGroup:
    """The residents of one class."""

    pgy: int
    rows: list[BlockRow]


@dataclass(frozen=True, slots=True)
class BlockSchedule:
    """The whole table, and the rotations in it for the legend."""

    columns: list[BlockColumn]
    groups: list[BlockGroup]
    rotations: list[Rotation]


def block_schedule(year: AcademicYear, today: date) -> BlockSchedule:
    """The year's table in four queries."""
    blocks = list(Block.objects.filter(year=year))
    rotations = {rotation.pk: rotation for rotation in Rotation.objects.filter(program_id=year.program_id)}
    found = {
        (resident, block): rotation
        for resident, block, rotation in RotationAssignment.objects.filter(block__year=year).values_list(
            "resident_id", "block_id", "rotation_id"
        )
    }
    cells = {pk: BlockCell(rotation.code, str(rotation), rotation.hue) for pk, rotation in rotations.items()}
    blank = BlockCell()
    rows = [
        (place.pgy, BlockRow(place.resident, place.row_code, [
            cells.get(found.get((place.resident_id, block.pk), 0), blank) for block in blocks
        ]))
        for place in _places(year, today)
    ]  # fmt: skip
    used = set(found.values())
    return BlockSchedule(
        [_column(block, today) for block in blocks],
        [
            BlockGroup(pgy, [row for _, row in members])
            for pgy, members in groupby(rows, key=lambda pair: pair[0])
        ],
        [rotation for pk, rotation in rotations.items() if pk in used],
    )


def _places(year: AcademicYear, today: date) -> list[ResidentYear]:
    present = Resident.objects.here_on(day_looked_at(year, today))
    places = ResidentYear.objects.filter(year=year, resident__in=present).select_related("resident")
    return list(places.order_by("pgy", "resident__name"))


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def _column(block: Block, today: date) -> BlockColumn:
    first, last = block.first_date, block.last_date
    return BlockColumn(block.label, f"{_short(first)} – {_short(last)}", first <= today <= last)
