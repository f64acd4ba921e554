"""Opening a workbook: all its cells as plain values, read row by row, or a clear refusal."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import repeat
from typing import Any, BinaryIO

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.escape import unescape

from scheduling.exchange.issues import FileRefused
from scheduling.exchange.xlsx_package import MAX_ROWS, damaged, refuse_unsafe, too_much

MAX_COLUMNS = 1_000
ERROR_VALUES = frozenset(
    {"#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)


@dataclass(frozen=True, slots=True)
class UnreadableCell:
    """A cell that holds no value to be read: an error, or a formula that was never calculated."""

    text: str
    reason: str
    remedy: str

    def __str__(self) -> str:
        return self.text


CellValue = str | int | float | bool | date | datetime | time | timedelta | UnreadableCell | None
Row = tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A worksheet's cells; ``rows[0]`` is row 1. Rows and cells end with the last that holds something."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RawWorkbook:
    """All worksheets in their order; ``counts_from_1904`` if its dates do (they are read rightly)."""

    sheets: tuple[RawSheet, ...]
    counts_from_1904: bool


def open_workbook(file: BinaryIO, filename: str) -> RawWorkbook:
    """All cells of an .xlsx file. Raises `FileRefused`, which says why and what to do."""
    has_formulas = refuse_unsafe(file, filename)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and validations, which carry no data
        try:
            return _read(file, has_formulas=has_formulas)
        except FileRefused:
            raise
        except Exception as error:  # a broken file may raise anything inside the parser
            raise damaged() from error


def _read(file: BinaryIO, *, has_formulas: bool) -> RawWorkbook:
    values = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    formulas = openpyxl.load_workbook(file, read_only=True, keep_links=False) if has_formulas else None
    sheets = []
    for sheet in values.worksheets:
        formula_rows = _cell_rows(formulas[sheet.title]) if formulas else repeat(())
        sheets.append(
            RawSheet(
                sheet.title,
                _trimmed(_plain_row(*pair) for pair in zip(_cell_rows(sheet), formula_rows, strict=False)),
            )
        )
    return RawWorkbook(tuple(sheets), values.epoch == CALENDAR_MAC_1904)


def _cell_rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    """Rows of cells; the sheet's own statement of its size is not believed."""
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > MAX_ROWS:
            raise too_much(f"The sheet {sheet.title} has more than {MAX_ROWS:,} rows.")
        if len(row) > MAX_COLUMNS:
            raise too_much(f"The sheet {sheet.title} has more than {MAX_COLUMNS:,} columns.")
        yield row


def _plain_row(cells: tuple[Any, ...], formulas: tuple[Any, ...]) -> Row:
    row = [_plain(cell.value) for cell in cells]
    for index, formula in enumerate(formulas):
        if formula.data_type == "f" and row[index] is None and cells[index].data_type not in {"s", "str"}:
            row[index] = _never_calculated(formula.value)
    while row and row[-1] is None:
        row.pop()
    return tuple(row)


def _plain(value: Any) -> CellValue:
    if not isinstance(value, str):
        return value  # type: ignore[no-any-return]  # openpyxl types cells loosely; these are numbers and dates
    if value in ERROR_VALUES:
        return UnreadableCell(
            value, "The cell shows a spreadsheet error.", "Mend its formula, or type the value in its place."
        )
    return unescape(value) if value.strip() else None


def _never_calculated(formula: object) -> UnreadableCell:
    return UnreadableCell(
        str(getattr(formula, "text", formula)),
        "The cell holds a formula without a result.",
        "Open the file in the spreadsheet program, save it there once, or type the value in its place.",
    )


def _trimmed(rows: Iterator[Row]) -> tuple[Row, ...]:
    found = list(rows)
    while found and not found[-1]:
        found.pop()
    return tuple(found)
