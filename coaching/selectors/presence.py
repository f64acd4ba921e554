"""Where people are in clinic from today on: as published, without holidays, leave entered and sessions closed since."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Q

from coaching.domain.clinics import Clinic
from coaching.domain.teams import Kind
from coaching.selectors.clinics import clinic_of, clinics_of
from scheduling.domain.calendar import HalfDay, Period, days_from
from scheduling.models import (
    Absence,
    Assignment,
    Holiday,
    NurseAway,
    NurseHalfDay,
    Precepting,
    Program,
    Schedule,
    Session,
)

Somebody = tuple[Kind, int]
"""A resident or a faculty member by key, a nurse by the key of their role."""
_OPEN = {"session__rooms__gt": 0}


@dataclass(frozen=True, slots=True)
class Presence:
    """Each one's clinics, the half-days on which each is away, and the dates without clinic."""

    clinics: dict[Somebody, list[Clinic]] = field(default_factory=lambda: defaultdict(list))
    away: dict[Somebody, set[HalfDay]] = field(default_factory=lambda: defaultdict(set))
    holidays: set[date] = field(default_factory=set)

    def of(self, kind: Kind, person: int) -> tuple[Clinic, ...]:
        """Somebody's clinics, in order of time."""
        return tuple(sorted(self.clinics.get((kind, person), ()), key=lambda clinic: clinic.starts))

    def away_of(self, kind: Kind, person: int) -> frozenset[HalfDay]:
        """The half-days on which somebody is away."""
        return frozenset(self.away.get((kind, person), ()))

    def note(self, who: Somebody, clinic: Clinic) -> None:
        """Somebody is in a clinic, unless it is a holiday or they are away."""
        if clinic.date not in self.holidays and clinic.half_day not in self.away[who]:
            self.clinics[who].append(clinic)


def presence(
    program: Program, people: Iterable[Somebody], schedules: Sequence[Schedule], *, first: date, last: date
) -> Presence:
    """Where these people are in clinic from ``first`` to ``last``, both included. Eight queries at most."""
    keys: dict[Kind, list[int]] = {kind: [] for kind in Kind}
    for kind, person in people:
        keys[kind].append(person)
    holidays = Holiday.objects.filter(program=program, date__range=(first, last))
    found = Presence(holidays=set(holidays.values_list("date", flat=True)))
    _note_leave(found, keys, first, last)
    _note_residents(found, keys[Kind.RESIDENT], program, schedules, days=(first, last))
    _note_faculty(found, keys[Kind.FACULTY], program, schedules, days=(first, last))
    _note_nurses(found, keys[Kind.NURSE], program, schedules, days=(first, last))
    return found


def _note_leave(found: Presence, keys: dict[Kind, list[int]], first: date, last: date) -> None:
    during = {"first_date__lte": last, "last_date__gte": first}
    rows = Absence.objects.filter(
        Q(resident__in=keys[Kind.RESIDENT]) | Q(faculty__in=keys[Kind.FACULTY]), **during
    )
    for row in rows.defer("reason"):
        who = (Kind.RESIDENT, row.resident_id) if row.resident_id else (Kind.FACULTY, row.faculty_id or 0)
        periods = [Period(row.period)] if row.period else list(Period)
        days = days_from(max(first, row.first_date), min(last, row.last_date))
        found.away[who].update(HalfDay(day, period) for day in days for period in periods)
    nurses = NurseAway.objects.filter(nurse__in=keys[Kind.NURSE], **during)
    for gone in nurses if keys[Kind.NURSE] else ():
        days = days_from(max(first, gone.first_date), min(last, gone.last_date))
        found.away[Kind.NURSE, gone.nurse_id].update(HalfDay(day, one) for day in days for one in Period)


def _note_residents(
    found: Presence,
    residents: Sequence[int],
    program: Program,
    schedules: Sequence[Schedule],
    *,
    days: tuple[date, date],
) -> None:
    rows = Assignment.objects.filter(
        resident__in=residents, schedule__in=schedules, date__range=days, **_OPEN
    )
    here = rows.exclude(resident__left_on__lte=F("date"))
    for clinic, resident in clinics_of(here, program, "resident_id") if residents else ():
        found.note((Kind.RESIDENT, resident), clinic)


def _note_faculty(
    found: Presence,
    faculty: Sequence[int],
    program: Program,
    schedules: Sequence[Schedule],
    *,
    days: tuple[date, date],
) -> None:
    rows = Precepting.objects.filter(faculty__in=faculty, schedule__in=schedules, date__range=days, **_OPEN)
    here = rows.exclude(faculty__left_on__lte=F("date"))
    for clinic, member in clinics_of(here, program, "faculty_id") if faculty else ():
        found.note((Kind.FACULTY, member), clinic)


def _note_nurses(
    found: Presence,
    nurses: Sequence[int],
    program: Program,
    schedules: Sequence[Schedule],
    *,
    days: tuple[date, date],
) -> None:
    """A nurse is in clinic by the pattern of the week, where a session of a published year is open."""
    week: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    rows = NurseHalfDay.objects.filter(nurse__in=nurses, site__program=program)
    for row in rows if nurses and schedules else ():
        week[row.site_id, row.weekday, row.period].append(row.nurse_id)
    sessions = Session.objects.filter(site__in={site for site, *_ in week}, date__range=days, rooms__gt=0)
    for session in sessions.select_related("site") if week else ():
        schedule = _schedule_of(session.date, schedules)
        there = week.get((session.site_id, session.date.weekday(), session.period), ())
        for nurse in there if schedule else ():
            assert schedule is not None
            found.note((Kind.NURSE, nurse), clinic_of(session, schedule.pk, program.zone))


def _schedule_of(day: date, schedules: Sequence[Schedule]) -> Schedule | None:
    held = (one for one in schedules if one.year.first_monday <= day <= one.year.last_date)
    return next(held, None)
