"""Changes of a faculty member's year, as they are looked at before they are saved."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from scheduling.domain.calendar import HalfDay
from scheduling.domain.program_year import Absence, FacultyDate, FacultyHalfDay, FacultyYear, Slot

FacultyChange = Callable[[FacultyYear], FacultyYear]


def with_absence(away: Absence) -> FacultyChange:
    """Away as well."""
    return lambda year: replace(year, absences=(*year.absences, away))


def without_absence(away: Absence) -> FacultyChange:
    """There after all."""
    return lambda year: replace(year, absences=tuple(one for one in year.absences if one != away))


def with_half_day(slot: Slot, entries: Sequence[FacultyHalfDay]) -> FacultyChange:
    """Another weekly pattern on one half-day of the week."""
    return lambda year: replace(
        year,
        half_days=(*(one for one in year.half_days if (one.weekday, one.period) != slot), *entries),
    )


def with_date(half_day: HalfDay, differs: FacultyDate | None) -> FacultyChange:
    """One date that differs from the pattern, or (None) no longer does."""
    return lambda year: replace(
        year,
        dates=(
            *(one for one in year.dates if one.half_day != half_day),
            *(() if differs is None else (differs,)),
        ),
    )
