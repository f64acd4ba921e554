"""The dates whose rooms differ, below the settings of the sheet Clinic, and the optional sheets Holidays and Teaching."""

from datetime import date

from scheduling.exchange.issues import IssueLog
from scheduling.exchange.workbook import cells
from scheduling.exchange.workbook.cells import CellFault
from scheduling.exchange.workbook.duties import site_named
from scheduling.exchange.workbook.settings import SettingsSheet, YearSpan
from scheduling.exchange.workbook.sheets import Heading, SheetRow, read_table
from scheduling.exchange.workbook.sites import MOST_ROOMS
from scheduling.exchange.workbook.tables import HolidayRow, RoomChange, SiteRow, Slot, TeachingRow
from scheduling.exchange.xlsx import CellValue, RawSheet

DATE = Heading("Date")
HALF_DAY = Heading("Half-day", required=False)
ROOMS = Heading("Rooms")
WHY = Heading("Why", required=False)
SITE = Heading("Site", required=False)
CHANGE_HEADINGS = (DATE, HALF_DAY, ROOMS, WHY, SITE)
HOLIDAY_NAME = Heading("Name", required=False, others=("Holiday",))
HOLIDAY_HEADINGS = (DATE, HOLIDAY_NAME)
TEACHING_HALF_DAY = Heading("Half-day")
TEACHING_PGYS = Heading("PGY", required=False, others=("PGYs",))
TEACHING_WEEKS = Heading("Weeks of the month", required=False)
TEACHING_WHAT = Heading("What", required=False)
TEACHING_HEADINGS = (TEACHING_HALF_DAY, TEACHING_PGYS, TEACHING_WEEKS, TEACHING_WHAT)


def read_room_changes(
    sheet: SettingsSheet, span: YearSpan, sites: tuple[SiteRow, ...], clinic_slots: tuple[Slot, ...]
) -> tuple[RoomChange, ...]:
    """The dates whose rooms differ, each date, half-day and site once."""
    if sheet.dates_row is None:
        return ()
    table = read_table(sheet.raw, CHANGE_HEADINGS, sheet.log, sheet.dates_row)
    found: dict[tuple[object, ...], RoomChange] = {}
    for row in table.rows if table else ():
        change = _room_change(row, span, sites)
        if change is None:
            continue
        key = (change.date, change.period, change.site)
        if key in found:
            reason = f"The same date and half-day are in row {found[key].source_row}."
            row.error(DATE, reason, "Remove one of the two rows.")
        else:
            found[key] = change
            _warn_without_clinic(row, change, clinic_slots)
    return tuple(found.values())


def _room_change(row: SheetRow, span: YearSpan, sites: tuple[SiteRow, ...]) -> RoomChange | None:
    day = date_in_year(row, DATE, span)
    period = row.read(HALF_DAY, cells.period_of, None)
    rooms = row.whole(ROOMS, 0, MOST_ROOMS)
    site = row.read(SITE, lambda value: site_named(cells.text_of(value), sites), None)
    if row.ok and site is None and rooms > 0 and len(sites) > 1:
        row.error(SITE, "There are several sites, and none is named.", "Write the site whose rooms differ.")
    why = row.text(WHY, cells.LONGEST_TITLE)
    return RoomChange(day, period, rooms, why, site, row.number) if row.ok and day is not None else None


def _warn_without_clinic(row: SheetRow, change: RoomChange, clinic_slots: tuple[Slot, ...]) -> None:
    weekday = change.date.weekday()
    if change.rooms > 0 and not any(
        slot[0] == weekday and change.period in {None, slot[1]} for slot in clinic_slots
    ):
        reason = "There is no clinic on this half-day of the week, so the row has no effect."
        row.log.add_warning(row.place(DATE), change.date, reason, "Correct the date, or ignore this.")


def date_in_year(row: SheetRow, heading: Heading, span: YearSpan) -> date | None:
    """A date that must be there and lie in the academic year."""
    if row.is_blank(heading):
        row.error(heading, "The cell is blank.", "Write the date, or clear the row.")
        return None
    day = row.date(heading)
    if day is not None and not span.first_day <= day <= span.last_day:
        within = f"{span.first_day.isoformat()} to {span.last_day.isoformat()}"
        row.error(heading, f"The date {day} lies outside the academic year, {within}.", "Correct the year.")
        return None
    return day


def read_holidays(raw: RawSheet, log: IssueLog, span: YearSpan) -> tuple[HolidayRow, ...]:
    """The dates on which every site is closed."""
    table = read_table(raw, HOLIDAY_HEADINGS, log)
    found: dict[object, HolidayRow] = {}
    for row in table.rows if table else ():
        day, name = date_in_year(row, DATE, span), row.text(HOLIDAY_NAME, cells.LONGEST_TITLE)
        if day is None:
            continue
        if day in found:
            row.error(
                DATE, f"The date is already in row {found[day].source_row}.", "Remove one of the two rows."
            )
        else:
            found[day] = HolidayRow(day, name, row.number)
    return tuple(found.values())


def read_teaching(raw: RawSheet, log: IssueLog) -> tuple[TeachingRow, ...]:
    """The half-days that classes keep free for teaching."""
    table = read_table(raw, TEACHING_HEADINGS, log)
    found = []
    for row in table.rows if table else ():
        slot = row.read(TEACHING_HALF_DAY, _slot_of, None)
        pgys = row.read(TEACHING_PGYS, lambda value: cells.numbers_of(value, 1, 9), frozenset[int]())
        weeks = row.read(TEACHING_WEEKS, lambda value: cells.numbers_of(value, 1, 5), frozenset[int]())
        what = row.text(TEACHING_WHAT, cells.LONGEST_TITLE)
        if slot is not None and row.ok:
            found.append(TeachingRow(slot[0], slot[1], pgys, weeks, what, row.number))
    return tuple(found)


def _slot_of(value: CellValue) -> Slot | None:
    text = cells.text_of(value)
    if not text:
        raise CellFault("The cell is blank.", cells.SLOT_EXAMPLE)
    return cells.slot_of(text)
