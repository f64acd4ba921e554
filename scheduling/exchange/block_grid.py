"""Reading a wide block schedule: dates in two heading rows, a row a person, a column a stretch of weekdays or a weekend.

People are labels as the file writes them (``Ulrike Q``); `names.match_labels` finds whom they mean.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import BinaryIO

from scheduling.exchange.delimited import read_delimited
from scheduling.exchange.issues import FileIssue, FileRefused, IssueLog, Place
from scheduling.exchange.names import name_key
from scheduling.exchange.workbook.cells import LONGEST_CODE, CellFault, date_of, name_of
from scheduling.exchange.workbook.sheets import heading_key, place_of

SATURDAY = 5
ROW_CODE = re.compile(r"R\s*(\d)\s*-\s*(\d{1,3})", re.IGNORECASE)
NAME_HEADINGS = frozenset({"resident", "name"})
EVENT_LABELS = frozenset({"specialevents", "specialevent", "events", "event"})
SICK_CALL_LABELS = frozenset({"sickcall", "sick", "jeopardy", "backup"})
LONGEST_PERIOD_DAYS = 45
DATE_REMEDY = "Write the first date in the first row and the last date below it, like 2026-07-03."


@dataclass(frozen=True, slots=True, order=True)
class GridPeriod:
    """A column of the schedule: weekdays, a weekend, or a longer stretch; both dates included."""

    first: date
    last: date

    @property
    def is_weekend(self) -> bool:
        """Whether it holds only Saturdays and Sundays."""
        return self.first.weekday() >= SATURDAY and (self.last - self.first).days <= 1


@dataclass(frozen=True, slots=True)
class GridRow:
    """One person: ``R4-1`` stands for the first row of PGY 4. ``codes`` are upper case; a blank cell is left out."""

    code: str
    pgy: int
    label: str
    codes: Mapping[GridPeriod, str]
    source_row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class BlockGrid:
    """The schedule. ``sick_call`` names who covers by row code; ``events`` are words such as Retreat."""

    periods: tuple[GridPeriod, ...]
    rows: tuple[GridRow, ...]
    events: Mapping[GridPeriod, str]
    sick_call: Mapping[GridPeriod, str]


@dataclass(frozen=True, slots=True)
class BlockGridReading:
    """What the file says. ``grid`` is there exactly if there are no errors."""

    grid: BlockGrid | None
    errors: tuple[FileIssue, ...]
    warnings: tuple[FileIssue, ...]


def read_block_grid(file: BinaryIO, filename: str) -> BlockGridReading:
    """Read a CSV file laid out as docs/workbook.md says. Never raises for what is in the file."""
    try:
        rows = read_delimited(file, filename)
    except FileRefused as refused:
        return BlockGridReading(None, (refused.issue,), ())
    reader = _GridReader(rows)
    grid = reader.read()
    return BlockGridReading(
        None if reader.log.errors else grid, reader.log.all_errors(), reader.log.all_warnings()
    )


@dataclass(slots=True)
class _GridReader:
    """Reads the rows one after another; ``columns`` are those with dates, by index from 0."""

    rows: list[list[str]]
    log: IssueLog = field(default_factory=IssueLog)
    columns: dict[int, GridPeriod] = field(default_factory=dict)
    name_column: int = 1
    people: list[GridRow] = field(default_factory=list)
    events: dict[GridPeriod, str] = field(default_factory=dict)
    sick_call: dict[GridPeriod, tuple[str, Place]] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)

    def read(self) -> BlockGrid:
        """The grid as far as it can be read; faults are in the log."""
        start = self._read_headings()
        for index in range(start, len(self.rows)):
            if any(cell.strip() for cell in self.rows[index]):
                self._read_row(index)
        if not self.people and self.columns:
            remedy = "Begin each person's row with a code like R4-1."
            self.log.add_error(place_of("", None), None, "There is no row of a person.", remedy)
        return BlockGrid(
            tuple(sorted(self.columns.values())), tuple(self.people), self.events, self._checked_sick_call()
        )

    def _read_headings(self) -> int:
        """Find the row with the heading Resident and the row of last dates below it; the index after both."""
        for index, row in enumerate(self.rows[:10]):
            names = [i for i, cell in enumerate(row) if heading_key(cell) in NAME_HEADINGS]
            if names and index + 1 < len(self.rows):
                self.name_column = names[0]
                self._read_columns(index)
                return index + 2
        remedy = "Put the heading Resident above the names, in the row of the first dates."
        self.log.add_error(place_of("", None), None, "There is no column Resident.", remedy)
        return len(self.rows)

    def _read_columns(self, index: int) -> None:
        firsts, lasts = self.rows[index], self.rows[index + 1]
        width = max(len(row) for row in self.rows)
        for column in range(self.name_column + 1, width):
            first, last = _cell(firsts, column), _cell(lasts, column)
            if first or last:
                self._read_column(index, column, first, last)
            elif any(_cell(row, column) for row in self.rows[index + 2 :]):
                place = place_of("", index + 1, column)
                self.log.add_error(place, None, "The column is filled in, but has no dates.", DATE_REMEDY)
        if not self.columns and not self.log.errors:
            self.log.add_error(place_of("", index + 1), None, "No column has dates.", DATE_REMEDY)
        self._check_overlaps(index)

    def _read_column(self, index: int, column: int, first: str, last: str) -> None:
        dates = []
        for row, typed in ((index, first), (index + 1, last)):
            try:
                dates.append(date_of(typed))
            except CellFault as fault:
                self.log.add_error(place_of("", row + 1, column), typed, fault.reason, fault.remedy)
        if len(dates) < 2:
            return
        days = (dates[1] - dates[0]).days
        if days < 0:
            place = place_of("", index + 2, column)
            self.log.add_error(
                place, last, "The column ends before it begins.", "Swap or correct its two dates."
            )
        elif days >= LONGEST_PERIOD_DAYS:
            place = place_of("", index + 2, column)
            self.log.add_error(
                place, last, f"The column would last {days + 1} days.", "Correct its two dates."
            )
        else:
            self.columns[column] = GridPeriod(dates[0], dates[1])

    def _check_overlaps(self, index: int) -> None:
        in_time = sorted(self.columns.items(), key=lambda item: item[1])
        for (_, earlier), (column, later) in pairwise(in_time):
            if later.first <= earlier.last:
                place = place_of("", index + 1, column)
                reason = f"The column overlaps with that of {earlier.first} to {earlier.last}."
                self.log.add_error(place, later.first, reason, "Correct the dates of one of them.")

    def _read_row(self, index: int) -> None:
        row = self.rows[index]
        label = next((cell.strip() for cell in row[: self.name_column + 1] if cell.strip()), "")
        code = next((m for cell in row[: self.name_column] if (m := ROW_CODE.fullmatch(cell.strip()))), None)
        if heading_key(label) in EVENT_LABELS:
            self.events = {period: text for _, period, text in self._filled(row)}
        elif heading_key(label) in SICK_CALL_LABELS:
            self._read_sick_call(index)
        elif code is not None:
            self._read_person(index, f"R{code[1]}-{code[2]}", int(code[1]))
        else:
            place = place_of("", index + 1, 0)
            remedy = "Begin a person's row with a code like R4-1, or clear the row."
            self.log.add_error(place, label, "This row is neither a person nor events nor sick call.", remedy)

    def _filled(self, row: list[str]) -> list[tuple[int, GridPeriod, str]]:
        return [(i, period, text) for i, period in self.columns.items() if (text := _cell(row, i))]

    def _read_person(self, index: int, code: str, pgy: int) -> None:
        place = place_of("", index + 1, self.name_column, "Resident")
        typed = _cell(self.rows[index], self.name_column)
        try:
            label = name_of(typed)
        except CellFault as fault:
            self.log.add_error(place, typed, fault.reason, fault.remedy)
            return
        if not label:
            self.log.add_error(
                place, None, f"The row {code} has no name.", "Write the name, or clear the row."
            )
        for key, what in ((code, f"code {code}"), (name_key(label), f"name {label}")):
            if label and self.seen.setdefault(key, index) != index:
                remedy = "Give each person one row; add an initial to tell two people apart."
                self.log.add_error(
                    place, label, f"The {what} is already in row {self.seen[key] + 1}.", remedy
                )
        self.people.append(GridRow(code, pgy, label, self._codes(index), index + 1))

    def _codes(self, index: int) -> dict[GridPeriod, str]:
        found = {}
        for column, period, text in self._filled(self.rows[index]):
            try:
                found[period] = name_of(_tidy_code(text), LONGEST_CODE)
            except CellFault as fault:
                self.log.add_error(place_of("", index + 1, column), text, fault.reason, fault.remedy)
        return found

    def _read_sick_call(self, index: int) -> None:
        for column, period, text in self._filled(self.rows[index]):
            place = place_of("", index + 1, column, "Sick Call")
            match = ROW_CODE.fullmatch(text)
            if match is None:
                self.log.add_error(place, text, "This is no row code.", "Write who covers like R4-2.")
            else:
                self.sick_call[period] = (f"R{match[1]}-{match[2]}", place)

    def _checked_sick_call(self) -> dict[GridPeriod, str]:
        known = {person.code for person in self.people}
        for code, place in self.sick_call.values():
            if code not in known:
                self.log.add_error(place, code, "There is no row with this code.", "Correct the code.")
        return {period: code for period, (code, _) in self.sick_call.items()}


def _cell(row: list[str], index: int) -> str:
    return row[index].strip() if index < len(row) else ""


def _tidy_code(text: str) -> str:
    """Codes come in mixed case and with stray blanks."""
    return " ".join(text.split()).upper()
