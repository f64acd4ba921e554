"""Writing a workbook that reads back as the same tables: for the demo, the template and exports."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scheduling.exchange.workbook import away, faculty, persons, residents, rotations, teams
from scheduling.exchange.workbook.cell_writing import written_allowed
from scheduling.exchange.workbook.clinic import HOLIDAYS, SITES, TEACHING
from scheduling.exchange.workbook.clinic_writing import (
    needs_sites_sheet,
    write_clinic,
    write_holidays,
    write_sites,
    write_teaching,
)
from scheduling.exchange.workbook.duties import written_duties
from scheduling.exchange.workbook.reading import (
    AWAY,
    BLOCK_SCHEDULE,
    CLINIC,
    FACULTY,
    RESIDENTS,
    ROTATIONS,
    TEAMS,
)
from scheduling.exchange.workbook.sheet_writing import Value, fit_columns, write_row, write_table
from scheduling.exchange.workbook.sheets import Heading
from scheduling.exchange.workbook.tables import (
    BlockColumn,
    ClinicSettings,
    ResidentRow,
    RotationRow,
    WorkbookTables,
)

DAYS_IN_A_SHORT_RANGE = 90
CONTACTS = frozenset({faculty.PHONE, faculty.PAGER, faculty.PRONOUNS})


def write_workbook(tables: WorkbookTables) -> bytes:
    """The tables as an .xlsx file; reading it back gives equal tables.

    Cells that a spreadsheet program might take for a formula are made harmless. Raises `ValueError` for text that no
    workbook can hold (NUL).
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    _write_residents(_sheet(book, RESIDENTS), tables.residents)
    _write_blocks(_sheet(book, BLOCK_SCHEDULE), tables)
    _write_rotations(_sheet(book, ROTATIONS), tables.rotations)
    _write_faculty(_sheet(book, FACULTY), tables)
    _write_away(_sheet(book, AWAY), tables)
    _write_clinic_sheets(book, tables.clinic)
    if tables.teams:
        _write_teams(_sheet(book, TEAMS), tables)
    for sheet in book.worksheets:
        fit_columns(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook, title: str) -> Worksheet:
    sheet: Worksheet = book.create_sheet(title)
    return sheet


def _write_clinic_sheets(book: Workbook, clinic: ClinicSettings) -> None:
    write_clinic(_sheet(book, CLINIC), clinic)
    if needs_sites_sheet(clinic.sites):
        write_sites(_sheet(book, SITES), clinic.sites)
    if clinic.holidays:
        write_holidays(_sheet(book, HOLIDAYS), clinic.holidays)
    if clinic.teaching:
        write_teaching(_sheet(book, TEACHING), clinic.teaching)


def _write_residents(sheet: Worksheet, rows: Sequence[ResidentRow]) -> None:
    write_table(
        sheet,
        {
            residents.NAME: [row.name for row in rows],
            residents.EMAIL: [row.email for row in rows],
            residents.PGY: [row.pgy for row in rows],
            residents.PROGRAM_START: [row.program_start for row in rows],
            residents.COACH: [row.coach for row in rows],
            residents.COACH_SINCE: [row.coach_since for row in rows],
            residents.LEAST: [row.clinics_min for row in rows],
            residents.MOST: [row.clinics_max for row in rows],
            residents.PHONE: [row.phone for row in rows],
            residents.PAGER: [row.pager for row in rows],
            residents.PRONOUNS: [row.pronouns for row in rows],
            residents.OFF_CYCLE: ["yes" if row.off_cycle else "" for row in rows],
        },
    )
    sheet.freeze_panes = "B2"


def _write_blocks(sheet: Worksheet, tables: WorkbookTables) -> None:
    codes = {(row.resident, row.block): row.rotation for row in tables.assignments}
    write_row(sheet, 1, ["", "", *(block.label for block in tables.blocks)], heading=True)
    write_row(sheet, 2, ["PGY", "Resident", *(_range(block) for block in tables.blocks)], heading=True)
    number = 3
    for pgy in sorted({row.pgy for row in tables.residents}, reverse=True):
        write_row(sheet, number, [f"PGY-{pgy}"], heading=True)
        for resident in (row for row in tables.residents if row.pgy == pgy):
            number += 1
            rotations_of = [codes.get((resident.name, block.label)) for block in tables.blocks]
            write_row(sheet, number, [f"R{pgy}", resident.name, *rotations_of])
        number += 1
    sheet.freeze_panes = "C3"


def _range(block: BlockColumn) -> str:
    """Month first; the year is that of the last date, and a longer block names both years."""
    if (block.last - block.first).days < DAYS_IN_A_SHORT_RANGE:
        return f"{block.first:%m/%d}-{block.last:%m/%d/%Y}"
    return f"{block.first.isoformat()} to {block.last.isoformat()}"


def _write_rotations(sheet: Worksheet, rows: Sequence[RotationRow]) -> None:
    weeks: dict[Heading, list[Value]] = {
        heading: [
            written_allowed(row.allowed_by_week[week]) if week in row.allowed_by_week else None
            for row in rows
        ]
        for week, heading in enumerate(rotations.WEEKS_OF_BLOCK, 1)
    }
    write_table(
        sheet,
        {
            rotations.CODE: [row.code for row in rows],
            rotations.NAME: [row.name for row in rows],
            rotations.ALLOWED: [written_allowed(row.allowed) for row in rows],
            rotations.LEAST: [row.clinics_min for row in rows],
            rotations.MOST: [row.clinics_max for row in rows],
            **weeks,
        },
    )


def _write_faculty(sheet: Worksheet, tables: WorkbookTables) -> None:
    rows = tables.faculty
    used = {slot for row in rows for slot in row.pattern} | set(tables.clinic.clinic_slots)
    used |= set(tables.clinic.teaching_slots)
    columns: dict[Heading, Sequence[Value]] = {
        faculty.NAME: [row.name for row in rows],
        faculty.EMAIL: [row.email for row in rows],
        faculty.PANEL_MIN: [row.panel_min for row in rows],
        faculty.PANEL_MAX: [row.panel_max for row in rows],
        faculty.QUOTA: [row.weekly_quota for row in rows],
    }
    for slot, heading in faculty.SLOT_HEADINGS.items():
        if slot in used:
            columns[heading] = [written_duties(row.pattern.get(slot, ())) for row in rows]
    columns[faculty.PHONE] = [row.phone for row in rows]
    columns[faculty.PAGER] = [row.pager for row in rows]
    columns[faculty.PRONOUNS] = [row.pronouns for row in rows]
    write_table(
        sheet, columns, keep=frozenset(heading.text for heading in columns if heading not in CONTACTS)
    )
    sheet.freeze_panes = "B2"


def _write_away(sheet: Worksheet, tables: WorkbookTables) -> None:
    rows, both = tables.away, _of_both_kinds(tables)
    write_table(
        sheet,
        {
            persons.PERSON: [row.person for row in rows],
            away.FIRST: [row.first for row in rows],
            away.LAST: [row.last for row in rows],
            away.HALF_DAY: [row.period for row in rows],
            away.REASON: [row.reason for row in rows],
            persons.ROLE: [row.kind if row.person in both else None for row in rows],
        },
        keep=frozenset({away.LAST.text, away.HALF_DAY.text, away.REASON.text}),
    )


def _write_teams(sheet: Worksheet, tables: WorkbookTables) -> None:
    rows, both = tables.teams, _of_both_kinds(tables)
    write_table(
        sheet,
        {
            teams.TEAM: [row.team for row in rows],
            persons.PERSON: [row.person for row in rows],
            persons.ROLE: [row.kind if row.person in both else None for row in rows],
        },
    )


def _of_both_kinds(tables: WorkbookTables) -> set[str]:
    """Names that a resident and a faculty member share."""
    return {row.name for row in tables.residents} & {row.name for row in tables.faculty}
