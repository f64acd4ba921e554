"""Reading a whole workbook: every sheet by its own reader, every fault of all of them at once."""

from dataclasses import dataclass
from typing import BinaryIO

from scheduling.exchange.issues import FileIssue, FileRefused, IssueLog
from scheduling.exchange.names import name_key
from scheduling.exchange.workbook.away import read_away
from scheduling.exchange.workbook.block_header import BlockHeader, blocks_of, read_block_header
from scheduling.exchange.workbook.block_schedule import AssignmentReader
from scheduling.exchange.workbook.clinic import HOLIDAYS, SITES, TEACHING, read_clinic
from scheduling.exchange.workbook.cross_checks import check_emails, check_panels, warn_of_open_holidays
from scheduling.exchange.workbook.faculty import read_faculty
from scheduling.exchange.workbook.residents import read_residents
from scheduling.exchange.workbook.roster import NameIndex
from scheduling.exchange.workbook.rotations import read_rotations
from scheduling.exchange.workbook.sheets import heading_key, place_of
from scheduling.exchange.workbook.tables import AssignmentRow, ResidentRow, WorkbookTables
from scheduling.exchange.workbook.teams import HeldTeams, HeldTeamsOf, read_teams
from scheduling.exchange.xlsx import RawSheet, RawWorkbook, open_workbook

RESIDENTS, BLOCK_SCHEDULE, ROTATIONS, FACULTY, AWAY, CLINIC = (
    "Residents",
    "Block schedule",
    "Rotations",
    "Faculty",
    "Away",
    "Clinic",
)
REQUIRED_SHEETS = (RESIDENTS, BLOCK_SCHEDULE, ROTATIONS, FACULTY, AWAY, CLINIC)
TEAMS = "Teams"
OPTIONAL_SHEETS = (SITES, HOLIDAYS, TEACHING, TEAMS)


@dataclass(frozen=True, slots=True)
class WorkbookReading:
    """What a workbook says. ``tables`` is there exactly if there are no errors."""

    tables: WorkbookTables | None
    errors: tuple[FileIssue, ...]
    warnings: tuple[FileIssue, ...]


def nothing_held(_program: str) -> HeldTeams:
    """Where a workbook is read by itself."""
    return HeldTeams()


def read_workbook(file: BinaryIO, filename: str, held: HeldTeamsOf = nothing_held) -> WorkbookReading:
    """Read an .xlsx file laid out as docs/workbook.md says. Never raises for what is in the file."""
    try:
        raw = open_workbook(file, filename)
    except FileRefused as refused:
        return WorkbookReading(None, (refused.issue,), ())
    log = IssueLog()
    sheets = _find_sheets(raw, log)
    tables = _read_sheets(sheets, log, held) if set(REQUIRED_SHEETS) <= set(sheets) else None
    if raw.counts_from_1904:
        log.add_warning(
            place_of("", None),
            None,
            "The workbook counts its dates from 1904; they are read accordingly.",
            "If dates were pasted from another workbook, check that they are not four years off.",
        )
    return WorkbookReading(None if log.errors else tables, log.all_errors(), log.all_warnings())


def _find_sheets(raw: RawWorkbook, log: IssueLog) -> dict[str, RawSheet]:
    """The sheets by the name that the documentation gives them, whatever their case and blanks."""
    known = {heading_key(title): title for title in (*REQUIRED_SHEETS, *OPTIONAL_SHEETS)}
    found: dict[str, RawSheet] = {}
    for sheet in raw.sheets:
        title = known.get(heading_key(sheet.title))
        if title is None:
            reason = "This sheet is not known and is left out."
            log.add_warning(place_of(sheet.title, None), None, reason, "Check its name, or ignore this.")
        elif title in found:
            log.add_error(
                place_of(sheet.title, None), None, "This sheet is there twice.", "Remove one of them."
            )
        else:
            found[title] = sheet
    for title in REQUIRED_SHEETS:
        if title not in found:
            reason, remedy = f"The sheet {title} is missing.", "Add it; the template shows how it looks."
            log.add_error(place_of(title, None), None, reason, remedy)
    return found


def _read_sheets(sheets: dict[str, RawSheet], log: IssueLog, held: HeldTeamsOf) -> WorkbookTables:
    header = read_block_header(sheets[BLOCK_SCHEDULE], log)
    clinic = read_clinic(sheets, sheets[CLINIC], header.first_and_last() if header else None, log)
    codes, faculty_names, resident_names = NameIndex(ROTATIONS), NameIndex(FACULTY), NameIndex(RESIDENTS)
    rotations = read_rotations(sheets[ROTATIONS], log, codes)
    faculty = read_faculty(sheets[FACULTY], log, faculty_names, clinic)
    residents = read_residents(sheets[RESIDENTS], log, resident_names, faculty_names, clinic)
    assignments = _read_assignments(header, log, residents, resident_names, codes)
    away = read_away(sheets[AWAY], log, resident_names, faculty_names, clinic)
    teams = []
    if TEAMS in sheets:
        teams = read_teams(sheets[TEAMS], log, resident_names, faculty_names, held(clinic.program))
    if resident_names.has_all(residents) and faculty_names.has_all(faculty):
        check_panels(residents, faculty, log)
    check_emails(residents, faculty, log)
    warn_of_open_holidays(clinic, log)
    return WorkbookTables(
        clinic=clinic,
        residents=tuple(residents),
        blocks=tuple(blocks_of(header)) if header else (),
        assignments=tuple(assignments),
        rotations=tuple(rotations),
        faculty=tuple(faculty),
        away=tuple(away),
        teams=tuple(teams),
    )


def _read_assignments(
    header: BlockHeader | None,
    log: IssueLog,
    residents: list[ResidentRow],
    names: NameIndex,
    codes: NameIndex,
) -> list[AssignmentRow]:
    if header is None:
        return []
    rows = {name_key(resident.name): resident for resident in residents}
    return AssignmentReader(header, log, names, codes, rows).read()
