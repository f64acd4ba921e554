"""What leave, or another weekly pattern, would cost in a version of the schedule. Nothing is saved by asking."""

from datetime import date

from scheduling.domain.calendar import Period
from scheduling.domain.effects import Effect, FacultyEffect
from scheduling.domain.faculty_changes import with_absence, without_absence
from scheduling.domain.program_year import Absence
from scheduling.models import Faculty, Resident, Schedule
from scheduling.selectors.effects.on_faculty import effect_on_faculty
from scheduling.selectors.effects.on_residents import clinics_held_again, effect_on_resident

__all__ = ["clinics_held_again", "effect_of_leave", "effect_of_return", "effect_on_faculty"]


def effect_of_leave(
    schedule: Schedule,
    who: Faculty | Resident,
    first: date,
    last: date,
    period: Period | None = None,
    *,
    today: date | None = None,
) -> Effect:
    """What it costs in this version if somebody is away from ``first`` to ``last``, both included.

    ``period`` None is the whole day. What lies before ``today`` (by default, the program's) is history and not counted.
    """
    away = Absence(first, last, period)
    if isinstance(who, Resident):
        return effect_on_resident(schedule, who, away, today=today)
    return effect_on_faculty(schedule, who, with_absence(away), today=today)


def effect_of_return(
    schedule: Schedule,
    member: Faculty,
    first: date,
    last: date,
    period: Period | None = None,
    *,
    today: date | None = None,
) -> FacultyEffect:
    """What it brings in this version if leave of a faculty member that is entered already does not take place."""
    away = Absence(first, last, period)
    return effect_on_faculty(schedule, member, without_absence(away), today=today)
