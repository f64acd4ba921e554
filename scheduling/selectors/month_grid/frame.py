"""What one window of a year looks like before anybody attends: the same for all its versions, and kept between requests."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.ids import ResidentId
from scheduling.domain.problem import ResidentWeek
from scheduling.domain.program_year import ProgramYear
from scheduling.domain.program_year import ResidentYear as Described
from scheduling.domain.year_window import resident_weeks
from scheduling.kept import kept, marks_seen
from scheduling.models import AcademicYear, Holiday, Resident, ResidentYear, Rotation, Session, Site
from scheduling.selectors.month_grid.content import Window
from scheduling.selectors.program_year import key_of, program_year


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One session of the window with rooms."""

    pk: int
    site: int
    half_day: HalfDay
    rooms: int


@dataclass(frozen=True, slots=True)
class RowFacts:
    """A resident of the grid, and the half-days on which they may have clinic."""

    described: Described
    allowed: Collection[HalfDay]


@dataclass(frozen=True)
class Frame:
    """A window with what is in it, keyed by primary keys; nobody may change any of it."""

    window: Window
    marks: Hashable
    described: ProgramYear
    places: tuple[ResidentYear, ...]
    names: Mapping[int, str]
    sites: Mapping[int, Site]
    rotations: Mapping[str, Rotation]
    holidays: Mapping[date, str]
    sessions: tuple[OpenSession, ...]
    made: dict[Hashable, Any] = field(default_factory=dict)
    """What was made of it, and goes with it."""

    @cached_property
    def weights(self) -> Mapping[tuple[int, int], float]:
        """What residents weigh in supervision in the weeks, counted from the window's first, in which they may attend."""
        return {
            (key_of(who), week.week): week.supervision_weight
            for who, weeks in self._weeks.items()
            for week in weeks
        }

    @cached_property
    def rows(self) -> Mapping[int, RowFacts]:
        """The residents, with when they may have clinic."""
        half_day_of = {session.id: session.half_day for session in self.described.sessions}
        return {
            key_of(one.id): RowFacts(
                one, frozenset(half_day_of[key] for week in self._weeks[one.id] for key in week.sessions)
            )
            for one in self.described.residents
        }

    @cached_property
    def _weeks(self) -> Mapping[ResidentId, tuple[ResidentWeek, ...]]:
        return resident_weeks(self.described, self.window.first, self.window.weeks)


def frame_of(year: AcademicYear, window: Window) -> Frame:
    """The window as it is stored; one query where this process knows it already."""
    marks = marks_seen()
    return kept("frame", (year.pk, window), marks, lambda: _read(year, window, marks))


def _read(year: AcademicYear, window: Window, marks: Hashable) -> Frame:
    program = year.program_id
    sites = {site.pk: site for site in Site.objects.filter(program_id=program)}
    holidays = Holiday.objects.filter(program_id=program, date__range=(window.first, window.last))
    closed = dict(holidays.values_list("date", "name"))
    described = program_year(year, with_faculty=False)
    known = {key_of(one.id) for one in described.residents}
    # Read by two statements: who came between them is on the next page.
    rows = ResidentYear.objects.filter(year=year).select_related("resident", "year").order_by("pgy")
    places = tuple(place for place in rows if place.resident_id in known)
    return Frame(
        window=window,
        marks=marks,
        described=described,
        places=places,
        names=short_names(place.resident for place in places),
        sites=sites,
        rotations={rotation.code: rotation for rotation in Rotation.objects.filter(program_id=program)},
        holidays=closed,
        sessions=tuple(one for one in _open_sessions(sites, window) if one.half_day.date not in closed),
    )


def _open_sessions(sites: Collection[int], window: Window) -> list[OpenSession]:
    rows = Session.objects.filter(
        site__in=list(sites), date__range=(window.first, window.last), rooms__gt=0
    ).values_list("pk", "site_id", "date", "period", "rooms")
    return [
        OpenSession(pk, site, HalfDay(day, Period(period)), rooms) for pk, site, day, period, rooms in rows
    ]


def short_names(residents: Iterable[Resident]) -> dict[int, str]:
    """Family names; with the initial where two share one."""
    listed = list(residents)
    families = Counter(resident.family_name for resident in listed)
    return {
        resident.pk: resident.family_name
        if families[resident.family_name] == 1
        else f"{resident.family_name}, {resident.initials[:1]}."
        for resident in listed
    }
