"""The sheet Away: who is absent when. Dates are inclusive; a blank half-day means the whole day."""

from datetime import date, timedelta

from scheduling.exchange.issues import IssueLog
from scheduling.exchange.workbook import cells
from scheduling.exchange.workbook.persons import PERSON, ROLE, person_of
from scheduling.exchange.workbook.roster import NameIndex
from scheduling.exchange.workbook.sheets import Heading, SheetRow, read_table
from scheduling.exchange.workbook.tables import AwayRow, ClinicSettings
from scheduling.exchange.xlsx import RawSheet

FIRST = Heading("From")
LAST = Heading("To", required=False)
HALF_DAY = Heading("Half-day", required=False)
REASON = Heading("Reason", required=False)
HEADINGS = (PERSON, ROLE, FIRST, LAST, HALF_DAY, REASON)
# Farther than this from the year, a date is a slip: a small number in a date cell reads as a day of 1900.
FARTHEST = timedelta(days=366)


def read_away(
    raw: RawSheet, log: IssueLog, residents: NameIndex, faculty: NameIndex, clinic: ClinicSettings
) -> list[AwayRow]:
    """The absences, each of a resident or a faculty member."""
    table = read_table(raw, HEADINGS, log)
    if table is None:
        return []
    found = [_absence(row, residents, faculty, clinic) for row in table.rows]
    return [absence for absence in found if absence is not None]


def _absence(
    row: SheetRow, residents: NameIndex, faculty: NameIndex, clinic: ClinicSettings
) -> AwayRow | None:
    person = person_of(row, residents, faculty)
    first = row.date(FIRST)
    last = row.date(LAST) or first
    period = row.read(HALF_DAY, cells.period_of, None)
    reason = row.text(REASON)
    if row.is_blank(FIRST):
        row.error(FIRST, "The cell is blank.", "Write the first day away.")
    if row.ok and first is not None and last is not None:
        _check_dates(row, first, last, clinic)
    if not row.ok or person is None or first is None or last is None:
        return None
    if first < clinic.first_day or last > clinic.last_day:
        remedy = "Nothing need be done, unless the dates are wrong."
        row.log.add_warning(row.place(FIRST), first, "The absence reaches beyond the academic year.", remedy)
    name, kind = person
    return AwayRow(name, kind, first, last, period, reason, row.number)


def _check_dates(row: SheetRow, first: date, last: date, clinic: ClinicSettings) -> None:
    span = f"{clinic.first_day.isoformat()} to {clinic.last_day.isoformat()}"
    if last < first:
        row.error(LAST, "The absence ends before it begins.", "Swap or correct the dates.")
    elif first > clinic.last_day or last < clinic.first_day:
        row.error(
            FIRST, f"The absence lies outside the academic year, {span}.", "Correct its year, or remove it."
        )
    elif clinic.first_day - first > FARTHEST or last - clinic.last_day > FARTHEST:
        row.error(
            FIRST if clinic.first_day - first > FARTHEST else LAST,
            f"The date is more than a year from the academic year, {span}.",
            "Correct the date, or write the part of the absence that lies in the year.",
        )
