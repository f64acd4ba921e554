"""The weekly half-days of a clinic, and what a rotation allows in a week."""

from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.domain.calendar import DAYS_IN_WEEK, Period
from scheduling.domain.ids import SessionId, SiteId

FIRST_MONDAY = date(2026, 6, 29)
FULL_YEAR = 52
TEACHING = (1, Period.PM)  # no clinic on Tuesday afternoons

Slot = tuple[int, Period]
SLOTS: tuple[Slot, ...] = tuple(
    (day, period) for day in range(5) for period in (Period.AM, Period.PM) if (day, period) != TEACHING
)


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a rotation allows in a week."""

    slots: tuple[Slot, ...]
    min: int
    max: int


@dataclass(frozen=True, slots=True)
class Chance:
    """A week in which a resident may come to clinic."""

    week: int
    rotation: Rotation


NO_CLINIC = Rotation((), 0, 0)


def session_name(site: SiteId, week: int, slot: Slot) -> SessionId:
    """``MAIN/2026-06-29/AM``."""
    weekday, period = slot
    return SessionId(f"{site}/{day_of(week, weekday)}/{period}")


def day_of(week: int, weekday: int) -> date:
    """The date of a weekday (Monday 0) in a week of the year."""
    return FIRST_MONDAY + timedelta(days=DAYS_IN_WEEK * week + weekday)


def share_of_year(weeks_a_year: int, weeks: int) -> int:
    """What so many weeks a year come to in a shorter one."""
    return round(weeks_a_year * weeks / FULL_YEAR)
