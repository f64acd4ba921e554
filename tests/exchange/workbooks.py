"""Workbooks for tests: the template with a few cells changed."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl

from scheduling.exchange.issues import FileIssue
from scheduling.exchange.workbook import WorkbookReading, read_workbook, write_template

TEMPLATE = write_template()
Edit = Callable[[Any], None]


def edited(edit: Edit) -> io.BytesIO:
    """The template after ``edit`` has worked on its openpyxl workbook."""
    book = openpyxl.load_workbook(io.BytesIO(TEMPLATE))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def read_edited(edit: Edit) -> WorkbookReading:
    """What the importer says about the edited template."""
    return read_workbook(edited(edit), "program.xlsx")


def set_cell(sheet: str, cell: str, value: object) -> Edit:
    """An edit of one cell."""

    def edit(book: Any) -> None:
        book[sheet][cell] = value

    return edit


def set_cells(*changes: tuple[str, str, object]) -> Edit:
    """An edit of several cells."""

    def edit(book: Any) -> None:
        for sheet, cell, value in changes:
            book[sheet][cell] = value

    return edit


def setting_cell(book: Any, name: str) -> Any:
    """The value's cell beside a setting's name on the sheet Clinic."""
    return next(row[1] for row in book["Clinic"].iter_rows(max_col=2) if row[0].value == name)


def set_setting(name: str, value: object) -> Edit:
    """An edit of one setting."""

    def edit(book: Any) -> None:
        setting_cell(book, name).value = value

    return edit


def only(issues: tuple[FileIssue, ...]) -> FileIssue:
    """The one issue there is."""
    assert len(issues) == 1, [str(issue) for issue in issues]
    return issues[0]
