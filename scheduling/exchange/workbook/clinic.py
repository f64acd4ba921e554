"""The sheet Clinic with the optional sheets Sites, Holidays and Teaching."""

from collections.abc import Mapping
from datetime import date

from scheduling.exchange.issues import IssueLog
from scheduling.exchange.workbook import cells, settings
from scheduling.exchange.workbook.room_changes import read_holidays, read_room_changes, read_teaching
from scheduling.exchange.workbook.settings import VALUE, clinic_slots, read_settings, time_zone, year_span
from scheduling.exchange.workbook.sites import read_sites, site_of_settings
from scheduling.exchange.workbook.tables import ClinicSettings
from scheduling.exchange.xlsx import RawSheet

SITES, HOLIDAYS, TEACHING = "Sites", "Holidays", "Teaching"
LONGEST_WINDOW_WEEKS = 52


def read_clinic(
    sheets: Mapping[str, RawSheet], clinic: RawSheet, block_dates: tuple[date, date] | None, log: IssueLog
) -> ClinicSettings:
    """What the program sets. Where something is at fault, it is noted and a usual value stands in.

    ``block_dates`` are the first and last date of the block schedule, if it could be read.
    """
    sheet = read_settings(clinic, log)
    span = year_span(sheet, block_dates)
    sites = read_sites(sheets[SITES], sheet, log) if SITES in sheets else site_of_settings(sheet, log)
    slots, teaching_slots = clinic_slots(sheet)
    return ClinicSettings(
        program=sheet.row(settings.PROGRAM).text(VALUE, cells.LONGEST_TEXT),
        year_label=span.label,
        first_day=span.first_day,
        last_day=span.last_day,
        first_monday=span.first_monday,
        weeks=span.weeks,
        sites=sites,
        residents_per_preceptor=sheet.whole(settings.RATIO, 1, 1, 50),
        clinics_per_day=sheet.whole(settings.CLINICS_PER_DAY, 1, 1, 3),
        max_gap_weeks=sheet.whole(settings.LONGEST_GAP, 6, 1, LONGEST_WINDOW_WEEKS),
        contact_window_weeks=sheet.whole(settings.CONTACT_WINDOW, 4, 1, LONGEST_WINDOW_WEEKS),
        clinic_slots=slots,
        teaching_slots=teaching_slots,
        room_changes=read_room_changes(sheet, span, sites, slots),
        holidays=read_holidays(sheets[HOLIDAYS], log, span) if HOLIDAYS in sheets else (),
        teaching=read_teaching(sheets[TEACHING], log) if TEACHING in sheets else (),
        clinic_line=sheet.row(settings.CLINIC_LINE).text(VALUE, cells.LONGEST_CODE),
        time_zone=time_zone(sheet),
        intern_weight=sheet.whole(settings.INTERN_WEIGHT, 1, 1, 10),
        intern_months=sheet.whole(settings.INTERN_MONTHS, 0, 0, 12),
        own_clinic_counts=_own_clinic_counts(sheet),
    )


def _own_clinic_counts(sheet: settings.SettingsSheet) -> bool:
    if not sheet.is_given(settings.OWN_CLINIC_COUNTS):
        return True
    return sheet.row(settings.OWN_CLINIC_COUNTS).read(VALUE, cells.yes_of, True)
