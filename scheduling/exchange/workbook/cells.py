"""The meaning of single cells. Each reader takes a cell's value and gives what it says, or raises `CellFault`."""

import re
import unicodedata
from datetime import date, datetime, time

from scheduling.domain.calendar import WEEKDAYS, Period
from scheduling.exchange.harmless import restored
from scheduling.exchange.workbook.tables import Slot
from scheduling.exchange.xlsx import CellValue, UnreadableCell

LONGEST_NAME = 150
LONGEST_TEXT = 120
LONGEST_TITLE = 80
LONGEST_LABEL = 60
LONGEST_CODE = 40
LONGEST_SITE_CODE = 20
LONGEST_LETTER = 2
LONGEST_LIST = 500
FORMAT_AS_DATE = "Format the cell as a date, or write it like 2026-07-03."
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
SLASHED_DATE = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
NAMED_DATE = re.compile(r"(?:[a-z]{3,9}\.?,?\s+)?(\d{1,2})\.?\s+([a-z]{3,9})\.?,?\s+(\d{4})", re.IGNORECASE)
SLOT = re.compile(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?\s*(am|pm|eve)[a-z]*", re.IGNORECASE)
HOURS = re.compile(r"(\d{1,2})[:.](\d{2})\s*(?:-|–|to)\s*(\d{1,2})[:.](\d{2})")
HOURS_EXAMPLE = "Write them like 08:00-12:00."
SLOT_EXAMPLE = "Write half-days like Tue PM, separated by commas."


class CellFault(Exception):
    """What a cell says cannot be; why, and what would do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason
        self.remedy = remedy


def text_of(value: CellValue, longest: int = LONGEST_TEXT) -> str:
    """The text of a cell, outer blanks removed; empty if the cell is. Whole numbers print without ``.0``."""
    if value is None:
        return ""
    if isinstance(value, UnreadableCell):
        raise CellFault(value.reason, value.remedy)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | time):
        raise CellFault("The cell holds a date or a time.", "Write text here.")
    text = restored(str(value).strip())
    bad = next((c for c in text if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\r\n"), None)
    if bad is not None:
        raise CellFault(f"The text holds an invisible character (U+{ord(bad):04X}).", "Type the text anew.")
    if len(text) > longest:
        raise CellFault(f"The text is {len(text)} characters long; {longest} is the most.", "Shorten it.")
    return text


def name_of(value: CellValue, longest: int = LONGEST_NAME) -> str:
    """A name on one line."""
    text = text_of(value, longest)
    if any(c in "\t\r\n" for c in text):
        raise CellFault("The name holds a line break or a tab.", "Write it on one line.")
    return text


def whole_of(value: CellValue, least: int, most: int) -> int:
    """A whole number from ``least`` to ``most``."""
    between = f"Write a whole number from {least} to {most}."
    if isinstance(value, UnreadableCell):
        raise CellFault(value.reason, value.remedy)
    if isinstance(value, str) and re.fullmatch(r"[+-]?\d{1,9}(\.0+)?", value.strip()):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CellFault("The cell does not hold a number.", between)
    if value != int(value):
        raise CellFault("The number is not whole.", between)
    if not least <= value <= most:
        raise CellFault(f"The number lies outside {least} to {most}.", between)
    return int(value)


def date_of(value: CellValue) -> date:
    """A date: a date cell, or text that can mean only one date. ``03/04/2027`` is refused, it may mean two."""
    if isinstance(value, UnreadableCell):
        raise CellFault(value.reason, value.remedy)
    if isinstance(value, datetime):
        if value.time() != time():
            raise CellFault("The cell holds a time of day beside the date.", FORMAT_AS_DATE)
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise CellFault("The cell holds a number, not a date.", FORMAT_AS_DATE)
    if isinstance(value, str):
        return _date_in_words(value.strip())
    raise CellFault("The cell does not hold a date.", FORMAT_AS_DATE)


def _date_in_words(text: str) -> date:
    if match := ISO_DATE.fullmatch(text):
        return existing_date(int(match[1]), int(match[2]), int(match[3]))
    if match := NAMED_DATE.fullmatch(text):
        month = match[2][:3].lower()
        if month in MONTH_NAMES:
            return existing_date(int(match[3]), MONTH_NAMES.index(month) + 1, int(match[1]))
    if match := SLASHED_DATE.fullmatch(text):
        first, second, year = (int(part) for part in match.groups())
        if first <= 12 and second <= 12 and first != second:
            raise CellFault(
                f"The text may mean day {first} of month {second}, or day {second} of month {first}.",
                FORMAT_AS_DATE,
            )
        month, day = (second, first) if first > 12 else (first, second)
        return existing_date(year, month, day)
    raise CellFault("The text is not a date that can mean only one day.", FORMAT_AS_DATE)


def existing_date(year: int, month: int, day: int) -> date:
    """The date, or a fault that says there is no such day."""
    try:
        return date(year, month, day)
    except ValueError as error:
        raise CellFault(f"There is no day {day} in month {month} of {year}.", "Correct the date.") from error


def period_of(value: CellValue) -> Period | None:
    """AM, PM or EVE; None for a blank or ``both``, which mean the whole day."""
    text = text_of(value).casefold()
    if text in {"", "both", "all day", "day"}:
        return None
    for period in Period:
        if text == period.lower() or (period is Period.EVE and text == "evening"):
            return period
    raise CellFault("This is no half-day.", "Write AM, PM or EVE, or leave it blank for the whole day.")


def slot_of(text: str) -> Slot:
    """``Tue PM`` as weekday and period."""
    match = SLOT.fullmatch(text.strip())
    if match is None:
        raise CellFault(f"“{text.strip()}” is no half-day of the week.", SLOT_EXAMPLE)
    return WEEKDAYS.index(match[1].capitalize()), Period(match[2].upper())


def slots_of(value: CellValue) -> frozenset[Slot]:
    """A list of half-days; blank or ``none`` is none at all."""
    text = text_of(value, LONGEST_LIST)
    if text.casefold() in {"", "none", "no", "-"}:
        return frozenset()
    return frozenset(slot_of(part) for part in re.split(r"[,;\n]", text) if part.strip())


def allowed_of(value: CellValue) -> frozenset[Slot] | None:
    """A rotation's clinic half-days: None = any."""
    text = text_of(value, LONGEST_LIST)
    if not text:
        raise CellFault("The cell is blank.", "Write none, any, or a list like Mon PM, Wed PM.")
    return None if text.casefold() in {"any", "all"} else slots_of(value)


def hours_of(value: CellValue) -> tuple[time, time]:
    """``08:00-12:00`` as two clock times."""
    match = HOURS.fullmatch(text_of(value))
    if match is None:
        raise CellFault("These are no hours.", HOURS_EXAMPLE)
    try:
        start, end = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    except ValueError as error:
        raise CellFault("There is no such time of day.", HOURS_EXAMPLE) from error
    if start >= end:
        raise CellFault("The hours end before they begin.", HOURS_EXAMPLE)
    return start, end


def yes_of(value: CellValue) -> bool:
    """Yes or no; blank is no."""
    text = text_of(value).casefold()
    if text in {"yes", "y", "x", "true", "1"}:
        return True
    if text in {"", "no", "n", "false", "0", "-"}:
        return False
    raise CellFault("This is neither yes nor no.", "Write yes or no.")


def numbers_of(value: CellValue, least: int, most: int) -> frozenset[int]:
    """A list of small numbers such as ``1, 3`` or ``PGY-1, PGY-2``; blank is empty."""
    text = text_of(value)
    found = frozenset(int(number) for number in re.findall(r"\d{1,3}", text))
    rest = re.sub(r"\d{1,3}(st|nd|rd|th)?|pgy|and|[\s,;&-]", "", text, flags=re.IGNORECASE)
    if rest or any(not least <= number <= most for number in found):
        raise CellFault("This is no list of numbers.", f"Write numbers from {least} to {most}, like 1, 3.")
    return found


def email_of(value: CellValue) -> str:
    """An address, or nothing."""
    text = text_of(value, LONGEST_NAME)
    if text and not re.fullmatch(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@.,;<>\"]+", text):
        raise CellFault("This is no e-mail address.", "Write it like name@example.org.")
    return text
