"""The cells of a year's block schedule: who is on what in which block, split or not.

A block that lies within another is a part of it, for those residents whose block is split.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from scheduling.domain.block_cells import Part, Span, columns_of, with_gaps
from scheduling.models import AcademicYear, Block, RotationAssignment

Cells = dict[tuple[int, int], tuple[Part, ...]]


@dataclass(frozen=True, slots=True)
class BlockColumns:
    """The blocks that are columns, in order of time, and for every block the column in which it lies."""

    columns: list[Block]
    column_of: dict[int, Block]


def span_of(block: Block) -> Span:
    """A block's dates."""
    return Span(block.first_date, block.last_date)


def block_columns(year: AcademicYear) -> BlockColumns:
    """The year's columns. One query."""
    blocks = list(Block.objects.filter(year=year))
    spans = set(columns_of(span_of(block) for block in blocks))
    columns = [block for block in blocks if span_of(block) in spans]
    return BlockColumns(
        columns,
        {
            block.pk: next(c for c in columns if c == block or span_of(c).holds(span_of(block)))
            for block in blocks
        },
    )


def cells_of(year: AcademicYear, columns: BlockColumns, residents: Collection[int] | None = None) -> Cells:
    """What each resident has in each column, by resident and block; blank cells are left out. One query.

    Two rotations at once are both there. Without ``residents``, those of everybody.
    """
    rows = RotationAssignment.objects.filter(block__year=year)
    if residents is not None:
        rows = rows.filter(resident__in=residents)
    found: dict[tuple[int, int], list[Part]] = defaultdict(list)
    blocks = {pk: column.pk for pk, column in columns.column_of.items()}
    listed = rows.values_list(
        "resident_id", "block_id", "block__first_date", "block__last_date", "rotation__code"
    )
    for resident, block, first, last, code in listed:
        found[resident, blocks[block]].append(Part(Span(first, last), code))
    spans = {column.pk: span_of(column) for column in columns.columns}
    return {key: with_gaps(parts, spans[key[1]]) for key, parts in found.items()}
