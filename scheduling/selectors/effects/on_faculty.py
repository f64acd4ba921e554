"""What it costs residents and sessions if a faculty member's half-days change."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from scheduling.domain.calendar import week_index
from scheduling.domain.effects import ContactLost, FacultyEffect, ThinSession, contact_lost
from scheduling.domain.faculty_changes import FacultyChange
from scheduling.domain.ids import SessionId
from scheduling.domain.problem_building import absent_half_days, sessions_by_duty, supervision_weight
from scheduling.domain.program_year import Duty, FacultyYear, ProgramYear
from scheduling.models import Faculty, Schedule
from scheduling.selectors.effects.places import (
    Place,
    assignments,
    day_from,
    frame_of,
    preceptings,
    preceptors_on,
)
from scheduling.selectors.program_year import faculty_id, program_year, resident_id

Duties = dict[Duty, tuple[SessionId, ...]]


@dataclass(frozen=True, slots=True)
class _Moves:
    """Where a faculty member is now, is no longer, no longer precepts, and comes to be."""

    there: frozenset[SessionId]
    lost: list[Place]
    unsupervised: list[Place]
    gained: frozenset[SessionId]


def effect_on_faculty(
    schedule: Schedule, member: Faculty, change: FacultyChange, *, today: date | None = None
) -> FacultyEffect:
    """What it costs in this version if a faculty member's year becomes what ``change`` makes of it."""
    year = program_year(schedule.year)
    since = day_from(schedule, today)
    moves = _moves(year, preceptings(schedule, member.pk), member, change, since)
    panel = _panel(schedule, member)
    attending = assignments(
        schedule,
        Q(resident__in=list(panel)) | Q(date__in={place.half_day.date for place in moves.unsupervised}),
    )
    mine = [place for place in attending if place.person in panel]
    return FacultyEffect(
        schedule=str(schedule),
        half_days=tuple(sorted(place.half_day for place in moves.lost)),
        contacts=tuple(_contacts(schedule, moves, panel, mine)),
        gained=sum(place.session in moves.gained and place.half_day.date >= since for place in mine),
        thin=tuple(_thin_sessions(schedule, year, moves.unsupervised, attending)),
    )


def _moves(
    year: ProgramYear, stored: list[Place], member: Faculty, change: FacultyChange, since: date
) -> _Moves:
    """A version may differ from the pattern: what it has beyond it goes only with an absence."""
    before = _year_of(year, member)
    after = change(before)
    now, then = sessions_by_duty(year, before), sessions_by_duty(year, after)
    away = absent_half_days(after.absences) - absent_half_days(before.absences)
    ends = _all(now) - _in_clinic(year, then) - frozenset(then[Duty.OFFERED])
    there = frozenset(place.session for place in stored)
    coming = [place for place in stored if place.half_day.date >= since]
    lost = [place for place in coming if place.half_day in away or place.session in ends]
    return _Moves(
        there=there,
        lost=lost,
        unsupervised=[
            place
            for place in coming
            if place.duty == Duty.PRECEPTS and (place in lost or place.session in then[Duty.OWN_CLINIC])
        ],
        gained=_in_clinic(year, then) - _in_clinic(year, now) - there,
    )


def _all(duties: Duties) -> frozenset[SessionId]:
    return frozenset(session for sessions in duties.values() for session in sessions)


def _in_clinic(year: ProgramYear, duties: Duties) -> frozenset[SessionId]:
    """Where overlap counts without anything being decided."""
    own = duties[Duty.OWN_CLINIC] if year.settings.own_clinic_counts else ()
    return frozenset((*duties[Duty.PRECEPTS], *own))


def _contacts(
    schedule: Schedule, moves: _Moves, panel: dict[int, str], attending: list[Place]
) -> list[ContactLost]:
    """What each resident of the panel loses, the longest time without an overlap first."""
    frame = frame_of(schedule)
    gone = {place.session for place in moves.lost}
    together: dict[int, list[Place]] = defaultdict(list)
    for place in attending:
        if place.session in moves.there:
            together[place.person].append(place)
    found = [
        contact_lost(
            frame,
            panel[resident],
            [place.half_day for place in places],
            [place.half_day for place in places if place.session in gone],
        )
        for resident, places in together.items()
        if any(place.session in gone for place in places)
    ]
    return sorted(found, key=lambda contact: (-contact.weeks_without, contact.resident))


def _panel(schedule: Schedule, member: Faculty) -> dict[int, str]:
    """The family names of those whom this version pairs with a coach, by key."""
    rows = schedule.coaches.filter(faculty=member).select_related("resident")
    return {row.resident_id: row.resident.family_name for row in rows}


def _thin_sessions(
    schedule: Schedule, year: ProgramYear, leaves: list[Place], attending: list[Place]
) -> Iterator[ThinSession]:
    sessions = {place.session for place in leaves}
    weights = _weights(year, [place for place in attending if place.session in sessions])
    left = _others(schedule, leaves)
    for place in sorted(leaves, key=lambda place: place.half_day):
        supervised = year.settings.supervision_ratio * left[place.session]
        if weights[place.session] > supervised:
            yield ThinSession(
                place.half_day, place.site, weights[place.session], left[place.session], supervised
            )


def _weights(year: ProgramYear, attending: list[Place]) -> dict[SessionId, float]:
    """How heavily the residents of each session weigh in supervision."""
    residents = {resident.id: resident for resident in year.residents}
    found: dict[SessionId, float] = defaultdict(float)
    for place in attending:
        resident = residents.get(resident_id(place.person))
        week = week_index(place.half_day.date, year.first_monday)
        found[place.session] += supervision_weight(year, resident, week) if resident else 1
    return found


def _others(schedule: Schedule, leaves: Collection[Place]) -> Counter[SessionId]:
    """How many other faculty precept in each of these sessions; one of them is missing."""
    keys = {place.session for place in leaves}
    leavers = {place.person for place in leaves}
    rows = preceptors_on(schedule, {place.half_day.date for place in leaves}) if leaves else []
    return Counter(place.session for place in rows if place.session in keys and place.person not in leavers)


def _year_of(year: ProgramYear, member: Faculty) -> FacultyYear:
    """A faculty member's year; one who takes no part in it yet has an empty one."""
    key = faculty_id(member.pk)
    empty = FacultyYear(id=key, panel_min=member.panel_min, panel_max=member.panel_max)
    return next((one for one in year.faculty if one.id == key), empty)
