"""The sheet Residents: who they are, their class, their coach, and how many clinics a year they need."""

from datetime import date

from scheduling.exchange.issues import IssueLog
from scheduling.exchange.names import name_key
from scheduling.exchange.workbook import cells
from scheduling.exchange.workbook.roster import NameIndex
from scheduling.exchange.workbook.sheets import Heading, SheetRow, first_repeated, read_table
from scheduling.exchange.workbook.tables import ClinicSettings, ResidentRow
from scheduling.exchange.xlsx import CellValue, RawSheet

NAME = Heading("Resident", others=("Name",))
EMAIL = Heading("Email", required=False, others=("E-mail",))
PHONE = Heading("Phone", required=False)
PAGER = Heading("Pager", required=False)
PRONOUNS = Heading("Pronouns", required=False)
PGY = Heading("PGY")
PROGRAM_START = Heading("Program start", required=False)
OFF_CYCLE = Heading("Off-cycle", required=False)
COACH = Heading("Coach")
COACH_SINCE = Heading("Coach since", required=False)
LEAST = Heading("Clinics per year (min)")
MOST = Heading("Clinics per year (max)")
HEADINGS = (
    NAME,
    EMAIL,
    PHONE,
    PAGER,
    PRONOUNS,
    PGY,
    PROGRAM_START,
    OFF_CYCLE,
    COACH,
    COACH_SINCE,
    LEAST,
    MOST,
)
HIGHEST_PGY = 9
MOST_CLINICS_A_YEAR = 500
LONGEST_TRAINING_YEARS = 12


def read_residents(
    raw: RawSheet, log: IssueLog, names: NameIndex, faculty: NameIndex, clinic: ClinicSettings
) -> list[ResidentRow]:
    """The residents; ``names`` takes in every name, that of a faulty row too."""
    table = read_table(raw, HEADINGS, log)
    if table is None:
        names.complete = False
        return []
    named = [(row.name(NAME), row) for row in table.rows]
    names.add_all(name for name, _ in named if name)
    for row, earlier in first_repeated((name_key(name), row) for name, row in named if name):
        row.error(
            NAME, f"The name is already in row {earlier.number}.", "Add a middle initial, or remove one row."
        )
    residents = [_resident(name, row, faculty, clinic) for name, row in named]
    return [resident for resident, (_, row) in zip(residents, named, strict=True) if row.ok]


def _resident(name: str, row: SheetRow, faculty: NameIndex, clinic: ClinicSettings) -> ResidentRow:
    resident = ResidentRow(
        name=name,
        email=row.read(EMAIL, cells.email_of, ""),
        pgy=row.read(PGY, _pgy_of, 0),
        program_start=_believable_date(row, PROGRAM_START, clinic),
        coach=_coach(row, faculty),
        coach_since=_believable_date(row, COACH_SINCE, clinic),
        clinics_min=row.whole(LEAST, 0, MOST_CLINICS_A_YEAR),
        clinics_max=row.whole(MOST, 0, MOST_CLINICS_A_YEAR),
        phone=row.text(PHONE, cells.LONGEST_CODE),
        pager=row.text(PAGER, cells.LONGEST_CODE),
        pronouns=row.text(PRONOUNS, cells.LONGEST_CODE),
        off_cycle=row.read(OFF_CYCLE, cells.yes_of, False),
        source_row=row.number,
    )
    if row.ok and resident.clinics_min > resident.clinics_max:
        row.error(
            LEAST, f"The minimum is above the maximum, {resident.clinics_max}.", "Swap or correct them."
        )
    if row.ok and resident.coach is None and resident.coach_since is not None:
        row.error(COACH_SINCE, "There is a date, but no coach.", "Fill in the coach, or clear the date.")
    return resident


def _pgy_of(value: CellValue) -> int:
    """``2``, ``PGY-2`` and ``R2`` are the same class."""
    if isinstance(value, str):
        value = value.strip().upper().removeprefix("PGY").removeprefix("R").lstrip("- ")
    if value is None or value == "":
        raise cells.CellFault("The cell is blank.", f"Write the class, 1 to {HIGHEST_PGY}.")
    return cells.whole_of(value, 1, HIGHEST_PGY)


def _coach(row: SheetRow, faculty: NameIndex) -> str | None:
    typed = row.read(COACH, cells.name_of, "")
    if not typed:
        return None
    known = faculty.find(typed)
    if known is None and faculty.complete:
        row.error(COACH, "The coach is not on the sheet Faculty.", faculty.suggestion(typed))
    return known


def _believable_date(row: SheetRow, heading: Heading, clinic: ClinicSettings) -> date | None:
    """A date of somebody's training: not after the year, and not longer before it than training lasts."""
    day = row.date(heading)
    if day is None:
        return None
    if day > clinic.last_day or day.year < clinic.first_day.year - LONGEST_TRAINING_YEARS:
        row.error(
            heading,
            f"The date {day.isoformat()} does not fit the academic year {clinic.year_label}.",
            "Correct the year of the date.",
        )
        return None
    return day
