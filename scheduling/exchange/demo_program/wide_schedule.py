"""An invented wide block schedule, with the blanks, stray blanks and mixed case that such files have."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from scheduling.exchange.demo_program.invented_names import FAMILY, GIVEN

WEEKDAY_CODES = ("AMB", "NF", "OB", "GYN", "ONC", "Elective", "US", "Vac", "Swing")
WEEKEND_CODES = ("", "", "SWD", "SWN", "HWD", "HWN", "P")
CLASSES = (4, 3, 2, 1)
WEEKS_BETWEEN_BLANK_COLUMNS = 6


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the file: dates, or None for a blank one between blocks."""

    first: date | None
    last: date | None

    @property
    def is_weekend(self) -> bool:
        return self.first is not None and self.first.weekday() == 5


def demo_block_grid_csv(first_monday: date, *, weeks: int = 52, per_class: int = 8, seed: int = 1) -> str:
    """The text of a CSV file: two heading rows, events, four classes with a blank row after each, and sick call."""
    rng = Random(seed)  # noqa: S311 invented data, no secret
    columns = _columns(first_monday, weeks)
    rows = [
        ["", "Resident", *(_iso(column.first) for column in columns)],
        ["", "", *(_iso(column.last) for column in columns)],
        ["Special Events", "", *("Retreat" if n == 10 else "" for n in range(len(columns)))],
    ]
    labels = _labels(per_class * len(CLASSES), rng)
    codes = [f"R{pgy}-{n}" for pgy in CLASSES for n in range(1, per_class + 1)]
    for position, (code, label) in enumerate(zip(codes, labels, strict=True), 1):
        rows.append([code, label, *(_cell(column, rng) for column in columns)])
        if position % per_class == 0:
            rows.append([""] * (len(columns) + 2))
    rows.append(["Sick Call", "", *(rng.choice(codes) if column.is_weekend else "" for column in columns)])
    return _csv(rows)


def _columns(first_monday: date, weeks: int) -> list[_Column]:
    """Weekdays and weekends in turn; two whole weeks in the middle; a blank column after every six weeks."""
    columns: list[_Column] = []
    for week in range(weeks):
        monday = first_monday + timedelta(weeks=week)
        if week in {weeks // 2, weeks // 2 + 1}:
            columns.append(_Column(monday, monday + timedelta(days=6)))
        else:
            columns.append(_Column(monday, monday + timedelta(days=4)))
            columns.append(_Column(monday + timedelta(days=5), monday + timedelta(days=6)))
        if week % WEEKS_BETWEEN_BLANK_COLUMNS == WEEKS_BETWEEN_BLANK_COLUMNS - 1:
            columns.append(_Column(None, None))
    return columns


def _labels(count: int, rng: Random) -> list[str]:
    """First names, every third with the initial of a family name."""
    given = rng.sample(GIVEN, count)
    return [f"{name} {rng.choice(FAMILY)[0]}" if n % 3 == 0 else name for n, name in enumerate(given)]


def _cell(column: _Column, rng: Random) -> str:
    if column.first is None:
        return ""
    code = rng.choice(WEEKEND_CODES if column.is_weekend else WEEKDAY_CODES)
    return rng.choice((code, code, code, code.upper(), f"{code} " if code else ""))


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _csv(rows: Sequence[Sequence[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
