"""Files that are no honest workbook are refused within two seconds and little memory."""

import io
import time
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from scheduling.exchange.workbook import WorkbookReading, read_workbook
from tests.exchange.workbooks import TEMPLATE, only

SECONDS = 2
MEMORY = 100_000_000
SHEET_START = b'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_END = b"</sheetData></worksheet>"


def repacked(change: Callable[[str, bytes], bytes], more: dict[str, bytes] | None = None) -> bytes:
    """The template with the content of its parts changed, and parts added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(TEMPLATE)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, change(part.filename, old.read(part)))
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    return repacked(lambda part, old: content if part == name else old)


def unchanged(_: str, content: bytes) -> bytes:
    return content


def sheet(rows: bytes) -> bytes:
    return with_part("xl/worksheets/sheet5.xml", SHEET_START + rows + SHEET_END)


def many_rows() -> bytes:
    row = b'<row><c t="inlineStr"><is><t>Hollis, Perpetua</t></is></c></row>'
    return sheet(row * 200_000)


def declared_entities(_: str, content: bytes) -> bytes:
    bomb = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return bomb + content if b"<worksheet" in content else content


def unbalanced(_: str, content: bytes) -> bytes:
    return content.replace(b"</worksheet>", b"") if b"<worksheet" in content else content


def macro_type(name: str, content: bytes) -> bytes:
    old, new = b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    return content.replace(old, new) if name == "[Content_Types].xml" else content


def encrypted() -> bytes:
    """The flag of an encrypted part set in every header of the package."""
    content = bytearray(TEMPLATE)
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 4)
    return bytes(content)


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("an empty file", lambda: b"", "empty"),
    ("a renamed text", lambda: b"Resident,Email\n", "not an Excel workbook"),
    ("a password or an old .xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
    ("a truncated file", lambda: TEMPLATE[: len(TEMPLATE) // 2], "damaged"),
    ("another kind of zip", lambda: _zip({"word/document.xml": b"<x/>"}), "not an Excel workbook"),
    ("an encrypted part", encrypted, "encrypted"),
    ("a macro project", lambda: repacked(unchanged, {"xl/vbaProject.bin": b"x"}), "macros"),
    ("a macro type", lambda: repacked(macro_type), "macros"),
    ("entities", lambda: repacked(declared_entities), "declares entities"),
    ("a bomb of zeros", lambda: repacked(unchanged, {"xl/media/a.png": b"\0" * 200_000_000}), "unpack to"),
    ("a bomb of spaces", lambda: sheet(b"<row><c><v>" + b" " * 25_000_000), "unpack to"),
    ("200,000 rows", many_rows, "rows"),
    ("a sheet of one endless row", lambda: sheet(b"<row>" + b"<c><v>1</v></c>" * 100_000), "far more"),
    ("a sheet of merges", lambda: sheet(b"" + b'<mergeCell ref="A1:B2"/>' * 100_000), "far more"),
    ("a thousand parts", lambda: repacked(unchanged, {f"x/{n}": b"" for n in range(1000)}), "parts"),
    ("endless styles", lambda: with_part("xl/styles.xml", b"<x>" + b"<xf/>" * 100_000), "far larger"),
    ("a sheet in UTF-16", lambda: with_part("xl/worksheets/sheet5.xml", "<x/>".encode("utf-16")), "UTF-8"),
    ("a row far down", lambda: sheet(b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "rows"),
    ("a column far right", lambda: sheet(b'<row r="1"><c r="A1"/><c r="XFD1"><v>1</v></c></row>'), "columns"),
    ("a sheet that is no XML", lambda: repacked(unbalanced), "damaged"),
]  # fmt: skip


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def measured(content: bytes, filename: str = "program.xlsx") -> tuple[WorkbookReading, float, int]:
    """The reading, the processor's seconds, and the most memory it took beside the file."""
    file = io.BytesIO(content)
    started = time.process_time()
    reading = read_workbook(file, filename)
    seconds = time.process_time() - started
    file.seek(0)
    tracemalloc.start()
    read_workbook(file, filename)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return reading, seconds, peak


@pytest.mark.parametrize(
    ("make", "reason"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_it_is_refused_in_time_and_memory_and_says_why(make: Callable[[], bytes], reason: str) -> None:
    reading, seconds, peak = measured(make())
    assert reading.tables is None
    assert reason in only(reading.errors).reason
    assert only(reading.errors).remedy.endswith(".")
    assert seconds < SECONDS
    assert peak < MEMORY


@pytest.mark.parametrize(
    ("filename", "reason"),
    [
        ("year.xlsm", "macros"),
        ("year.XLS", "not read"),
        ("year.csv", "not read"),
        ("year", "does not end in .xlsx"),
    ],
)
def test_a_name_of_another_kind_is_refused(filename: str, reason: str) -> None:
    reading = read_workbook(io.BytesIO(TEMPLATE), filename)
    assert reason in only(reading.errors).reason
    assert only(reading.errors).value == filename


def test_an_honest_workbook_passes_the_same_gates() -> None:
    """The control of all refusals above."""
    reading, seconds, peak = measured(repacked(unchanged), "Program Year.XLSX")
    assert reading.errors == ()
    assert seconds < SECONDS
    assert peak < MEMORY
