"""A file that cannot come in is refused in words that say where to look."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, Page, expect

from scheduling.exchange.workbook import write_workbook
from tests.e2e.house import House, Visitor, Visits
from tests.e2e.programs import small_tables

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PROGRAM = "Upload Program"


@pytest.fixture(scope="module")
def program(house: House) -> dict[str, Any]:
    """A program into which nothing comes."""
    return house.furnish("empty_program", PROGRAM)


@pytest.fixture
def coordinator(visits: Visits, program: dict[str, Any]) -> Visitor:
    """At the upload page."""
    visitor = visits.of(program["coordinator"])
    visitor.page.goto(f"/programs/{program['program']}/uploads/")
    return visitor


def hand_in(page: Page, file: FilePayload) -> None:
    """Choose a file and send it."""
    page.get_by_label("Workbook or block schedule").set_input_files(file)
    page.get_by_role("button", name="See what it would change").click()


def test_a_file_of_another_kind_is_refused_beside_its_field(coordinator: Visitor) -> None:
    coordinator.allowed = ("422",)
    hand_in(coordinator.page, {"name": "minutes.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    expect(coordinator.page.locator("form .drop")).to_contain_text("“minutes.pdf” is neither a workbook")
    expect(coordinator.page.get_by_label("Workbook or block schedule")).to_have_attribute(
        "aria-invalid", "true"
    )


def test_a_fault_in_a_workbook_is_shown_with_its_row_and_column(coordinator: Visitor) -> None:
    tables = small_tables(PROGRAM)
    wrong = replace(tables.residents[-1], coach="Nobody, Known")
    content = write_workbook(replace(tables, residents=(*tables.residents[:-1], wrong)))
    hand_in(coordinator.page, {"name": "roster.xlsx", "mimeType": WORKBOOK, "buffer": content})
    expect(coordinator.page.get_by_role("heading", level=1)).to_have_text("roster.xlsx cannot come in yet")
    cell = next(
        cell
        for row in load_workbook(BytesIO(content))["Residents"].iter_rows()
        for cell in row
        if cell.value == "Nobody, Known"
    )
    row = coordinator.page.get_by_role("row").filter(has_text="“Nobody, Known”")
    expect(row.get_by_role("rowheader")).to_have_text("Residents")
    expect(row.get_by_role("cell").nth(0)).to_have_text(str(cell.row))
    expect(row.get_by_role("cell").nth(1)).to_contain_text(cell.column_letter)
    expect(coordinator.page.get_by_role("button", name="Import")).to_have_count(0)
