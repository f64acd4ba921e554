"""What an .xlsx file must not be, judged before it is parsed.

A workbook is a zip of XML parts. Sizes, names and counts of tags are enough to refuse bombs, protected files and
macros, while nothing of the file is held in memory but one piece at a time.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, BinaryIO

from scheduling.exchange.issues import FileRefused

MEGABYTE = 1_000_000
MAX_FILE_BYTES = 10 * MEGABYTE
MAX_UNPACKED_BYTES = 30 * MEGABYTE
MAX_RATIO = 150
RATIO_COUNTS_FROM_BYTES = 15 * MEGABYTE
MAX_PARTS = 500
MAX_ROWS = 10_000
MAX_CELLS = 100_000
MAX_TAGS = 1_000_000
MAX_TAGS_A_ROW = 10_000
MAX_TAGS_BESIDE_CELLS = 40_000
MAX_SHARED_STRINGS_BYTES = 4 * MEGABYTE
MAX_SHARED_STRINGS_TAGS = 300_000
MAX_OTHER_PART_BYTES = 2 * MEGABYTE
MAX_OTHER_PART_TAGS = 60_000
LONGEST_TEXT = 100_000
CHUNK = 1 << 20

ZIP_SIGNATURE = b"PK\x03\x04"
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FORBIDDEN_MARKUP = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
ROW_TAG = re.compile(rb"<(?:\w+:)?row\b")
CELL_TAG = re.compile(rb"<(?:\w+:)?c[\s/>]")
FORMULA_TAG = re.compile(rb"<(?:\w+:)?f[\s/>]")
CELL_CONTENT_TAG = re.compile(rb"<(?:/|(?:\w+:)?(?:c|v|f|is|t|row|r|rPr)[\s/>])")
SAVE_AS_XLSX = (
    "Open it in the spreadsheet program and save it as an Excel workbook (.xlsx), then upload that."
)
START_AFRESH = (
    "A program's year needs far less: copy the filled-in cells into a fresh workbook and upload that."
)


@dataclass(slots=True)
class TagCount:
    """Tags met so far; ``open_row`` counts those since the last row began."""

    tags: int = 0
    rows: int = 0
    cells: int = 0
    formulas: int = 0
    beside_cells: int = 0
    open_row: int = 0


def refuse_unsafe(file: BinaryIO, filename: str) -> bool:
    """Raise `FileRefused` unless ``file`` is a workbook of sensible size; leaves the file at its start.

    Returns whether any sheet holds formulas.
    """
    _refuse_by_name(filename)
    _refuse_by_content(file)
    try:
        with zipfile.ZipFile(file) as package:
            _refuse_by_directory(package)
            formulas = _refuse_by_parts(package)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        OSError,
        RuntimeError,
        ValueError,
    ) as error:
        raise damaged() from error
    file.seek(0)
    return formulas > 0


def damaged() -> FileRefused:
    """For a file that begins well and then cannot be read."""
    return FileRefused("The workbook is damaged or incomplete.", SAVE_AS_XLSX)


def too_much(reason: str) -> FileRefused:
    """For a file that would unpack to more than any program's year needs."""
    return FileRefused(reason, START_AFRESH)


def _macros(filename: str) -> FileRefused:
    return FileRefused(
        "The workbook carries macros.",
        "Save it as an Excel workbook without macros (.xlsx) and upload that.",
        filename,
    )


def _refuse_by_name(filename: str) -> None:
    name = filename.lower()
    if name.endswith((".xlsm", ".xltm", ".xlam")):
        raise _macros(filename)
    if name.endswith((".xls", ".xlsb", ".ods", ".numbers", ".csv")):
        raise FileRefused("This kind of file is not read here.", SAVE_AS_XLSX, filename)
    if not name.endswith(".xlsx"):
        raise FileRefused("The file's name does not end in .xlsx.", SAVE_AS_XLSX, filename)


def _refuse_by_content(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    start = file.read(len(OLE_SIGNATURE))
    file.seek(0)
    if size == 0:
        raise FileRefused("The file is empty.", "Save the workbook again and upload that.")
    if size > MAX_FILE_BYTES:
        raise too_much(f"The file is larger than {MAX_FILE_BYTES // MEGABYTE} MB.")
    if start == OLE_SIGNATURE:
        raise FileRefused(
            "The file is protected with a password, or is an old .xls file under a new name.",
            "Remove the password and save it as an Excel workbook (.xlsx), then upload that.",
        )
    if not start.startswith(ZIP_SIGNATURE):
        raise FileRefused("The file is not an Excel workbook, although its name says so.", SAVE_AS_XLSX)


def _refuse_by_directory(package: zipfile.ZipFile) -> None:
    """Judge by the package's list of contents alone; nothing is unpacked."""
    parts = package.infolist()
    names = {part.filename.lower() for part in parts}
    if len(parts) > MAX_PARTS:
        raise too_much(f"The file holds {len(parts):,} parts; a workbook has a few dozen.")
    if len(names) != len(parts):
        raise damaged()
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused("The file is encrypted.", "Remove the password, save it again and upload that.")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise _macros("")
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if unpacked > MAX_UNPACKED_BYTES or (
        unpacked > RATIO_COUNTS_FROM_BYTES and unpacked / packed > MAX_RATIO
    ):
        raise too_much(f"The file would unpack to {unpacked / MEGABYTE:,.0f} MB.")
    if not {"xl/workbook.xml", "[content_types].xml"} <= names:
        raise FileRefused("The file is not an Excel workbook, although its name says so.", SAVE_AS_XLSX)


def _refuse_by_parts(package: zipfile.ZipFile) -> int:
    """Look through every part as a stream, whatever its name: a sheet may hide under any. Counts the formulas."""
    cells = formulas = 0
    for part in package.infolist():
        name = part.filename.lower()
        with package.open(part) as stream:
            kind = _kind_of(stream)
        if kind is None:
            continue
        if kind != "utf-8":
            raise FileRefused("The workbook is not written in UTF-8.", SAVE_AS_XLSX)
        with package.open(part) as stream:
            if name.startswith("xl/worksheets/"):
                count = _refuse_large_sheet(stream)
                cells, formulas = cells + count.cells, formulas + count.formulas
            else:
                _refuse_large_part(part, name, stream)
        if cells > MAX_CELLS:
            raise too_much(f"The sheets hold more than {MAX_CELLS:,} cells.")
    return formulas


def _kind_of(stream: IO[bytes]) -> str | None:
    """The encoding of a part that may be markup; None for pictures and printer settings."""
    start = stream.read(64)
    if start[:2] in {b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"}:
        return "utf-16"
    return "utf-8" if start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<" else None


def _refuse_large_sheet(stream: IO[bytes]) -> TagCount:
    count = TagCount()
    for piece in _pieces(stream):
        _count_tags(count, piece)
        if count.rows > MAX_ROWS:
            raise too_much(f"A sheet has more than {MAX_ROWS:,} rows.")
        if count.cells > MAX_CELLS or count.tags > MAX_TAGS:
            raise too_much(f"A sheet holds more than {MAX_CELLS:,} cells.")
        if count.beside_cells > MAX_TAGS_BESIDE_CELLS or count.open_row > MAX_TAGS_A_ROW:
            raise too_much("A sheet holds far more than rows of cells.")
    return count


def _count_tags(count: TagCount, piece: bytes) -> None:
    tags = piece.count(b"<")
    count.tags += tags
    if count.tags > MAX_TAGS:
        return
    count.rows += len(ROW_TAG.findall(piece))
    count.cells += len(CELL_TAG.findall(piece))
    count.formulas += len(FORMULA_TAG.findall(piece))
    count.beside_cells += tags - len(CELL_CONTENT_TAG.findall(piece))
    runs = [run.count(b"<") for run in ROW_TAG.split(piece)]
    runs[0] += count.open_row
    longest = max(runs)
    count.open_row = longest if longest > MAX_TAGS_A_ROW else runs[-1]


def _refuse_large_part(part: zipfile.ZipInfo, name: str, stream: IO[bytes]) -> None:
    texts = name == "xl/sharedstrings.xml"
    if part.file_size > (MAX_SHARED_STRINGS_BYTES if texts else MAX_OTHER_PART_BYTES):
        raise too_much(f"Its part {part.filename} would unpack to {part.file_size / MEGABYTE:,.0f} MB.")
    tags = 0
    for piece in _pieces(stream):
        tags += piece.count(b"<")
        if name == "[content_types].xml" and b"macroEnabled" in piece:
            raise _macros("")
        if tags > (MAX_SHARED_STRINGS_TAGS if texts else MAX_OTHER_PART_TAGS):
            raise too_much(f"Its part {part.filename} is far larger than in any workbook made by hand.")


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The part in pieces that each begin and end at a tag; refuses what no spreadsheet program writes."""
    held = b""
    while chunk := stream.read(CHUNK):
        held += chunk
        if FORBIDDEN_MARKUP.search(held):
            raise FileRefused(
                "The workbook declares entities, which no spreadsheet program does.", SAVE_AS_XLSX
            )
        if len(held) > LONGEST_TEXT * (held.count(b"<") + 1):
            raise too_much("A cell holds more text than a cell can.")
        cut = held.rfind(b"<")
        yield held[:cut]
        held = held[cut:]
    yield held
