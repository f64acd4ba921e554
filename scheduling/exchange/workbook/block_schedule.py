"""The sheet Block schedule: a row a resident, a column a block, in each cell a rotation.

The row with the heading Resident also carries each block's dates; the row above it may carry block names. Rows
without a resident are class headings. The first column holds marks such as R3, which are only compared with the PGY.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from scheduling.exchange.issues import IssueLog
from scheduling.exchange.names import name_key
from scheduling.exchange.workbook import cells
from scheduling.exchange.workbook.block_header import BlockHeader, cell_at
from scheduling.exchange.workbook.cells import CellFault
from scheduling.exchange.workbook.roster import NameIndex
from scheduling.exchange.workbook.sheets import cell_text, place_of
from scheduling.exchange.workbook.tables import AssignmentRow, BlockColumn, ResidentRow
from scheduling.exchange.xlsx import CellValue, Row

MARK = re.compile(r"(?:pgy|r)?\s*-?\s*(\d)", re.IGNORECASE)


@dataclass(slots=True)
class AssignmentReader:
    """Reads the rows below the headings, comparing them with the sheets Residents and Rotations."""

    header: BlockHeader
    log: IssueLog
    residents: NameIndex
    rotations: NameIndex
    resident_rows: Mapping[str, ResidentRow]
    row_of_resident: dict[str, int] = field(default_factory=dict)
    heading_pgy: int | None = None

    def read(self) -> list[AssignmentRow]:
        """Who is on which rotation when; residents who stand on one sheet only are noted."""
        found: list[AssignmentRow] = []
        for number, values in enumerate(self.header.raw.rows[self.header.row + 1 :], self.header.row + 2):
            found.extend(self._read_row(number, values))
        self._refuse_absent()
        return found

    def _read_row(self, number: int, values: Row) -> Iterator[AssignmentRow]:
        name = cell_at(values, self.header.name_column)
        mark = _mark(values[: self.header.name_column])
        if cell_text(name) == "":
            self.heading_pgy = mark if mark is not None else self.heading_pgy
            self._refuse_nameless(number, values)
            return
        resident = self._resident(number, name)
        if resident is None or self._is_repeated(number, resident):
            return
        row = self.resident_rows.get(name_key(resident))
        if row is not None:
            self._compare_class(number, mark if mark is not None else self.heading_pgy, row)
        for index, block in self.header.blocks.items():
            rotation = self._rotation(number, index, cell_at(values, index), row)
            if rotation is not None:
                yield AssignmentRow(resident, block.label, block.first, block.last, rotation, number)

    def _resident(self, number: int, value: CellValue) -> str | None:
        place = self.header.place(number, self.header.name_column)
        try:
            typed = cells.name_of(value)
        except CellFault as fault:
            self.log.add_error(place, value, fault.reason, fault.remedy)
            return None
        name = self.residents.find(typed)
        if name is None and self.residents.complete:
            remedy = self.residents.suggestion(typed)
            self.log.add_error(place, typed, "The resident is not on the sheet Residents.", remedy)
        return name

    def _is_repeated(self, number: int, resident: str) -> bool:
        earlier = self.row_of_resident.setdefault(name_key(resident), number)
        if earlier == number:
            return False
        place = self.header.place(number, self.header.name_column)
        self.log.add_error(
            place, resident, f"The resident already has row {earlier}.", "Remove one of the two rows."
        )
        return True

    def _rotation(self, number: int, index: int, value: CellValue, row: ResidentRow | None) -> str | None:
        place = self.header.place(number, index)
        try:
            typed = cells.name_of(value, cells.LONGEST_CODE)
        except CellFault as fault:
            self.log.add_error(place, value, fault.reason, fault.remedy)
            return None
        if not typed:
            if not _may_be_blank(self.header.blocks[index], row):
                remedy = "Write the rotation's code; of merged cells only the first counts, so fill in each."
                self.log.add_error(place, None, "The rotation is blank.", remedy)
            return None
        code = self.rotations.find(typed)
        if code is None and self.rotations.complete:
            remedy = self.rotations.suggestion(typed)
            self.log.add_error(place, typed, "The rotation is not on the sheet Rotations.", remedy)
        return code

    def _compare_class(self, number: int, pgy_shown: int | None, row: ResidentRow) -> None:
        if pgy_shown is not None and pgy_shown != row.pgy:
            self.log.add_warning(
                self.header.place(number, 0),
                f"R{pgy_shown}",
                f"{row.name} is PGY {row.pgy} on the sheet Residents.",
                "Correct one of the two; the sheet Residents counts.",
            )

    def _refuse_nameless(self, number: int, values: Row) -> None:
        if any(cell_text(cell_at(values, index)) for index in self.header.blocks):
            place = self.header.place(number, self.header.name_column)
            remedy = "Write the resident's name, or clear the row."
            self.log.add_error(place, None, "The row has rotations, but no resident.", remedy)

    def _refuse_absent(self) -> None:
        for key, resident in self.resident_rows.items():
            if key not in self.row_of_resident:
                self.log.add_error(
                    place_of("Residents", resident.source_row, 0, "Resident"),
                    resident.name,
                    f"The resident has no row on the sheet {self.header.raw.title}.",
                    "Add the row there, or remove the resident here.",
                )


def _mark(values: Row) -> int | None:
    matches = (MARK.fullmatch(cell_text(value)) for value in values)
    return next((int(match[1]) for match in matches if match), None)


def _may_be_blank(block: BlockColumn, row: ResidentRow | None) -> bool:
    """Off-cycle residents, and those who start after the block, may have no rotation."""
    if row is None:
        return False
    return row.off_cycle or (row.program_start is not None and block.last < row.program_start)
