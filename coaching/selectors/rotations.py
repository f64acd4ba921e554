"""Which rotation residents are on, and until when."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from coaching.domain.wording import short_date
from coaching.selectors.program_book import ProgramBook
from scheduling.models import Absence, AcademicYear, Faculty, Rotation, RotationAssignment

LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A rotation, or leave, from ``first`` to ``last``, both included."""

    label: str
    hue: str
    first: date
    last: date

    @property
    def until(self) -> str:
        """``Wards until 29 Nov``."""
        return f"{self.label} until {short_date(self.last)}"

    def holds(self, day: date) -> bool:
        """Whether a date is in it."""
        return self.first <= day <= self.last


def rotation_stretches(book: ProgramBook, resident: int, year: AcademicYear) -> Sequence[Stretch]:
    """A resident's year; blocks of the same rotation that follow one another are one stretch."""
    return book.once(("rotations", year.pk), lambda: _stretches(year)).get(resident, ())


def _stretches(year: AcademicYear) -> dict[int, list[Stretch]]:
    """Of all residents. Two queries."""
    rows = RotationAssignment.objects.filter(block__year=year).order_by("block__first_date")
    blocks = list(rows.values_list("resident_id", "rotation_id", "block__first_date", "block__last_date"))
    rotations = Rotation.objects.in_bulk({rotation for _, rotation, *_ in blocks})
    found: dict[int, list[Stretch]] = defaultdict(list)
    for resident, rotation, first, last in blocks:
        _append(found[resident], Stretch(str(rotations[rotation]), rotations[rotation].hue, first, last))
    return dict(found)


def leave_stretches(residents: Collection[int], first: date, last: date) -> dict[int, list[Stretch]]:
    """Whole days away between two dates, per resident. One query."""
    rows = Absence.objects.filter(
        resident__in=residents, period="", first_date__lte=last, last_date__gte=first
    ).order_by("first_date")
    found: dict[int, list[Stretch]] = {resident: [] for resident in residents}
    for row in rows:
        if row.resident_id is not None:
            _append(found[row.resident_id], Stretch("Leave", LEAVE, row.first_date, row.last_date))
    return found


def leave_on(book: ProgramBook, resident: int, day: date) -> Stretch | None:
    """The leave that a resident is on, today or on a later day."""
    away = book.absences_from(day).get((resident, None), ())
    whole = (row for row in away if not row.period and row.first_date <= day)
    return next((Stretch("Leave", LEAVE, row.first_date, row.last_date) for row in whole), None)


def faculty_leave(faculty: Faculty, first: date, last: date) -> list[Stretch]:
    """Whole days away of a faculty member between two dates. One query."""
    rows = Absence.objects.filter(faculty=faculty, period="", first_date__lte=last, last_date__gte=first)
    return [Stretch("Leave", LEAVE, row.first_date, row.last_date) for row in rows.defer("reason")]


def stretch_on(day: date, *stretches: Iterable[Stretch]) -> Stretch | None:
    """The first stretch that holds a date; give leave before rotations."""
    return next((stretch for row in stretches for stretch in row if stretch.holds(day)), None)


def _append(row: list[Stretch], stretch: Stretch) -> None:
    if row and row[-1].label == stretch.label and stretch.first <= row[-1].last + timedelta(days=1):
        earlier = row.pop()
        stretch = Stretch(stretch.label, stretch.hue, earlier.first, max(earlier.last, stretch.last))
    row.append(stretch)
