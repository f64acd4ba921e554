"""A sheet as a table: headings found whatever their order and case, rows that read cells and note what is wrong."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from openpyxl.utils import get_column_letter

from scheduling.exchange.issues import IssueLog, Place
from scheduling.exchange.workbook import cells
from scheduling.exchange.workbook.cells import CellFault
from scheduling.exchange.xlsx import CellValue, RawSheet, Row

T = TypeVar("T")
ROWS_SEARCHED_FOR_HEADINGS = 10


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that a sheet may have, by its heading as the documentation prints it."""

    text: str
    required: bool = True
    others: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The spellings that are taken for it."""
        return tuple(heading_key(text) for text in (self.text, *self.others))


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """Where a heading stands, and how it is spelt there."""

    index: int
    header: str


def heading_key(text: str) -> str:
    """A heading without case, blanks and punctuation."""
    return re.sub(r"[\W_]+", "", text.casefold())


def cell_text(value: CellValue) -> str:
    """A cell for comparing with a heading; never fails."""
    return "" if value is None else str(value).strip()


def place_of(sheet: str, row: int | None, index: int | None = None, header: str = "") -> Place:
    """The place of a cell whose column counts from 0."""
    return Place(sheet, row, "" if index is None else get_column_letter(index + 1), header)


@dataclass(slots=True)
class SheetRow:
    """One row under the headings. Reading a cell that is at fault notes the error and gives a stand-in."""

    sheet: str
    number: int
    values: Row
    columns: Mapping[str, FoundColumn]
    log: IssueLog
    ok: bool = True

    def value(self, heading: Heading) -> CellValue:
        """What stands in the cell; None where the column or the cell is missing."""
        column = self.columns.get(heading.text)
        return self.values[column.index] if column is not None and column.index < len(self.values) else None

    def is_blank(self, heading: Heading) -> bool:
        """Whether the cell holds nothing."""
        return cell_text(self.value(heading)) == ""

    def place(self, heading: Heading | None = None) -> Place:
        """Where the cell is, for messages."""
        column = self.columns.get(heading.text) if heading is not None else None
        if column is None:
            return place_of(self.sheet, self.number, header=heading.text if heading else "")
        return place_of(self.sheet, self.number, column.index, column.header)

    def error(self, heading: Heading | None, reason: str, remedy: str) -> None:
        """Note an error at a cell of this row."""
        self.ok = False
        self.log.add_error(self.place(heading), self.value(heading) if heading else None, reason, remedy)

    def read(self, heading: Heading, reader: Callable[[CellValue], T], stand_in: T) -> T:
        """What ``reader`` makes of the cell, or ``stand_in`` with the fault noted."""
        try:
            return reader(self.value(heading))
        except CellFault as fault:
            self.error(heading, fault.reason, fault.remedy)
            return stand_in

    def text(self, heading: Heading, longest: int = cells.LONGEST_TEXT) -> str:
        """Text on one line, which may be blank."""
        return self.read(heading, lambda value: cells.name_of(value, longest), "")

    def name(self, heading: Heading, longest: int = cells.LONGEST_NAME) -> str:
        """A name, which must be there."""
        name = self.text(heading, longest)
        if not name and self.is_blank(heading):
            self.error(heading, "The cell is blank.", "Fill it in, or empty the whole row.")
        return name

    def whole(self, heading: Heading, least: int = 0, most: int = 999) -> int:
        """A whole number, which must be there."""
        if self.is_blank(heading):
            self.error(heading, "The cell is blank.", f"Write a whole number from {least} to {most}.")
            return least
        return self.read(heading, lambda value: cells.whole_of(value, least, most), least)

    def date(self, heading: Heading) -> date | None:
        """A date, or None where the cell is blank."""
        return None if self.is_blank(heading) else self.read(heading, cells.date_of, None)


@dataclass(slots=True)
class SheetTable:
    """A sheet with its headings found."""

    title: str
    header_row: int
    columns: Mapping[str, FoundColumn]
    rows: list[SheetRow] = field(default_factory=list)


def read_table(
    raw: RawSheet, headings: Sequence[Heading], log: IssueLog, header_row: int | None = None
) -> SheetTable | None:
    """The rows under the headings, blank rows left out; None, with the errors noted, if headings are missing.

    ``header_row`` counts from 0; None = the first row that holds the first heading.
    """
    if header_row is None:
        header_row = find_header_row(raw.rows, headings[0])
    header = raw.rows[header_row] if header_row < len(raw.rows) else ()
    columns = _find_columns(raw.title, header_row, header, headings, log)
    missing = [heading for heading in headings if heading.required and heading.text not in columns]
    for heading in missing:
        log.add_error(
            place_of(raw.title, header_row + 1, header=heading.text),
            None,
            f"The column {heading.text} is missing.",
            f"Add a column with the heading {heading.text}.",
        )
    if missing:
        return None
    table = SheetTable(raw.title, header_row + 1, columns)
    for number, values in enumerate(raw.rows[header_row + 1 :], header_row + 2):
        if any(cell_text(value) for value in values):
            table.rows.append(SheetRow(raw.title, number, values, columns, log))
    return table


def find_header_row(rows: Sequence[Row], first: Heading) -> int:
    """The index of the first row that holds the main heading; 0 if none does."""
    for index, row in enumerate(rows[:ROWS_SEARCHED_FOR_HEADINGS]):
        if any(heading_key(cell_text(value)) in first.keys for value in row):
            return index
    return 0


def _find_columns(
    title: str, header_row: int, header: Row, headings: Iterable[Heading], log: IssueLog
) -> dict[str, FoundColumn]:
    by_key = {key: heading.text for heading in headings for key in heading.keys}
    found: dict[str, FoundColumn] = {}
    for index, value in enumerate(header):
        typed = cell_text(value)
        if not typed:
            continue
        known = by_key.get(heading_key(typed))
        place = place_of(title, header_row + 1, index, typed)
        if known is None:
            log.add_warning(
                place,
                typed,
                "This column is not known and is left out.",
                "Check its spelling, or ignore this.",
            )
        elif known in found:
            log.add_error(place, typed, "This column is there twice.", "Remove or rename one of them.")
        else:
            found[known] = FoundColumn(index, typed)
    return found


def first_repeated(rows: Iterable[tuple[str, SheetRow]]) -> Iterator[tuple[SheetRow, SheetRow]]:
    """Rows whose key stood in an earlier row, each with that earlier row."""
    seen: dict[str, SheetRow] = {}
    for key, row in rows:
        if key in seen:
            yield row, seen[key]
        else:
            seen[key] = row
