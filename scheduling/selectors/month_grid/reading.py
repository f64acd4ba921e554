"""What the month grid needs from the database: a fixed number of queries, whatever the program's size."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from scheduling.domain.calendar import HalfDay, Period, week_index
from scheduling.domain.program_year import Duty
from scheduling.kept import kept
from scheduling.models import Assignment, Faculty, PinnedFree, Precepting, Schedule, ScheduleCoach
from scheduling.selectors.month_grid.content import Window
from scheduling.selectors.month_grid.frame import Frame, frame_of


@dataclass(frozen=True, slots=True)
class Attended:
    """One assignment of the window."""

    session: int
    site: int
    is_pinned: bool


@dataclass(frozen=True, slots=True)
class YearFigures:
    """Clinics of each resident in the whole year, and the weeks in which they meet their coach."""

    clinics: Mapping[int, int]
    weeks_together: Mapping[int, list[int]]


@dataclass(frozen=True)
class GridFacts:
    """One version in a window: the frame, and everything read of the version, by primary keys and half-days."""

    schedule: Schedule
    frame: Frame
    attended: Mapping[int, Mapping[HalfDay, Attended]]
    preceptors: Counter[int]
    there: frozenset[tuple[int, int]]
    coaches: Mapping[int, ScheduleCoach]
    figures: YearFigures
    kept_free: Mapping[int, Collection[HalfDay]]

    @cached_property
    def sites_attended(self) -> frozenset[tuple[int, int]]:
        """Who is at which site within the window."""
        return frozenset(
            (resident, one.site) for resident, attended in self.attended.items() for one in attended.values()
        )

    def coach_of(self, resident: int) -> Faculty | None:
        """With whom this version counts the resident's overlaps."""
        found = self.coaches.get(resident)
        return found.faculty if found else None


@dataclass(frozen=True, slots=True)
class Clinic:
    """What a version has besides attendance of the window: preceptors of the sessions, who is where, and the figures."""

    preceptors: Counter[int]
    there: frozenset[tuple[int, int]]
    figures: YearFigures


def read_grid(schedule: Schedule, window: Window, only: Collection[int] | None = None) -> GridFacts:
    """Read one version; sessions and attendance are kept for the window, figures for the whole year.

    With ``only``, the figures are those of some residents (by primary key), which is much quicker.
    """
    frame = frame_of(schedule.year, window)
    coaches = ScheduleCoach.objects.filter(schedule=schedule).select_related("faculty")
    coach_of = {coach.resident_id: coach for coach in coaches}
    clinic = (
        _clinic(schedule, frame, coach_of) if only is None else _read_clinic(schedule, frame, coach_of, only)
    )
    return GridFacts(
        schedule=schedule,
        frame=frame,
        attended=_attended(schedule, window),
        preceptors=clinic.preceptors,
        there=clinic.there,
        coaches=coach_of,
        figures=clinic.figures,
        kept_free=_kept_free(schedule, window),
    )


def _clinic(schedule: Schedule, frame: Frame, coaches: Mapping[int, ScheduleCoach]) -> Clinic:
    """That of the whole year, kept while nobody edits the version, as desks are: every edit raises its edition."""
    marks = (frame.marks, schedule.edition, schedule.created_at)
    return kept(("clinic", schedule.pk), marks, lambda: _read_clinic(schedule, frame, coaches, None))


def _read_clinic(
    schedule: Schedule, frame: Frame, coaches: Mapping[int, ScheduleCoach], only: Collection[int] | None
) -> Clinic:
    asked_of = None if only is None else {coaches[one].faculty_id for one in only if one in coaches}
    preceptings = _preceptings(schedule, frame.window, asked_of)
    there = frozenset((faculty, session) for faculty, session, _ in preceptings)
    attended = _attended_in_year(schedule, only)
    return Clinic(
        Counter(session for _, session, duty in preceptings if duty == Duty.PRECEPTS),
        there,
        _year_figures(attended, there, coaches, frame.described.first_monday),
    )


def _attended_in_year(schedule: Schedule, only: Collection[int] | None) -> list[tuple[int, int, date]]:
    rows = Assignment.objects.filter(schedule=schedule)
    if only is not None:
        rows = rows.filter(resident__in=only)
    return list(rows.values_list("resident_id", "session_id", "date"))


def _preceptings(
    schedule: Schedule, window: Window, asked_of: Collection[int] | None
) -> list[tuple[int, int, str]]:
    """Those of the year; or those of the window, and of some of the faculty in the year."""
    rows = Precepting.objects.filter(schedule=schedule)
    if asked_of is not None:
        rows = rows.filter(Q(date__range=(window.first, window.last)) | Q(faculty__in=asked_of))
    return list(rows.values_list("faculty_id", "session_id", "duty"))


def _attended(schedule: Schedule, window: Window) -> dict[int, dict[HalfDay, Attended]]:
    found: dict[int, dict[HalfDay, Attended]] = defaultdict(dict)
    rows = Assignment.objects.filter(schedule=schedule, date__range=(window.first, window.last))
    fields = ("resident_id", "date", "period", "session_id", "session__site_id", "pinned")
    for resident, day, period, session, site, pinned in rows.values_list(*fields):
        found[resident][HalfDay(day, Period(period))] = Attended(session, site, pinned)
    return dict(found)


def _kept_free(schedule: Schedule, window: Window) -> dict[int, set[HalfDay]]:
    found: dict[int, set[HalfDay]] = defaultdict(set)
    rows = PinnedFree.objects.filter(schedule=schedule, date__range=(window.first, window.last))
    for resident, day, period in rows.values_list("resident_id", "date", "period"):
        found[resident].add(HalfDay(day, Period(period)))
    return dict(found)


def _year_figures(
    attended: Collection[tuple[int, int, date]],
    there: Collection[tuple[int, int]],
    coaches: Mapping[int, ScheduleCoach],
    first_monday: date,
) -> YearFigures:
    coach_of = {resident: coach.faculty_id for resident, coach in coaches.items()}
    weeks: dict[int, list[int]] = defaultdict(list)
    for resident, session, day in attended:
        if (coach_of.get(resident), session) in there:
            weeks[resident].append(week_index(day, first_monday))
    return YearFigures(Counter(resident for resident, _, _ in attended), weeks)
