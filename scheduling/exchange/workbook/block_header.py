"""The headings of the sheet Block schedule: which columns are blocks, and from when to when they last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from scheduling.exchange.issues import IssueLog, Place
from scheduling.exchange.names import name_key
from scheduling.exchange.workbook.cells import LONGEST_LABEL, CellFault
from scheduling.exchange.workbook.date_ranges import HOW_TO_WRITE, date_range_of, looks_like_dates
from scheduling.exchange.workbook.sheets import Heading, cell_text, find_header_row, heading_key, place_of
from scheduling.exchange.workbook.tables import BlockColumn
from scheduling.exchange.xlsx import CellValue, RawSheet, Row

NAME = Heading("Resident", others=("Name",))


@dataclass(frozen=True, slots=True)
class BlockHeader:
    """Where the blocks stand on the sheet; ``name_column`` and the keys of ``blocks`` count from 0."""

    raw: RawSheet
    row: int
    name_column: int
    blocks: Mapping[int, BlockColumn]

    def first_and_last(self) -> tuple[date, date] | None:
        """The dates that the blocks span."""
        if not self.blocks:
            return None
        return min(b.first for b in self.blocks.values()), max(b.last for b in self.blocks.values())

    def place(self, row: int, column: int) -> Place:
        """A cell, named by its block or heading."""
        block = self.blocks.get(column)
        header = block.label if block else cell_text(cell_at(self.raw.rows[self.row], column))
        return place_of(self.raw.title, row, column, header)


def read_block_header(raw: RawSheet, log: IssueLog) -> BlockHeader | None:
    """The blocks and their dates; None, with the error noted, if there is no heading Resident."""
    row = find_header_row(raw.rows, NAME)
    header = raw.rows[row] if raw.rows else ()
    name_column = next((i for i, v in enumerate(header) if heading_key(cell_text(v)) in NAME.keys), None)
    if name_column is None:
        remedy = "Put the heading Resident above the names, in the row of the blocks' dates."
        log.add_error(place_of(raw.title, None), None, "There is no column Resident.", remedy)
        return None
    blocks = _blocks(raw, row, name_column, log)
    _check_order(raw, row, blocks, log)
    if not blocks:
        log.add_error(
            place_of(raw.title, row + 1), None, "No column is headed by the dates of a block.", HOW_TO_WRITE
        )
    return BlockHeader(raw, row, name_column, blocks)


def blocks_of(header: BlockHeader) -> Sequence[BlockColumn]:
    """The blocks in the order of their dates."""
    return sorted(header.blocks.values(), key=lambda block: block.first)


def cell_at(row: Row, index: int) -> CellValue:
    """The cell of a row that may be shorter."""
    return row[index] if index < len(row) else None


def _blocks(raw: RawSheet, row: int, name_column: int, log: IssueLog) -> dict[int, BlockColumn]:
    header, above = raw.rows[row], raw.rows[row - 1] if row > 0 else ()
    width = max((len(values) for values in raw.rows), default=0)
    blocks: dict[int, BlockColumn] = {}
    for index in range(name_column + 1, width):
        typed = cell_text(cell_at(header, index))
        filled = any(cell_text(cell_at(values, index)) for values in raw.rows[row + 1 :])
        if not typed and not filled:
            continue
        try:
            first, last = date_range_of(typed)
        except CellFault as fault:
            place = place_of(raw.title, row + 1, index, cell_text(cell_at(above, index)))
            if looks_like_dates(typed) or not typed:
                log.add_error(place, typed, fault.reason, fault.remedy)
            else:
                log.add_warning(place, typed, "This column has no dates and is left out.", HOW_TO_WRITE)
            continue
        label = cell_text(cell_at(above, index))[:LONGEST_LABEL] or f"Block {len(blocks) + 1}"
        blocks[index] = BlockColumn(label, first, last)
    return blocks


def _check_order(raw: RawSheet, row: int, blocks: Mapping[int, BlockColumn], log: IssueLog) -> None:
    in_time = sorted(blocks.items(), key=lambda item: item[1].first)
    for (_, earlier), (index, later) in pairwise(in_time):
        place = place_of(raw.title, row + 1, index, later.label)
        typed = cell_text(raw.rows[row][index])
        if later.first <= earlier.last:
            log.add_error(
                place, typed, f"The block overlaps with {earlier.label}.", "Correct the dates of one of them."
            )
        elif (later.first - earlier.last).days > 1:
            reason = f"Between {earlier.label} and this block lie days without a block."
            log.add_warning(
                place, typed, reason, "Correct the dates, or ignore this: there is no clinic on these days."
            )
    labels: set[str] = set()
    for index, block in blocks.items():
        if name_key(block.label) in labels:
            place = place_of(raw.title, row, index, block.label)
            log.add_error(place, block.label, "Two blocks have the same name.", "Give each block its own.")
        labels.add(name_key(block.label))
