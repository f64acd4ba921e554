"""A schedule taken away: the layout coordinators know, a list, and no cell that could be a formula."""

import csv
import io
from datetime import date

from openpyxl import load_workbook

from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.seats import Seat
from scheduling.exchange.schedule_table import (
    ScheduleRow,
    ScheduleTable,
    write_schedule_csv,
    write_schedule_workbook,
)

AM, PM = (HalfDay(date(2026, 11, 30), period) for period in (Period.AM, Period.PM))
TABLE = ScheduleTable(
    "2026-2027, version 3 (published)",
    [
        ScheduleRow("Zamora, Rosa", 2, "Lindqvist, Maja", {PM: Seat("Main", "M", together=True)}),
        ScheduleRow("=cmd|' /C calc'!A0", 1, "", {AM: Seat("East", "E", together=False)}),
    ],
)


def test_the_workbook_has_residents_down_and_half_days_across() -> None:
    book = load_workbook(io.BytesIO(write_schedule_workbook(TABLE)))
    rows = [[cell.value for cell in row] for row in book["Schedule"].iter_rows(min_row=3)]
    assert rows == [
        ["Resident", "PGY", "Coach", "Mon AM", "Mon PM"],
        ["Zamora, Rosa", 2, "Lindqvist, Maja", None, "M*"],
        ["'=cmd|' /C calc'!A0", 1, None, "E", None],
    ]
    assert str(book["Schedule"].cell(2, 4).value) == "2026-11-30 00:00:00"
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_list_has_a_line_for_every_half_day_in_both_files() -> None:
    book = load_workbook(io.BytesIO(write_schedule_workbook(TABLE)))
    assert [cell.value for cell in list(book["List"].iter_rows())[1]][5:] == ["PM", "Main", "yes"]
    lines = list(csv.reader(io.StringIO(write_schedule_csv(TABLE).decode("utf-8-sig"))))
    assert lines[1] == ["Zamora, Rosa", "2", "Lindqvist, Maja", "2026-11-30", "Mon", "PM", "Main", "yes"]
    assert lines[2][0] == "'=cmd|' /C calc'!A0"
