"""A resident's record as a workbook: a sheet for each part, readable without this program."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scheduling.exchange.workbook.sheet_writing import Value, fit_columns, write_row

Line = Sequence[Value]


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """One part of a record."""

    title: str
    headings: Sequence[str]
    lines: Sequence[Line]


def write_record(sheets: Sequence[RecordSheet]) -> bytes:
    """An .xlsx file; text that a spreadsheet program might take for a formula is made harmless."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for part in sheets:
        sheet: Worksheet = book.create_sheet(part.title)
        write_row(sheet, 1, part.headings, heading=True)
        for number, line in enumerate(part.lines, 2):
            write_row(sheet, number, line)
        sheet.freeze_panes = "A2"
        fit_columns(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
