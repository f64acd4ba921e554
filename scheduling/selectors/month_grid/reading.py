"""What the month grid needs from the database: a fixed number of queries, whatever the program's size."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from scheduling.domain.calendar import HalfDay, Period, week_index
from scheduling.domain.program_year import ProgramYear
from scheduling.models import (
    Assignment,
    Faculty,
    Holiday,
    Precepting,
    ResidentYear,
    Rotation,
    Schedule,
    ScheduleCoach,
    Session,
    Site,
)
from scheduling.selectors.month_grid.content import Window
from scheduling.selectors.program_year import program_year


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


@dataclass(frozen=True, slots=True)
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

    def coach_of(self, resident: int) -> Faculty | None:
        """With whom this version counts the resident's overlaps."""
        found = self.coaches.get(resident)
        return found.faculty if found else None


def read_grid(schedule: Schedule, window: Window) -> GridFacts:
    """Read one window of one version."""
    year = schedule.year
    sites = {site.pk: site for site in Site.objects.filter(program_id=year.program_id)}
    preceptings = _preceptings(schedule, window)
    holidays = Holiday.objects.filter(program_id=year.program_id, date__range=(window.first, window.last))
    coaches = ScheduleCoach.objects.filter(schedule=schedule).select_related("faculty")
    closed = dict(holidays.values_list("date", "name"))
    return GridFacts(
        schedule=schedule,
        window=window,
        described=program_year(year, with_faculty=False),
        places=list(ResidentYear.objects.filter(year=year).select_related("resident").order_by("pgy")),
        sites=sites,
        rotations={rotation.code: rotation for rotation in _rotations(year.program_id)},
        holidays=closed,
        sessions=[s for s in _open_sessions(sites, window) if s.half_day.date not in closed],
        attended=_attended(schedule, window),
        preceptors=Counter(session for _, session, duty in preceptings if duty == "precepts"),
        there=frozenset((faculty, session) for faculty, session, _ in preceptings),
        coaches={coach.resident_id: coach for coach in coaches},
        figures=_year_figures(schedule),
    )


def _rotations(program: int) -> list[Rotation]:
    return list(Rotation.objects.filter(program_id=program))


def _open_sessions(sites: Mapping[int, Site], window: Window) -> list[OpenSession]:
    rows = Session.objects.filter(
        site__in=list(sites), date__range=(window.first, window.last), rooms__gt=0
    ).values_list("pk", "site_id", "date", "period", "rooms")
    return [
        OpenSession(pk, site, HalfDay(day, Period(period)), rooms) for pk, site, day, period, rooms in rows
    ]


def _attended(schedule: Schedule, window: Window) -> dict[tuple[int, HalfDay], Attended]:
    rows = Assignment.objects.filter(schedule=schedule, date__range=(window.first, window.last)).values_list(
        "resident_id", "date", "period", "session_id", "session__site_id", "pinned"
    )
    return {
        (resident, HalfDay(day, Period(period))): Attended(session, site, pinned)
        for resident, day, period, session, site, pinned in rows
    }


def _preceptings(schedule: Schedule, window: Window) -> list[tuple[int, int, str]]:
    rows = Precepting.objects.filter(schedule=schedule, date__range=(window.first, window.last))
    return list(rows.values_list("faculty_id", "session_id", "duty"))


def _year_figures(schedule: Schedule) -> YearFigures:
    assignments = Assignment.objects.filter(schedule=schedule)
    clinics = assignments.values_list("resident_id").annotate(clinics=Count("pk")).order_by()
    weeks: dict[int, list[int]] = defaultdict(list)
    together = assignments.with_together().filter(together=True).values_list("resident_id", "date")
    for resident, day in together:
        weeks[resident].append(week_index(day, schedule.year.first_monday))
    return YearFigures(dict(clinics), weeks)
