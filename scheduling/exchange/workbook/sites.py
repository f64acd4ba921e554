"""Where the clinics are: the optional sheet Sites, or the one site of the sheet Clinic."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import time

from scheduling.domain.calendar import Period
from scheduling.exchange.issues import IssueLog
from scheduling.exchange.names import name_key
from scheduling.exchange.workbook import cells, settings
from scheduling.exchange.workbook.settings import VALUE, SettingsSheet
from scheduling.exchange.workbook.sheets import Heading, SheetRow, place_of, read_table
from scheduling.exchange.workbook.tables import DEFAULT_HOURS, SiteRow
from scheduling.exchange.xlsx import RawSheet

NAME = Heading("Site", others=("Name",))
CODE = Heading("Code", required=False)
LETTER = Heading("Letter", required=False)
ROOMS = Heading("Rooms")
PHONE = Heading("Phone", required=False)
HOURS = {period: Heading(f"{period} hours", required=False) for period in Period}
HEADINGS = (NAME, CODE, LETTER, ROOMS, PHONE, *HOURS.values())
SETTING_HOURS = {
    Period.AM: settings.AM_HOURS,
    Period.PM: settings.PM_HOURS,
    Period.EVE: settings.EVE_HOURS,
}
MOST_ROOMS = 500
STAND_IN = SiteRow("Clinic", "CLINIC", "C", 0)


def site_code(name: str) -> str:
    """The code of a site without one: the first word of its name, upper case, plain letters and digits."""
    words = re.findall(
        r"[A-Z0-9]+", unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    )
    return words[0][:20] if words else "SITE"


def site_letter(name: str) -> str:
    """The letter of a site without one: the first of its name."""
    return next((c for c in name.upper() if c.isalnum()), "S")


def site_of_settings(sheet: SettingsSheet, log: IssueLog) -> tuple[SiteRow, ...]:
    """The one site that the settings describe."""
    for setting in (settings.SITE, settings.ROOMS):
        if not sheet.is_given(setting):
            place = sheet.row(setting).place()
            log.add_error(
                place, None, f"The setting {setting.text} is missing.", "Add it in the first two columns."
            )
    name_row, letter_row = sheet.row(settings.SITE), sheet.row(settings.SITE_LETTER)
    name = name_row.text(VALUE, cells.LONGEST_TITLE)
    site = SiteRow(
        name=name,
        code=site_code(name),
        letter=letter_row.text(VALUE, cells.LONGEST_LETTER) or site_letter(name),
        rooms=sheet.whole(settings.ROOMS, 0, 0, MOST_ROOMS),
        hours=_hours({period: (sheet.row(setting), VALUE) for period, setting in SETTING_HOURS.items()}),
        phone=sheet.row(settings.SITE_PHONE).text(VALUE, cells.LONGEST_CODE),
        source_row=name_row.number,
    )
    return (site,)


def read_sites(raw: RawSheet, sheet: SettingsSheet, log: IssueLog) -> tuple[SiteRow, ...]:
    """The sites of the sheet Sites; the site that the settings name is then left out."""
    for setting in (settings.SITE, settings.ROOMS):
        if sheet.is_given(setting):
            row = sheet.row(setting)
            reason = f"There is a sheet {raw.title}, which counts; this setting is left out."
            log.add_warning(row.place(VALUE), row.value(VALUE), reason, "Clear this cell, or ignore this.")
    table = read_table(raw, HEADINGS, log)
    if table is None:
        return (STAND_IN,)
    if not table.rows:
        place = place_of(raw.title, table.header_row)
        log.add_error(place, None, "The sheet lists no site.", "Add one, or remove the sheet.")
        return (STAND_IN,)
    sites = tuple(_site(row) for row in table.rows)
    _refuse_repeated(sites, table.rows)
    return sites


def _site(row: SheetRow) -> SiteRow:
    name = row.name(NAME, cells.LONGEST_TITLE)
    return SiteRow(
        name=name,
        code=site_code(row.text(CODE, cells.LONGEST_SITE_CODE) or name),
        letter=row.text(LETTER, cells.LONGEST_LETTER) or site_letter(name),
        rooms=row.whole(ROOMS, 0, MOST_ROOMS),
        hours=_hours({period: (row, heading) for period, heading in HOURS.items()}),
        phone=row.text(PHONE, cells.LONGEST_CODE),
        source_row=row.number,
    )


def _hours(where: Mapping[Period, tuple[SheetRow, Heading]]) -> dict[Period, tuple[time, time]]:
    return {
        period: DEFAULT_HOURS[period]
        if row.is_blank(heading)
        else row.read(heading, cells.hours_of, DEFAULT_HOURS[period])
        for period, (row, heading) in where.items()
    }


def _refuse_repeated(sites: tuple[SiteRow, ...], rows: list[SheetRow]) -> None:
    for heading, kind in ((NAME, "name"), (CODE, "code"), (LETTER, "letter")):
        seen: dict[str, int] = {}
        for site, row in zip(sites, rows, strict=True):
            key = name_key(str(getattr(site, kind)))
            if key in seen:
                remedy = f"Give each site its own {kind}; the column {heading.text} sets it."
                row.error(heading, f"The site has the {kind} {key.upper()} of row {seen[key]}.", remedy)
            seen.setdefault(key, row.number)
