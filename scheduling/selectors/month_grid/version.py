"""What a version says of everybody in the whole year: read once by each process, then only of those whom an edit touched."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.db.models import QuerySet

from scheduling.domain.calendar import HalfDay, Period, week_index
from scheduling.domain.program_year import Duty
from scheduling.kept import kept
from scheduling.models import Assignment, PinnedFree, Precepting, Schedule, ScheduleCoach
from scheduling.selectors.month_grid.content import Window
from scheduling.selectors.workbench.history import whose_cells_changed

T = TypeVar("T")
MOST_MADE = 8
MOST_VERSIONS = 6


class Attended(NamedTuple):
    """One assignment."""

    session: int
    site: int
    is_pinned: bool


InYear = Mapping[HalfDay, Attended]


@dataclass(frozen=True)
class Version:
    """One edition of a version, by primary keys and half-days; nobody may change any of it.

    ``there`` says which faculty member is in which session, ``weeks_together`` in which weeks residents meet their coach.
    """

    edition: int
    coaches: Mapping[int, ScheduleCoach]
    preceptors: Counter[int]
    there: frozenset[tuple[int, int]]
    attended: Mapping[int, InYear]
    kept_free: Mapping[int, Collection[HalfDay]]
    weeks_together: Mapping[int, list[int]]
    made: dict[Hashable, dict[int, Any]] = field(default_factory=dict)
    """What was made of single residents, and goes when one of them is edited."""

    def once(self, what: Hashable) -> dict[int, Any]:
        """By resident, what was made of them in this and earlier editions; empty at first, to be filled."""
        while what not in self.made and len(self.made) >= MOST_MADE:
            self.made.pop(next(iter(self.made), None), None)
        return self.made.setdefault(what, {})

    def in_window(self, window: Window) -> Mapping[int, InYear]:
        """Who attends what within the window."""
        found = self.once(window)
        for resident, attended in self.attended.items():
            if resident not in found:
                found[resident] = {
                    half_day: one
                    for half_day, one in attended.items()
                    if window.first <= half_day.date <= window.last
                }
        return {resident: found[resident] for resident in self.attended if found[resident]}


class _Kept:
    """The latest edition that this process has read."""

    version: Version | None = None


def version_of(schedule: Schedule, first_monday: date, marks: Hashable) -> Version:
    """The version in the edition that ``schedule`` was read with; ``marks`` are those of the data that describe its year.

    One query where cells were edited since this process read it, and two for those; four where it reads everything.
    """
    known = kept("version", schedule.pk, (marks, schedule.created_at), _Kept, most=MOST_VERSIONS)
    found = _brought_up(known.version, schedule, first_monday)
    if known.version is None or known.version.edition < found.edition:
        known.version = found
    return found


def _brought_up(known: Version | None, schedule: Schedule, first_monday: date) -> Version:
    if known is not None and known.edition == schedule.edition:
        return known
    if known is None:
        return _read(schedule, first_monday)
    changed = whose_cells_changed(schedule, known.edition, schedule.edition)
    if changed is None:
        return _read(schedule, first_monday)
    return _revised(known, schedule, first_monday, changed)


def _read(schedule: Schedule, first_monday: date) -> Version:
    coaches = ScheduleCoach.objects.filter(schedule=schedule).select_related("faculty")
    coach_of = {coach.resident_id: coach for coach in coaches}
    present = Precepting.objects.filter(schedule=schedule).values_list("faculty_id", "session_id", "duty")
    preceptings = list(present)
    there = frozenset((faculty, session) for faculty, session, _ in preceptings)
    attended = _attended(Assignment.objects.filter(schedule=schedule))
    return Version(
        edition=schedule.edition,
        coaches=coach_of,
        preceptors=Counter(session for _, session, duty in preceptings if duty == Duty.PRECEPTS),
        there=there,
        attended=attended,
        kept_free=_kept_free(PinnedFree.objects.filter(schedule=schedule)),
        weeks_together=_weeks_together(attended, coach_of, there, first_monday),
    )


def _revised(known: Version, schedule: Schedule, first_monday: date, changed: Collection[int]) -> Version:
    """With the cells of some residents read again; whatever was made of the others is still true."""
    rows = {"schedule": schedule, "resident__in": changed}
    attended = _attended(Assignment.objects.filter(**rows))
    free = _kept_free(PinnedFree.objects.filter(**rows))
    weeks = _weeks_together(attended, known.coaches, known.there, first_monday)
    return replace(
        known,
        edition=schedule.edition,
        attended={**_without(known.attended, changed), **attended},
        kept_free={**_without(known.kept_free, changed), **free},
        weeks_together={**_without(known.weeks_together, changed), **weeks},
        made={what: _without(found, changed) for what, found in list(known.made.items())},
    )


def _without(found: Mapping[int, T], residents: Collection[int]) -> dict[int, T]:
    """Of a copy: another thread may be filling what was made."""
    return {resident: one for resident, one in dict(found).items() if resident not in residents}


def _attended(rows: QuerySet[Assignment]) -> dict[int, InYear]:
    found: dict[int, dict[HalfDay, Attended]] = defaultdict(dict)
    half_days: dict[tuple[date, str], HalfDay] = {}
    fields = ("resident_id", "date", "period", "session_id", "session__site_id", "pinned")
    for resident, day, period, *attended in rows.values_list(*fields):
        half_day = half_days.get((day, period)) or half_days.setdefault(
            (day, period), HalfDay(day, Period(period))
        )
        found[resident][half_day] = Attended(*attended)
    return dict(found)


def _kept_free(rows: QuerySet[PinnedFree]) -> dict[int, set[HalfDay]]:
    found: dict[int, set[HalfDay]] = defaultdict(set)
    for resident, day, period in rows.values_list("resident_id", "date", "period"):
        found[resident].add(HalfDay(day, Period(period)))
    return dict(found)


def _weeks_together(
    attended: Mapping[int, InYear],
    coaches: Mapping[int, ScheduleCoach],
    there: Collection[tuple[int, int]],
    first_monday: date,
) -> dict[int, list[int]]:
    """Without those who never meet their coach."""
    found = {
        resident: list(_weeks_with(coaches[resident].faculty_id, half_days, there, first_monday))
        for resident, half_days in attended.items()
        if resident in coaches
    }
    return {resident: weeks for resident, weeks in found.items() if weeks}


def _weeks_with(
    coach: int, half_days: InYear, there: Collection[tuple[int, int]], first_monday: date
) -> Iterable[int]:
    return (
        week_index(half_day.date, first_monday)
        for half_day, attended in half_days.items()
        if (coach, attended.session) in there
    )
