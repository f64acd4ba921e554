"""Writing what holds for the whole clinic: the settings, sites, holidays and protected teaching."""

from collections.abc import Mapping, Sequence

from openpyxl.worksheet.worksheet import Worksheet

from scheduling.exchange.workbook import room_changes, settings, sites
from scheduling.exchange.workbook.cell_writing import written_hours, written_numbers, written_slots
from scheduling.exchange.workbook.sheet_writing import Value, write_row, write_table
from scheduling.exchange.workbook.sheets import Heading
from scheduling.exchange.workbook.tables import ClinicSettings, HolidayRow, SiteRow, TeachingRow


def write_clinic(sheet: Worksheet, clinic: ClinicSettings) -> None:
    """The settings, and below them the dates on which rooms differ."""
    write_row(sheet, 1, ["Setting", "Value"], heading=True)
    number = 1
    for heading, value in _settings(clinic).items():
        number += 1
        write_row(sheet, number, [heading.text, value])
    rows = clinic.room_changes
    columns: dict[Heading, Sequence[Value]] = {
        room_changes.DATE: [row.date for row in rows],
        room_changes.HALF_DAY: [row.period for row in rows],
        room_changes.ROOMS: [row.rooms for row in rows],
        room_changes.WHY: [row.why for row in rows],
        room_changes.SITE: [row.site for row in rows],
    }
    keep = frozenset({room_changes.HALF_DAY.text, room_changes.WHY.text})
    write_table(sheet, columns, first_row=number + 2, keep=keep)
    sheet.freeze_panes = "B2"


def _settings(clinic: ClinicSettings) -> Mapping[Heading, Value]:
    found: dict[Heading, Value] = {
        settings.PROGRAM: clinic.program,
        settings.ACADEMIC_YEAR: clinic.year_label,
        settings.FIRST_DAY: clinic.first_day,
        settings.LAST_DAY: clinic.last_day,
        settings.TIME_ZONE: clinic.time_zone,
        settings.CLINIC_LINE: clinic.clinic_line,
    }
    if not needs_sites_sheet(clinic.sites):
        found |= _site_settings(clinic.sites[0])
    return found | {
        settings.RATIO: clinic.residents_per_preceptor,
        settings.CLINICS_PER_DAY: clinic.clinics_per_day,
        settings.LONGEST_GAP: clinic.max_gap_weeks,
        settings.CONTACT_WINDOW: clinic.contact_window_weeks,
        settings.CLINIC_HALF_DAYS: written_slots({*clinic.clinic_slots, *clinic.teaching_slots}),
        settings.TEACHING: written_slots(clinic.teaching_slots),
        settings.INTERN_WEIGHT: clinic.intern_weight,
        settings.INTERN_MONTHS: clinic.intern_months,
        settings.OWN_CLINIC_COUNTS: "yes" if clinic.own_clinic_counts else "no",
    }


def _site_settings(site: SiteRow) -> dict[Heading, Value]:
    return {
        settings.SITE: site.name,
        settings.SITE_LETTER: site.letter,
        settings.SITE_PHONE: site.phone,
        settings.ROOMS: site.rooms,
        **{heading: written_hours(site.hours[period]) for period, heading in sites.SETTING_HOURS.items()},
    }


def needs_sites_sheet(rows: Sequence[SiteRow]) -> bool:
    """Whether the sites are more than the sheet Clinic can say: one, under its own code."""
    return len(rows) != 1 or rows[0].code != sites.site_code(rows[0].name)


def write_sites(sheet: Worksheet, rows: Sequence[SiteRow]) -> None:
    """Several sites, a row each."""
    write_table(
        sheet,
        {
            sites.NAME: [row.name for row in rows],
            sites.CODE: [row.code for row in rows],
            sites.LETTER: [row.letter for row in rows],
            sites.ROOMS: [row.rooms for row in rows],
            sites.PHONE: [row.phone for row in rows],
            **{
                heading: [written_hours(row.hours[period]) for row in rows]
                for period, heading in sites.HOURS.items()
            },
        },
    )


def write_holidays(sheet: Worksheet, rows: Sequence[HolidayRow]) -> None:
    """Dates without clinic."""
    write_table(
        sheet,
        {
            room_changes.DATE: [row.date for row in rows],
            room_changes.HOLIDAY_NAME: [row.name for row in rows],
        },
    )


def write_teaching(sheet: Worksheet, rows: Sequence[TeachingRow]) -> None:
    """Protected teaching of some classes or weeks of the month."""
    write_table(
        sheet,
        {
            room_changes.TEACHING_HALF_DAY: [written_slots([(row.weekday, row.period)]) for row in rows],
            room_changes.TEACHING_PGYS: [written_numbers(row.pgys) for row in rows],
            room_changes.TEACHING_WEEKS: [written_numbers(row.weeks_of_month) for row in rows],
            room_changes.TEACHING_WHAT: [row.what for row in rows],
        },
    )
