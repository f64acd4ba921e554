"""Text files of comma-separated values: the encoding found out, the size bounded, never a character guessed wrong in silence."""

import codecs
import csv
import io
from typing import BinaryIO

from scheduling.exchange.harmless import restored
from scheduling.exchange.issues import FileRefused

MAX_FILE_BYTES = 5_000_000
MAX_ROWS = 5_000
MAX_COLUMNS = 1_000
SAVE_AS_CSV = "Open it in the spreadsheet program and save it as “CSV UTF-8”, then upload that."
ZIP_SIGNATURE = b"PK\x03\x04"
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(file: BinaryIO, filename: str) -> list[list[str]]:
    """The cells of a CSV file, separated by commas, semicolons or tabs. Raises `FileRefused`."""
    content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise FileRefused(
            "The file is larger than 5 MB.",
            "A block schedule is far smaller: check that it is the right file.",
        )
    if not content.strip():
        raise FileRefused("The file is empty.", SAVE_AS_CSV)
    if content.startswith(ZIP_SIGNATURE) or filename.lower().endswith((".xlsx", ".xls", ".xlsm")):
        raise FileRefused("This is a workbook, not a CSV file.", SAVE_AS_CSV, filename)
    text = _decoded(content)
    if "\x00" in text:
        raise FileRefused("The file holds NUL characters, which no text has.", SAVE_AS_CSV)
    rows = _split(text)
    if len(rows) > MAX_ROWS or max(len(row) for row in rows) > MAX_COLUMNS:
        raise FileRefused(
            f"The file has more than {MAX_ROWS:,} rows or {MAX_COLUMNS:,} columns.", SAVE_AS_CSV
        )
    return rows


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 as marked, else UTF-8 if it is that, else the Western Windows code page."""
    marked = [encoding for mark, encoding in BYTE_ORDER_MARKS if content.startswith(mark)]
    for encoding in marked or ["utf-8", "cp1252"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("The file's characters cannot be read.", SAVE_AS_CSV)


def _split(text: str) -> list[list[str]]:
    first_lines = text[:20_000]
    delimiter = max(",;\t", key=first_lines.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise FileRefused("The file is not made of separated values.", SAVE_AS_CSV) from error
    return [[restored(cell) for cell in row] for row in rows]
