"""The sheet Faculty: panel limits, quota, and who precepts when."""

from scheduling.domain.calendar import WEEKDAYS, Period
from scheduling.domain.program_year import Duty
from scheduling.exchange.issues import IssueLog
from scheduling.exchange.names import name_key
from scheduling.exchange.workbook import cells
from scheduling.exchange.workbook.duties import duties_of
from scheduling.exchange.workbook.roster import NameIndex
from scheduling.exchange.workbook.sheets import (
    Heading,
    SheetRow,
    SheetTable,
    first_repeated,
    place_of,
    read_table,
)
from scheduling.exchange.workbook.tables import ClinicSettings, DutyCell, FacultyRow, Slot
from scheduling.exchange.xlsx import CellValue, RawSheet

NAME = Heading("Faculty", others=("Name", "Coach"))
EMAIL = Heading("Email", required=False, others=("E-mail",))
PHONE = Heading("Phone", required=False)
PAGER = Heading("Pager", required=False)
PRONOUNS = Heading("Pronouns", required=False)
PANEL_MIN = Heading("Coach panel (min)")
PANEL_MAX = Heading("Coach panel (max)")
QUOTA = Heading("Precepting half-days a week", required=False)
SLOT_HEADINGS: dict[Slot, Heading] = {
    (weekday, period): Heading(f"{day} {period}", required=False)
    for weekday, day in enumerate(WEEKDAYS)
    for period in Period
}
HEADINGS = (NAME, EMAIL, PHONE, PAGER, PRONOUNS, PANEL_MIN, PANEL_MAX, QUOTA, *SLOT_HEADINGS.values())
LARGEST_PANEL = 60


def read_faculty(raw: RawSheet, log: IssueLog, names: NameIndex, clinic: ClinicSettings) -> list[FacultyRow]:
    """The faculty; ``names`` takes in every name, that of a faulty row too."""
    table = read_table(raw, HEADINGS, log)
    if table is None:
        names.complete = False
        return []
    _check_half_days(table, log, clinic)
    named = [(row.name(NAME), row) for row in table.rows]
    names.add_all(name for name, _ in named if name)
    for row, earlier in first_repeated((name_key(name), row) for name, row in named if name):
        row.error(
            NAME, f"The name is already in row {earlier.number}.", "Add a middle initial, or remove one row."
        )
    faculty = [_member(name, row, clinic) for name, row in named]
    return [member for member, (_, row) in zip(faculty, named, strict=True) if row.ok]


def _check_half_days(table: SheetTable, log: IssueLog, clinic: ClinicSettings) -> None:
    columns = {slot for slot, heading in SLOT_HEADINGS.items() if heading.text in table.columns}
    if not columns:
        log.add_error(
            place_of(table.title, table.header_row),
            None,
            "There is no column for any half-day.",
            "Add columns with headings like Mon AM, Mon PM.",
        )
    for slot in sorted(set(clinic.clinic_slots) - columns if columns else ()):
        heading = SLOT_HEADINGS[slot].text
        log.add_warning(
            place_of(table.title, table.header_row, header=heading),
            None,
            f"There is clinic on {heading}, but no column for it: nobody precepts then.",
            f"Add the column {heading}, or ignore this.",
        )


def _member(name: str, row: SheetRow, clinic: ClinicSettings) -> FacultyRow:
    member = FacultyRow(
        name=name,
        email=row.read(EMAIL, cells.email_of, ""),
        panel_min=row.whole(PANEL_MIN, 0, LARGEST_PANEL),
        panel_max=row.whole(PANEL_MAX, 0, LARGEST_PANEL),
        weekly_quota=None if row.is_blank(QUOTA) else row.whole(QUOTA, 0, len(SLOT_HEADINGS)),
        pattern=_pattern(row, clinic),
        phone=row.text(PHONE, cells.LONGEST_CODE),
        pager=row.text(PAGER, cells.LONGEST_CODE),
        pronouns=row.text(PRONOUNS, cells.LONGEST_CODE),
        source_row=row.number,
    )
    if row.ok and member.panel_min > member.panel_max:
        row.error(
            PANEL_MIN, f"The minimum is above the maximum, {member.panel_max}.", "Swap or correct them."
        )
    _warn_of_quota(member, row)
    return member


def _pattern(row: SheetRow, clinic: ClinicSettings) -> dict[Slot, tuple[DutyCell, ...]]:
    def reader(value: CellValue) -> tuple[DutyCell, ...]:
        return duties_of(value, clinic.sites)

    nothing: tuple[DutyCell, ...] = ()
    pattern = {slot: row.read(heading, reader, nothing) for slot, heading in SLOT_HEADINGS.items()}
    for slot, duties in pattern.items():
        if duties and slot not in clinic.clinic_slots:
            row.log.add_warning(
                row.place(SLOT_HEADINGS[slot]),
                row.value(SLOT_HEADINGS[slot]),
                "There is no clinic on this half-day, so it has no effect.",
                "Clear it, or mend the half-days on the sheet Clinic.",
            )
    return {slot: duties for slot, duties in pattern.items() if duties}


def _warn_of_quota(member: FacultyRow, row: SheetRow) -> None:
    marked = sum(any(duty.duty is Duty.PRECEPTS for duty in duties) for duties in member.pattern.values())
    if member.weekly_quota is not None and marked > member.weekly_quota:
        row.log.add_warning(
            row.place(QUOTA),
            member.weekly_quota,
            f"{marked} half-days are marked P, more than the quota.",
            "Correct the quota or the marks, or ignore this: the marks are kept.",
        )
