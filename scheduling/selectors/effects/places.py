"""Who is where in a version of the schedule, as effects are computed from it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.effects import YearFrame
from scheduling.domain.ids import SessionId, SiteId
from scheduling.domain.program_year import Duty, session_id
from scheduling.models import Assignment, Precepting, Schedule
from scheduling.selectors.years import program_today


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody in a session; faculty with their duty."""

    person: int
    session: SessionId
    half_day: HalfDay
    site: str
    duty: str = ""


def preceptings(schedule: Schedule, faculty: int) -> list[Place]:
    """Where a faculty member is in clinic. One query."""
    return _places(Precepting.objects.filter(schedule=schedule, faculty=faculty), "faculty_id", "duty")


def preceptors_on(schedule: Schedule, days: Collection[date]) -> list[Place]:
    """Who precepts on those dates. One query."""
    rows = Precepting.objects.filter(schedule=schedule, duty=Duty.PRECEPTS, date__in=days)
    return _places(rows, "faculty_id")


def assignments(schedule: Schedule, only: Q) -> list[Place]:
    """Where residents are, of those rows alone that matter. One query."""
    return _places(Assignment.objects.filter(only, schedule=schedule), "resident_id")


def frame_of(schedule: Schedule) -> YearFrame:
    """The weeks of a version's year."""
    year = schedule.year
    return YearFrame(year.first_monday, year.weeks, year.program.contact_window_weeks)


def day_from(schedule: Schedule, today: date | None) -> date:
    """From when on effects count."""
    return today or program_today(schedule.year.program)


def _places(rows: "QuerySet[Any]", *names: str) -> list[Place]:
    columns = ("session__site__code", "date", "period", "session__site__name", *names)
    return [
        Place(person, session_id(SiteId(code), half_day), half_day, site, *duty)
        for code, day, period, site, person, *duty in rows.values_list(*columns)
        for half_day in (HalfDay(day, Period(period)),)
    ]
