"""A workbook of one short year, written by hand: two residents, two coaches, thirteen blocks."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from scheduling.domain.calendar import Period
from scheduling.domain.program_year import Duty
from scheduling.exchange.workbook import write_workbook
from scheduling.exchange.workbook.tables import (
    AssignmentRow,
    AwayRow,
    BlockColumn,
    ClinicSettings,
    DutyCell,
    FacultyRow,
    PersonKind,
    ResidentRow,
    RoomChange,
    RotationRow,
    SiteRow,
    WorkbookTables,
)

PROGRAM = "Small Program"
FIRST, LAST = date(2026, 6, 29), date(2027, 6, 27)
BLOCKS = tuple(
    BlockColumn(f"Block {n + 1}", FIRST + timedelta(weeks=4 * n), FIRST + timedelta(weeks=4 * n + 4, days=-1))
    for n in range(13)
)
CLINIC = ClinicSettings(
    program=PROGRAM,
    year_label="2026-2027",
    first_day=FIRST,
    last_day=LAST,
    first_monday=FIRST,
    weeks=52,
    sites=(SiteRow("Main clinic", "MAIN", "M", 4),),
    residents_per_preceptor=4,
    clinics_per_day=1,
    max_gap_weeks=6,
    room_changes=(RoomChange(date(2026, 7, 3), None, 0, "closed"),),
)
KOFI = ResidentRow(
    "Boateng, Kofi",
    "kofi.boateng@example.org",
    2,
    date(2025, 6, 25),
    "Dahl, Ingrid",
    date(2025, 6, 25),
    40,
    60,
)
ANA = ResidentRow("Silva, Ana", "ana.silva@example.org", 1, date(2026, 6, 24), None, None, 40, 60)
MONDAY_MORNING = {(0, Period.AM): (DutyCell(Duty.PRECEPTS),), (1, Period.PM): (DutyCell(Duty.OFFERED),)}
INGRID = FacultyRow("Dahl, Ingrid", "ingrid.dahl@example.org", 0, 5, 3, MONDAY_MORNING)
OMAR = FacultyRow("Reyes, Omar", "omar.reyes@example.org", 0, 5, 3, MONDAY_MORNING)


def small_tables(**replaced: Any) -> WorkbookTables:
    """The workbook's rows, with some tables replaced."""
    residents = replaced.get("residents", (KOFI, ANA))
    tables = WorkbookTables(
        clinic=CLINIC,
        residents=residents,
        blocks=BLOCKS,
        assignments=tuple(
            AssignmentRow(resident.name, block.label, block.first, block.last, "AMB")
            for resident in residents
            for block in BLOCKS
        ),
        rotations=(
            RotationRow("AMB", "AMB", None, 1, 3),
            RotationRow("CONS", "CONS", frozenset({(0, Period.PM), (2, Period.PM)}), 0, 1),
        ),
        faculty=(INGRID, OMAR),
        away=(
            AwayRow("Silva, Ana", PersonKind.RESIDENT, date(2026, 8, 3), date(2026, 8, 9), None, "vacation"),
            AwayRow(
                "Dahl, Ingrid", PersonKind.FACULTY, date(2026, 9, 7), date(2026, 9, 7), Period.AM, "meeting"
            ),
        ),
    )
    return replace(tables, **replaced)


def small_workbook(**replaced: Any) -> bytes:
    """The same as a file."""
    return write_workbook(small_tables(**replaced))
