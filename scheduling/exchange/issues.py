"""What is wrong in a file: where, what stands there, why it cannot be, and what would do."""

from dataclasses import dataclass, field
from datetime import datetime, time

LONGEST_VALUE_SHOWN = 80
MOST_LISTED = 1_000


@dataclass(frozen=True, slots=True)
class FileIssue:
    """One fault of a file, told so that a coordinator can mend it.

    ``sheet`` is empty for faults of the whole file; ``row`` counts from 1 as the spreadsheet does and is
    ``None`` where no single row is at fault; ``column`` is the letter and ``header`` its heading.
    """

    sheet: str
    row: int | None
    column: str
    header: str
    value: str
    reason: str
    remedy: str

    @property
    def place(self) -> str:
        """``Residents, row 5, column E (Coach)``, as short as what is known allows."""
        parts = [self.sheet] if self.sheet else []
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column and self.header:
            parts.append(f"column {self.column} ({self.header})")
        elif self.column or self.header:
            parts.append(f"column {self.column or self.header}")
        return ", ".join(parts) or "the file"

    def __str__(self) -> str:
        shown_value = f" “{self.value}”:" if self.value else ""
        return f"{self.place}:{shown_value} {self.reason} {self.remedy}"


@dataclass(frozen=True, slots=True)
class Place:
    """A cell, a column or a row of a file, to which an issue is pinned."""

    sheet: str = ""
    row: int | None = None
    column: str = ""
    header: str = ""


@dataclass(slots=True)
class IssueLog:
    """Collects every error and warning of a file, so that all are shown at once.

    Past `MOST_LISTED` of a kind they are only counted: such a file is not the one that was meant.
    """

    errors: list[FileIssue] = field(default_factory=list)
    warnings: list[FileIssue] = field(default_factory=list)
    errors_unlisted: int = 0
    warnings_unlisted: int = 0

    def add_error(self, place: Place, value: object, reason: str, remedy: str) -> None:
        """Note what must be mended before anything is saved."""
        if len(self.errors) < MOST_LISTED:
            self.errors.append(_issue(place, value, reason, remedy))
        else:
            self.errors_unlisted += 1

    def add_warning(self, place: Place, value: object, reason: str, remedy: str) -> None:
        """Note what may be meant, and is asked about in the preview."""
        if len(self.warnings) < MOST_LISTED:
            self.warnings.append(_issue(place, value, reason, remedy))
        else:
            self.warnings_unlisted += 1

    def all_errors(self) -> tuple[FileIssue, ...]:
        """The errors in the order found, with a last one that says how many more there are."""
        return (*self.errors, *_closing(self.errors_unlisted))

    def all_warnings(self) -> tuple[FileIssue, ...]:
        """The warnings likewise."""
        return (*self.warnings, *_closing(self.warnings_unlisted))


class FileRefused(Exception):
    """The file as a whole cannot be read; carries the one issue that says why."""

    def __init__(self, reason: str, remedy: str, value: str = "") -> None:
        super().__init__(f"{reason} {remedy}")
        self.issue = FileIssue("", None, "", "", value, reason, remedy)


def _closing(unlisted: int) -> tuple[FileIssue, ...]:
    if not unlisted:
        return ()
    reason = f"{unlisted:,} more are not listed."
    return (
        _issue(Place(), None, reason, "Check that this is the right file, mend these and read it again."),
    )


def _issue(place: Place, value: object, reason: str, remedy: str) -> FileIssue:
    return FileIssue(place.sheet, place.row, place.column, place.header, shown(value), reason, remedy)


def shown(value: object) -> str:
    """A value as an issue prints it: one line, control characters visible, cut where it is very long."""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    text = "" if value is None else str(value)
    visible = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    if len(visible) > LONGEST_VALUE_SHOWN:
        return visible[: LONGEST_VALUE_SHOWN - 1] + "…"
    return visible
