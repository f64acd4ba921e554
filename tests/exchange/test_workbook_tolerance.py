"""What coordinators do to their sheets without meaning anything by it changes nothing."""

from datetime import date
from typing import Any

import pytest

from scheduling.domain.calendar import Period
from scheduling.exchange.workbook.tables import WorkbookTables
from scheduling.exchange.workbook.template import template_tables
from tests.exchange.workbooks import Edit, read_edited, set_cell, set_cells, set_setting


def tables_of(edit: Edit) -> WorkbookTables:
    reading = read_edited(edit)
    assert reading.errors == ()
    assert reading.tables is not None
    return reading.tables


def rename_sheet(book: Any) -> None:
    book["Block schedule"].title = " BLOCK  Schedule"


def reverse_columns(book: Any) -> None:
    sheet = book["Residents"]
    rows = [list(reversed(row)) for row in sheet.iter_rows(values_only=True)]
    sheet.delete_rows(1, sheet.max_row)
    for row in rows:
        sheet.append(row)


def blank_rows(book: Any) -> None:
    book["Residents"].insert_rows(4, 3)
    book["Away"].insert_rows(1)


def insert_title_above(book: Any) -> None:
    book["Faculty"].insert_rows(1, 2)
    book["Faculty"]["A1"] = "Our faculty this year"


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(rename_sheet, id="a sheet's name in other case and blanks"),
        pytest.param(reverse_columns, id="columns in another order"),
        pytest.param(blank_rows, id="blank rows"),
        pytest.param(insert_title_above, id="a title above the headings"),
        pytest.param(
            set_cells(("Residents", "G1", "CLINICS per year  (MIN) "), ("Residents", "A1", "resident")),
            id="headings in other case",
        ),
        pytest.param(set_cell("Residents", "E4", "  hollis,   PERPETUA "), id="a coach in other case"),
        pytest.param(set_cell("Block schedule", "C4", " amb "), id="a rotation in other case"),
        pytest.param(set_cell("Residents", "C2", "PGY-1"), id="a class in words"),
        pytest.param(set_cell("Residents", "G2", "40"), id="a number typed as text"),
        pytest.param(set_cell("Residents", "D2", "2026-06-24"), id="a date in ISO form as text"),
        pytest.param(set_cell("Residents", "D2", "24 June 2026"), id="a date with its month in words"),
        pytest.param(set_cell("Residents", "D2", "06/24/2026"), id="a date that can be only one"),
        pytest.param(
            set_cell("Block schedule", "D2", "2026-07-13 to 2026-07-26"), id="a block's dates in ISO form"
        ),
        pytest.param(set_cell("Block schedule", "A4", None), id="no mark before a resident"),
        pytest.param(set_setting("Academic year", "2026/27"), id="the year in short"),
        pytest.param(set_cell("Away", "D2", "both"), id="both half-days in words"),
    ],
)
def test_it_reads_as_if_it_were_tidy(edit: Edit) -> None:
    tables, tidy = tables_of(edit), template_tables()
    assert tables.residents == tidy.residents
    assert tables.faculty == tidy.faculty
    assert tables.assignments[0].rotation == tidy.assignments[0].rotation
    assert tables.blocks == tidy.blocks
    assert tables.away == tidy.away
    assert tables.clinic.first_monday == tidy.clinic.first_monday


def test_a_block_over_new_year_begins_in_the_year_before() -> None:
    block = next(b for b in tables_of(lambda _: None).blocks if b.label == "Block 14")
    assert (block.first, block.last) == (date(2026, 12, 28), date(2027, 1, 10))


def test_an_off_cycle_resident_may_have_blank_blocks() -> None:
    edit = set_cells(
        ("Residents", "L1", "Off-cycle"), ("Residents", "L6", "yes"), ("Block schedule", "C4", None)
    )
    tables = tables_of(edit)
    ravel = next(row for row in tables.residents if row.off_cycle)
    assert len([row for row in tables.assignments if row.resident == ravel.name]) == 25


def test_a_resident_who_starts_late_may_have_blank_blocks_before() -> None:
    resident_row, schedule_row = 2, 10
    edit = set_cells(
        ("Residents", f"D{resident_row}", date(2026, 7, 13)), ("Block schedule", f"C{schedule_row}", None)
    )
    tables = tables_of(edit)
    assert len([row for row in tables.assignments if row.resident == "Abara, Nilo"]) == 25


def test_blocks_need_not_have_names() -> None:
    def edit(book: Any) -> None:
        for cell in book["Block schedule"][1]:
            cell.value = None

    assert [block.label for block in tables_of(edit).blocks][:2] == ["Block 1", "Block 2"]


def test_an_absence_without_a_last_day_lasts_one_day() -> None:
    assert tables_of(set_cell("Away", "C2", None)).away[0].last == date(2026, 8, 3)


def test_a_site_may_be_named_by_its_letter_and_weeks_of_the_month_given() -> None:
    duty = tables_of(set_cell("Faculty", "F2", "p @ m (1st, 3rd)")).faculty[0].pattern[0, Period.AM][0]
    assert (duty.site, duty.weeks_of_month) == ("MAIN", frozenset({1, 3}))


def test_without_first_and_last_day_the_blocks_bound_the_year() -> None:
    def edit(book: Any) -> None:
        for name in ("First day", "Last day"):
            set_setting(name, None)(book)

    clinic = tables_of(edit).clinic
    assert (clinic.first_day, clinic.last_day, clinic.weeks) == (date(2026, 6, 29), date(2027, 6, 27), 52)
