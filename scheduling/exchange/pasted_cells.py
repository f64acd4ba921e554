"""Cells as spreadsheets put them on the clipboard: separated by tabs, quoted where a cell holds a line break."""

import csv
import io

from scheduling.domain.wording import counted

MOST_CHARACTERS = 1_000_000
Cells = list[list[str]]


class PasteUnreadable(ValueError):
    """What was pasted cannot be used; the message says why and what to do."""


def read_pasted(text: str) -> Cells:
    """The cells, row by row and all of one width. A line break within a cell counts as a blank.

    Raises ``PasteUnreadable``.
    """
    if len(text) > MOST_CHARACTERS:
        raise PasteUnreadable("What was copied is far larger than a block schedule. Copy the cells only.")
    try:
        read = list(csv.reader(io.StringIO(text.replace("\0", ""), newline=""), dialect="excel-tab"))
    except csv.Error as error:
        raise PasteUnreadable("What was copied is not made of cells. Copy cells of a spreadsheet.") from error
    if not read:
        raise PasteUnreadable("Nothing was copied. Copy cells first; the key Delete clears cells.")
    width = max(1, *(len(row) for row in read))
    return [[" ".join(cell.split()) for cell in (row + [""] * width)[:width]] for row in read]


def tiled(cells: Cells, height: int, width: int) -> Cells:
    """The cells repeated over a chosen range that holds them several times exactly; else as they are."""
    rows, columns = len(cells), len(cells[0])
    if height % rows or width % columns:
        return cells
    return [[cells[row % rows][column % columns] for column in range(width)] for row in range(height)]


def fitted(cells: Cells, height: int, width: int) -> Cells:
    """The cells that have room in so many rows and columns; raises ``PasteUnreadable`` where a filled one has none."""
    beyond = any(
        cell
        for row, line in enumerate(cells)
        for column, cell in enumerate(line)
        if row >= height or column >= width
    )
    if beyond:
        raise PasteUnreadable(
            f"{counted(len(cells), 'row')} by {counted(len(cells[0]), 'column')} were copied, and from here there is "
            f"room for {height:,} by {width:,}. Choose a cell further up or left, or copy less. Nothing was saved."
        )
    return [line[:width] for line in cells[:height]]
