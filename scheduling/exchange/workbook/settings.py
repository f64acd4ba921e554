"""The settings of the sheet Clinic: a name in the first column, its value in the second."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from scheduling.domain.calendar import monday_of, week_index
from scheduling.exchange.issues import IssueLog
from scheduling.exchange.workbook import cells
from scheduling.exchange.workbook.cells import CellFault
from scheduling.exchange.workbook.sheets import (
    FoundColumn,
    Heading,
    SheetRow,
    cell_text,
    heading_key,
    place_of,
)
from scheduling.exchange.workbook.tables import WEEKDAY_SLOTS, Slot
from scheduling.exchange.xlsx import CellValue, RawSheet

VALUE = Heading("Value")
PROGRAM = Heading("Program")
ACADEMIC_YEAR = Heading("Academic year")
FIRST_DAY = Heading("First day", required=False)
LAST_DAY = Heading("Last day", required=False)
TIME_ZONE = Heading("Time zone", required=False)
CLINIC_LINE = Heading("Clinic line", required=False)
SITE = Heading("Site", required=False)
SITE_LETTER = Heading("Site letter", required=False)
SITE_PHONE = Heading("Site phone", required=False)
ROOMS = Heading("Rooms", required=False)
AM_HOURS = Heading("AM hours", required=False)
PM_HOURS = Heading("PM hours", required=False)
EVE_HOURS = Heading("EVE hours", required=False)
RATIO = Heading("Residents per preceptor")
CLINICS_PER_DAY = Heading("Clinics per day", required=False)
LONGEST_GAP = Heading("Longest gap (weeks)", required=False)
CONTACT_WINDOW = Heading("Contact window (weeks)", required=False)
CLINIC_HALF_DAYS = Heading("Clinic half-days", required=False)
TEACHING = Heading(
    "Teaching half-day (no clinic)", required=False, others=("Teaching half-days (no clinic)",)
)
INTERN_WEIGHT = Heading("Intern supervision weight", required=False)
INTERN_MONTHS = Heading("Intern supervision months", required=False)
OWN_CLINIC_COUNTS = Heading("Own clinic counts as overlap", required=False)
SETTINGS = (
    PROGRAM, ACADEMIC_YEAR, FIRST_DAY, LAST_DAY, TIME_ZONE, CLINIC_LINE, SITE, SITE_LETTER, SITE_PHONE, ROOMS,
    AM_HOURS, PM_HOURS, EVE_HOURS, RATIO, CLINICS_PER_DAY, LONGEST_GAP, CONTACT_WINDOW, CLINIC_HALF_DAYS, TEACHING,
    INTERN_WEIGHT, INTERN_MONTHS, OWN_CLINIC_COUNTS,
)  # fmt: skip
DATES_HEADING = "date"
DEFAULT_TIME_ZONE = "America/New_York"


@dataclass(slots=True)
class SettingsSheet:
    """The settings found, each as a row whose value can be read; ``dates_row`` is where the dates begin, from 0."""

    raw: RawSheet
    log: IssueLog
    rows: dict[str, SheetRow] = field(default_factory=dict)
    dates_row: int | None = None

    def is_given(self, setting: Heading) -> bool:
        """Whether the setting is there and not blank."""
        row = self.rows.get(setting.text)
        return row is not None and not row.is_blank(VALUE)

    def row(self, setting: Heading) -> SheetRow:
        """The setting's row; a blank one where it is not there."""
        blank = SheetRow(self.raw.title, 0, (), {}, self.log)
        return self.rows.get(setting.text, blank)

    def whole(self, setting: Heading, default: int, least: int, most: int) -> int:
        """A whole number, or the default where none is given."""
        return self.row(setting).whole(VALUE, least, most) if self.is_given(setting) else default

    def text(self, setting: Heading, default: str = "") -> str:
        """Text, or the default where none is given."""
        return self.row(setting).text(VALUE) if self.is_given(setting) else default


def read_settings(raw: RawSheet, log: IssueLog) -> SettingsSheet:
    """Find all settings; those that are unknown, missing or there twice are noted."""
    sheet = SettingsSheet(raw, log)
    known = {key: setting for setting in SETTINGS for key in setting.keys}
    for index, values in enumerate(raw.rows):
        typed = cell_text(values[0]) if values else ""
        key = heading_key(typed)
        if key == DATES_HEADING:
            sheet.dates_row = index
            break
        if key in {"", "setting"}:
            continue
        _take(sheet, known.get(key), typed, index)
    for setting in SETTINGS:
        if setting.required and not sheet.is_given(setting):
            row = sheet.rows.get(setting.text)
            place = place_of(raw.title, row.number if row else None, 1 if row else None, setting.text)
            log.add_error(
                place, None, f"The setting {setting.text} is missing.", "Add it in the first two columns."
            )
    return sheet


def _take(sheet: SettingsSheet, setting: Heading | None, typed: str, index: int) -> None:
    place = place_of(sheet.raw.title, index + 1, 0, "Setting")
    if setting is None:
        reason = "This setting is not known and is left out."
        sheet.log.add_warning(place, typed, reason, "Check its spelling, or ignore this.")
    elif setting.text in sheet.rows:
        sheet.log.add_error(place, typed, "This setting is there twice.", "Remove one of the two rows.")
    else:
        columns = {VALUE.text: FoundColumn(1, setting.text)}
        sheet.rows[setting.text] = SheetRow(
            sheet.raw.title, index + 1, sheet.raw.rows[index], columns, sheet.log
        )


def time_zone(sheet: SettingsSheet) -> str:
    """The name of a time zone that exists."""
    name = sheet.text(TIME_ZONE, DEFAULT_TIME_ZONE)
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        sheet.row(TIME_ZONE).error(VALUE, "There is no such time zone.", "Write it like America/Chicago.")
        return DEFAULT_TIME_ZONE


def clinic_slots(sheet: SettingsSheet) -> tuple[tuple[Slot, ...], tuple[Slot, ...]]:
    """The half-days of the week with clinic, and those of them kept for teaching."""
    row, teaching_row = sheet.row(CLINIC_HALF_DAYS), sheet.row(TEACHING)
    wanted = frozenset(WEEKDAY_SLOTS)
    if sheet.is_given(CLINIC_HALF_DAYS):
        wanted = row.read(VALUE, cells.slots_of, wanted)
    teaching = teaching_row.read(VALUE, cells.slots_of, frozenset[Slot]())
    if not wanted - teaching and row.ok and teaching_row.ok:
        teaching_row.error(VALUE, "No half-day is left for clinic.", "Take one from the list.")
    return _in_order(wanted - teaching), _in_order(teaching)


def _in_order(slots: frozenset[Slot]) -> tuple[Slot, ...]:
    return tuple(sorted(slots, key=lambda slot: (slot[0], slot[1].order)))


@dataclass(frozen=True, slots=True)
class YearSpan:
    """The academic year: its name, its days, and the whole weeks, Monday to Sunday, that hold them."""

    label: str
    first_day: date
    last_day: date

    @property
    def first_monday(self) -> date:
        """The Monday of week 0."""
        return monday_of(self.first_day)

    @property
    def weeks(self) -> int:
        """How many weeks there are."""
        return week_index(self.last_day, self.first_monday) + 1


def year_span(sheet: SettingsSheet, block_dates: tuple[date, date] | None) -> YearSpan:
    """The year, from First day and Last day if given, else from the blocks, else from its name."""
    years = _years(sheet)
    first, last = sheet.row(FIRST_DAY).date(VALUE), sheet.row(LAST_DAY).date(VALUE)
    by_name = _usual_days(years[0] if years else 2000)
    first = first or (block_dates[0] if block_dates else by_name[0])
    last = last or (block_dates[1] if block_dates else by_name[1])
    label = sheet.text(ACADEMIC_YEAR)
    if years and (first.year, last.year) != years:
        span = f"{first.isoformat()} to {last.isoformat()}"
        reason = f"The blocks run from {span}, which is another year."
        sheet.row(ACADEMIC_YEAR).error(VALUE, reason, "Correct the year here, or the dates of the blocks.")
    if last < first:
        sheet.row(LAST_DAY).error(VALUE, "The year ends before it begins.", "Correct First day or Last day.")
        last = first
    return YearSpan(label, first, last)


def _years(sheet: SettingsSheet) -> tuple[int, int] | None:
    """``2026-2027``, ``2026-27`` and ``2026/2027`` all name the years 2026 and 2027."""
    row = sheet.row(ACADEMIC_YEAR)
    if not sheet.is_given(ACADEMIC_YEAR):
        return None
    return row.read(VALUE, _years_of, None)


def _years_of(value: CellValue) -> tuple[int, int] | None:
    match = re.fullmatch(r"(\d{4})\s*[-–/]\s*(\d{2}|\d{4})", cells.text_of(value))
    if match is None:
        raise CellFault("This is no academic year.", "Write it like 2026-2027.")
    first, last = int(match[1]), int(match[1][: 4 - len(match[2])] + match[2])
    if last != first + 1:
        raise CellFault("The second year does not follow the first.", "Write it like 2026-2027.")
    return first, last


def _usual_days(year: int) -> tuple[date, date]:
    """52 weeks from the Monday nearest to 1 July."""
    first = monday_of(date(year, 7, 1) + timedelta(days=3))
    return first, first + timedelta(weeks=52, days=-1)
