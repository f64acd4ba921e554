"""What is written under a half-day on the sheet Faculty: ``P``, ``offered``, ``C``, with a site or weeks of the month."""

import re
from collections.abc import Sequence

from scheduling.domain.program_year import Duty
from scheduling.exchange.names import name_key
from scheduling.exchange.workbook.cell_writing import written_numbers
from scheduling.exchange.workbook.cells import CellFault, numbers_of, text_of
from scheduling.exchange.workbook.tables import DutyCell, SiteRow
from scheduling.exchange.xlsx import CellValue

WORDS = {
    "p": Duty.PRECEPTS,
    "precepts": Duty.PRECEPTS,
    "precepting": Duty.PRECEPTS,
    "offered": Duty.OFFERED,
    "o": Duty.OFFERED,
    "c": Duty.OWN_CLINIC,
    "clinic": Duty.OWN_CLINIC,
    "own": Duty.OWN_CLINIC,
    "own clinic": Duty.OWN_CLINIC,
}
NOTHING = frozenset({"", "-", "no", "none"})
WRITTEN = {Duty.PRECEPTS: "P", Duty.OFFERED: "offered", Duty.OWN_CLINIC: "C"}
ENTRY = re.compile(r"(?P<word>[^@()]+?)\s*(?:@\s*(?P<site>[^()]+?))?\s*(?:\((?P<weeks>[^()]*)\))?")
WHAT_TO_WRITE = "Write P (precepts), offered (could), C (own clinic), or leave it blank (cannot)."


def duties_of(value: CellValue, sites: Sequence[SiteRow]) -> tuple[DutyCell, ...]:
    """The duties of one half-day, at most one a week of the month; raises `CellFault`.

    ``P@East`` precepts at the site East; ``P (1, 3)`` in the first and third week of the month; ``P (1); C (2)`` both.
    """
    text = text_of(value)
    if text.casefold() in NOTHING:
        return ()
    duties = tuple(_duty(part.strip(), sites) for part in text.split(";") if part.strip())
    weeks = [week for duty in duties for week in duty.weeks_of_month or range(1, 6)]
    if len(set(weeks)) != len(weeks):
        raise CellFault(
            "Two duties fall on the same half-day.", "Give each its own weeks, like P (1, 3); C (2, 4)."
        )
    return duties


def _duty(text: str, sites: Sequence[SiteRow]) -> DutyCell:
    match = ENTRY.fullmatch(text)
    duty = WORDS.get(" ".join(match["word"].casefold().split())) if match else None
    if match is None or duty is None:
        raise CellFault(f"“{text}” is no duty.", WHAT_TO_WRITE)
    weeks = numbers_of(match["weeks"], 1, 5) if match["weeks"] else frozenset()
    return DutyCell(duty, site_named(match["site"], sites), weeks)


def site_named(text: str | None, sites: Sequence[SiteRow]) -> str | None:
    """The code of a site given by name, code or letter; None for none. Raises `CellFault` for an unknown one."""
    if not text:
        return None
    for site in sites:
        if name_key(text) in {name_key(site.name), name_key(site.code), name_key(site.letter)}:
            return site.code
    known = ", ".join(site.name for site in sites)
    raise CellFault(f"There is no site “{text}”.", f"Write one of: {known}.")


def written_duties(duties: Sequence[DutyCell]) -> str:
    """The cell that `duties_of` reads back as the same duties."""
    return "; ".join(_written(duty) for duty in duties)


def _written(duty: DutyCell) -> str:
    site = f"@{duty.site}" if duty.site else ""
    weeks = f" ({written_numbers(duty.weeks_of_month)})" if duty.weeks_of_month else ""
    return f"{WRITTEN[duty.duty]}{site}{weeks}"
