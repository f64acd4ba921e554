"""The heading of a block: ``12/28-01/10/2027``, month before day, ends in the year shown and may begin in the one before."""

import re
from datetime import date

from scheduling.exchange.workbook.cells import CellFault, existing_date

DASH = r"\s*(?:-|–|—|to|until)\s*"
SHORT = re.compile(rf"(\d{{1,2}})/(\d{{1,2}}){DASH}(\d{{1,2}})/(\d{{1,2}})/(\d{{4}})", re.IGNORECASE)
LONG = re.compile(rf"(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}){DASH}(\d{{1,2}})/(\d{{1,2}})/(\d{{4}})", re.IGNORECASE)
ISO = re.compile(rf"(\d{{4}})-(\d{{2}})-(\d{{2}}){DASH}(\d{{4}})-(\d{{2}})-(\d{{2}})", re.IGNORECASE)
LONGEST_BLOCK_DAYS = 100
HOW_TO_WRITE = "Write it month first, like 06/29-07/12/2026, or like 2026-06-29 to 2026-07-12."


def looks_like_dates(text: str) -> bool:
    """Whether a heading is meant as dates: it has digits and a separator between them."""
    return re.search(r"\d\s*[/.-]\s*\d", text) is not None


def date_range_of(text: str) -> tuple[date, date]:
    """First and last date of a block. Raises `CellFault`."""
    first, last = _ends(text.strip())
    if last < first:
        raise CellFault("The block ends before it begins.", HOW_TO_WRITE)
    if (last - first).days >= LONGEST_BLOCK_DAYS:
        raise CellFault(f"The block would last {(last - first).days + 1} days.", HOW_TO_WRITE)
    return first, last


def _ends(text: str) -> tuple[date, date]:
    if match := SHORT.fullmatch(text):
        month1, day1, month2, day2, year = (int(part) for part in match.groups())
        begins = year - 1 if (month1, day1) > (month2, day2) else year
        return _day(begins, month1, day1), _day(year, month2, day2)
    if match := LONG.fullmatch(text):
        month1, day1, year1, month2, day2, year2 = (int(part) for part in match.groups())
        return _day(year1, month1, day1), _day(year2, month2, day2)
    if match := ISO.fullmatch(text):
        year1, month1, day1, year2, month2, day2 = (int(part) for part in match.groups())
        return _day(year1, month1, day1), _day(year2, month2, day2)
    raise CellFault("This is no range of dates.", HOW_TO_WRITE)


def _day(year: int, month: int, day: int) -> date:
    if month > 12:
        raise CellFault(f"There is no month {month}: the month comes first.", HOW_TO_WRITE)
    return existing_date(year, month, day)
