"""The sheet Rotations: when each rotation lets residents attend clinic."""

from dataclasses import replace

from scheduling.exchange.issues import IssueLog
from scheduling.exchange.names import name_key
from scheduling.exchange.workbook import cells
from scheduling.exchange.workbook.roster import NameIndex
from scheduling.exchange.workbook.sheets import Heading, SheetRow, first_repeated, read_table
from scheduling.exchange.workbook.tables import RotationRow, Slot
from scheduling.exchange.xlsx import RawSheet

CODE = Heading("Code", others=("Rotation",))
NAME = Heading("Name", required=False)
ALLOWED = Heading("Clinic half-days allowed")
LEAST = Heading("Clinics per week (min)")
MOST = Heading("Clinics per week (max)")
WEEKS_OF_BLOCK = tuple(Heading(f"Week {week} half-days", required=False) for week in range(1, 7))
HEADINGS = (CODE, NAME, ALLOWED, LEAST, MOST, *WEEKS_OF_BLOCK)
MOST_CLINICS_A_WEEK = 15


def read_rotations(raw: RawSheet, log: IssueLog, codes: NameIndex) -> list[RotationRow]:
    """The rotations; ``codes`` takes in every code, that of a faulty row too."""
    table = read_table(raw, HEADINGS, log)
    if table is None:
        codes.complete = False
        return []
    named = [(row.name(CODE, cells.LONGEST_CODE), row) for row in table.rows]
    codes.add_all(code for code, _ in named if code)
    for row, earlier in first_repeated((rotation_key(code), row) for code, row in named if code):
        row.error(CODE, f"The code is already in row {earlier.number}.", "Give each rotation one row.")
    rotations = [_rotation(code, row) for code, row in named]
    return [rotation for rotation, (_, row) in zip(rotations, named, strict=True) if row.ok]


def rotation_key(code: str) -> str:
    """What two spellings of a code share."""
    return name_key(code)


def _rotation(code: str, row: SheetRow) -> RotationRow:
    rotation = RotationRow(
        code=code,
        name=row.text(NAME, cells.LONGEST_TITLE),
        allowed=row.read(ALLOWED, cells.allowed_of, None),
        clinics_min=row.whole(LEAST, 0, MOST_CLINICS_A_WEEK),
        clinics_max=row.whole(MOST, 0, MOST_CLINICS_A_WEEK),
        source_row=row.number,
    )
    if row.ok and rotation.clinics_min > rotation.clinics_max:
        row.error(
            LEAST, f"The minimum is above the maximum, {rotation.clinics_max}.", "Swap or correct them."
        )
    if row.ok and rotation.allowed == frozenset() and rotation.clinics_min > 0:
        row.error(LEAST, "The rotation allows no clinic, yet asks for some.", "Write 0, or list half-days.")
    return replace(rotation, allowed_by_week=_allowed_by_week(row))


def _allowed_by_week(row: SheetRow) -> dict[int, frozenset[Slot] | None]:
    return {
        week: row.read(heading, cells.allowed_of, None)
        for week, heading in enumerate(WEEKS_OF_BLOCK, 1)
        if not row.is_blank(heading)
    }
