"""A version of a schedule as files: residents down and half-days across, and as a list, for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from scheduling.domain.calendar import WEEKDAYS, HalfDay
from scheduling.domain.seats import Seat
from scheduling.exchange.harmless import made_harmless
from scheduling.exchange.workbook.sheet_writing import Value, fit_columns, write_row

LIST_HEADINGS = ("Resident", "PGY", "Coach", "Date", "Weekday", "Half-day", "Site", "Together")
GRID_HEADINGS = ("Resident", "PGY", "Coach")
TOGETHER_MARK = "*"
NAME_WIDTH, CELL_WIDTH = 26, 11


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One resident's half-days."""

    name: str
    pgy: int | None
    coach: str
    seats: dict[HalfDay, Seat]


@dataclass(frozen=True, slots=True)
class ScheduleTable:
    """A version; ``title`` says which."""

    title: str
    rows: Sequence[ScheduleRow]


def write_schedule_workbook(table: ScheduleTable) -> bytes:
    """An .xlsx file with a sheet in the layout of a paper schedule and one with a line per half-day."""
    book = Workbook()
    book.remove(book.worksheets[0])
    grid: Worksheet = book.create_sheet("Schedule")
    listed: Worksheet = book.create_sheet("List")
    _write_grid(grid, table)
    write_row(listed, 1, LIST_HEADINGS, heading=True)
    for number, line in enumerate(_lines(table), 2):
        write_row(listed, number, line)
    listed.freeze_panes = "A2"
    fit_columns(listed)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_schedule_csv(table: ScheduleTable) -> bytes:
    """The list as CSV, with a byte order mark, so that spreadsheets read names right."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(LIST_HEADINGS)
    for line in _lines(table):
        writer.writerow([made_harmless(cell) if isinstance(cell, str) else cell for cell in line])
    return out.getvalue().encode("utf-8-sig")


def _write_grid(sheet: Worksheet, table: ScheduleTable) -> None:
    half_days = sorted({half_day for row in table.rows for half_day in row.seats})
    write_row(sheet, 1, [table.title, "", f"{TOGETHER_MARK} together with the coach"])
    write_row(sheet, 2, ["", "", "", *(half_day.date for half_day in half_days)], heading=True)
    words = (f"{WEEKDAYS[half_day.date.weekday()]} {half_day.period}" for half_day in half_days)
    write_row(sheet, 3, [*GRID_HEADINGS, *words], heading=True)
    for number, row in enumerate(table.rows, 4):
        cells = (_cell(row.seats.get(half_day)) for half_day in half_days)
        write_row(sheet, number, [row.name, row.pgy, row.coach, *cells])
    sheet.freeze_panes = "D4"
    widths = [NAME_WIDTH, 5, NAME_WIDTH, *(CELL_WIDTH for _ in half_days)]
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width


def _cell(seat: Seat | None) -> str:
    return "" if seat is None else f"{seat.letter}{TOGETHER_MARK if seat.together else ''}"


def _lines(table: ScheduleTable) -> Iterable[list[Value]]:
    for row in table.rows:
        for half_day in sorted(row.seats):
            seat, day = row.seats[half_day], half_day.date
            yield [
                row.name,
                row.pgy,
                row.coach,
                day,
                WEEKDAYS[day.weekday()],
                str(half_day.period),
                seat.site,
                "yes" if seat.together else "no",
            ]
