"""What the month grid needs from the database: a fixed number of queries, whatever the program's size."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db.models import Q

from scheduling.domain.calendar import HalfDay, Period, week_index
from scheduling.domain.program_year import Duty, ProgramYear
from scheduling.models import (
    AcademicYear,
    Assignment,
    Faculty,
    Holiday,
    PinnedFree,
    Precepting,
    ResidentYear,
    Rotation,
    Schedule,
    ScheduleCoach,
    Session,
    Site,
)
from scheduling.selectors.month_grid.content import Window
from scheduling.selectors.program_year import Part, program_year


class Row(NamedTuple):
    """An assignment of the year, as it is read."""

    resident: int
    date: date
    period: str
    session: int
    site: int
    pinned: bool


@dataclass(frozen=True, slots=True)
class Attended:
    """One assignment of the window."""

    session: int
    site: int
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One session of the window with rooms."""

    pk: int
    site: int
    half_day: HalfDay
    rooms: int


@dataclass(frozen=True, slots=True)
class YearFigures:
    """Clinics of each resident in the whole year, and the weeks in which they meet their coach."""

    clinics: Mapping[int, int]
    weeks_together: Mapping[int, list[int]]


@dataclass(frozen=True)
class GridFacts:
    """Everything read, keyed by primary keys and half-days."""

    schedule: Schedule
    window: Window
    described: ProgramYear
    places: list[ResidentYear]
    sites: dict[int, Site]
    rotations: dict[str, Rotation]
    holidays: dict[date, str]
    sessions: list[OpenSession]
    attended: dict[tuple[int, HalfDay], Attended]
    preceptors: Counter[int]
    there: frozenset[tuple[int, int]]
    coaches: dict[int, ScheduleCoach]
    figures: YearFigures
    kept_free: frozenset[tuple[int, HalfDay]]

    @cached_property
    def sites_attended(self) -> frozenset[tuple[int, int]]:
        """Who is at which site within the window."""
        return frozenset((resident, attended.site) for (resident, _), attended in self.attended.items())

    def coach_of(self, resident: int) -> Faculty | None:
        """With whom this version counts the resident's overlaps."""
        found = self.coaches.get(resident)
        return found.faculty if found else None


def read_grid(schedule: Schedule, window: Window, only: Collection[int] | None = None) -> GridFacts:
    """Read one version; sessions and attendance are kept for the window, figures for the whole year.

    With ``only``, the figures are those of some residents (by primary key), which is much quicker.
    """
    year = schedule.year
    sites = {site.pk: site for site in Site.objects.filter(program_id=year.program_id)}
    holidays = Holiday.objects.filter(program_id=year.program_id, date__range=(window.first, window.last))
    closed = dict(holidays.values_list("date", "name"))
    coaches = ScheduleCoach.objects.filter(schedule=schedule).select_related("faculty")
    coach_of = {coach.resident_id: coach for coach in coaches}
    preceptings = _preceptings(schedule)
    there = frozenset((faculty, session) for faculty, session, _ in preceptings)
    assignments = _assignments(schedule, window, only)
    return GridFacts(
        schedule=schedule,
        window=window,
        described=program_year(year, with_faculty=False, part=Part(days=(window.first, window.last))),
        places=_places(year),
        sites=sites,
        rotations={rotation.code: rotation for rotation in _rotations(year.program_id)},
        holidays=closed,
        sessions=[s for s in _open_sessions(sites, window) if s.half_day.date not in closed],
        attended=_attended(assignments, window),
        preceptors=Counter(session for _, session, duty in preceptings if duty == Duty.PRECEPTS),
        there=there,
        coaches=coach_of,
        figures=_year_figures(assignments, there, coach_of, year.first_monday),
        kept_free=_kept_free(schedule, window),
    )


def _places(year: AcademicYear) -> list[ResidentYear]:
    places = list(ResidentYear.objects.filter(year=year).select_related("resident").order_by("pgy"))
    for place in places:
        place.year = year
    return places


def _rotations(program: int) -> list[Rotation]:
    return list(Rotation.objects.filter(program_id=program))


def _open_sessions(sites: Mapping[int, Site], window: Window) -> list[OpenSession]:
    rows = Session.objects.filter(
        site__in=list(sites), date__range=(window.first, window.last), rooms__gt=0
    ).values_list("pk", "site_id", "date", "period", "rooms")
    return [
        OpenSession(pk, site, HalfDay(day, Period(period)), rooms) for pk, site, day, period, rooms in rows
    ]


def _assignments(schedule: Schedule, window: Window, only: Collection[int] | None) -> list[Row]:
    rows = Assignment.objects.filter(schedule=schedule)
    if only is not None:
        rows = rows.filter(Q(date__range=(window.first, window.last)) | Q(resident__in=only))
    fields = ("resident_id", "date", "period", "session_id", "session__site_id", "pinned")
    return [Row(*row) for row in rows.values_list(*fields)]


def _preceptings(schedule: Schedule) -> list[tuple[int, int, str]]:
    rows = Precepting.objects.filter(schedule=schedule)
    return list(rows.values_list("faculty_id", "session_id", "duty"))


def _attended(assignments: Iterable[Row], window: Window) -> dict[tuple[int, HalfDay], Attended]:
    return {
        (row.resident, HalfDay(row.date, Period(row.period))): Attended(row.session, row.site, row.pinned)
        for row in assignments
        if window.first <= row.date <= window.last
    }


def _kept_free(schedule: Schedule, window: Window) -> frozenset[tuple[int, HalfDay]]:
    rows = PinnedFree.objects.filter(schedule=schedule, date__range=(window.first, window.last))
    return frozenset(
        (resident, HalfDay(day, Period(period)))
        for resident, day, period in rows.values_list("resident_id", "date", "period")
    )


def _year_figures(
    assignments: Iterable[Row],
    there: Collection[tuple[int, int]],
    coaches: Mapping[int, ScheduleCoach],
    first_monday: date,
) -> YearFigures:
    clinics: Counter[int] = Counter()
    weeks: dict[int, list[int]] = defaultdict(list)
    for row in assignments:
        clinics[row.resident] += 1
        coach = coaches.get(row.resident)
        if coach is not None and (coach.faculty_id, row.session) in there:
            weeks[row.resident].append(week_index(row.date, first_monday))
    return YearFigures(clinics, weeks)
