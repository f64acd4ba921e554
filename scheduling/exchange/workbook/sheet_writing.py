"""Writing cells, rows and tables: harmless text, dates as dates, optional columns only where they hold something."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scheduling.exchange.harmless import made_harmless
from scheduling.exchange.workbook.sheets import Heading

Value = str | int | date | None
HEADER_FONT = Font(bold=True)
HEADER_FILL = PatternFill("solid", fgColor="E8EEF0")
UNSAFE_IN_XML = re.compile(r"[\x01-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
WIDEST_COLUMN = 40


def write_table(
    sheet: Worksheet,
    columns: Mapping[Heading, Sequence[Value]],
    first_row: int = 1,
    keep: frozenset[str] = frozenset(),
) -> None:
    """Write columns side by side; an optional one with nothing in it is left out, unless it is to be kept."""
    shown = {
        heading: values
        for heading, values in columns.items()
        if heading.required or heading.text in keep or any(value not in {None, ""} for value in values)
    }
    write_row(sheet, first_row, [heading.text for heading in shown], heading=True)
    for number, row in enumerate(zip(*shown.values(), strict=True), first_row + 1):
        write_row(sheet, number, row)


def write_row(sheet: Worksheet, number: int, values: Iterable[Value], *, heading: bool = False) -> None:
    """Write one row from the first column on; blanks stay empty cells."""
    for index, value in enumerate(values, 1):
        if value is None or value == "":
            continue
        cell = sheet.cell(number, index)
        assert isinstance(cell, Cell)
        _fill(cell, value)
        if heading:
            cell.font, cell.fill, cell.alignment = HEADER_FONT, HEADER_FILL, Alignment(wrap_text=False)


def _fill(cell: Cell, value: Value) -> None:
    if not isinstance(value, str):
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        return
    if "\x00" in value:
        raise ValueError("No workbook can hold a NUL character.")
    cell.value = _escaped(made_harmless(value))
    cell.data_type = "s"


def _escaped(text: str) -> str:
    """Control characters as the format writes them: a return is ``_x000D_``."""
    return UNSAFE_IN_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def fit_columns(sheet: Worksheet) -> None:
    """Make every column wide enough to read."""
    for index, column in enumerate(sheet.iter_cols(values_only=True), 1):
        longest = max((len(str(value)) for value in column if value is not None), default=0)
        sheet.column_dimensions[get_column_letter(index)].width = min(WIDEST_COLUMN, max(8, longest + 2))
