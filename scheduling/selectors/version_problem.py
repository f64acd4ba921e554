"""One version of a year as the domain sees it: the problem that binds it, and the schedule that it is."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.ids import Decision, FacultyId, ResidentId, SessionId, SiteId
from scheduling.domain.overlap import allowed_sessions
from scheduling.domain.problem import Pins, Problem, Resident
from scheduling.domain.problem_building import build_problem
from scheduling.domain.program_year import Duty, ProgramYear, session_id
from scheduling.domain.solution import Solution
from scheduling.models import Assignment, PinnedFree, Precepting, Schedule, ScheduleCoach, ScheduleState
from scheduling.selectors.program_year import faculty_id, key_of, resident_id

Attendance = Mapping[ResidentId, tuple[SessionId, ...]]


def problem_of_version(schedule: Schedule, described: ProgramYear) -> Problem:
    """The year's problem with the coaches of this version, as `described` has everything else; without pins.

    Residents for whom neither the version nor the year knows a coach take no part. Raises `ProblemError`.
    """
    coaches = coaches_of(schedule)
    residents = (
        replace(resident, coach=coaches.get(resident.id, resident.coach), coach_fixed=True)
        for resident in described.residents
    )
    paired = tuple(resident for resident in residents if resident.coach is not None)
    return build_problem(replace(described, residents=paired))


def in_version(problem: Problem, schedule: Schedule) -> Problem:
    """What `problem_of_version` would build, of a year's problem that is built already."""
    coaches = coaches_of(schedule)
    residents = (
        replace(one, coach=coaches.get(one.id, one.coach), coach_fixed=True) for one in problem.residents
    )
    paired = {one.id: one for one in residents if one.coach is not None}
    return replace(
        problem,
        residents=tuple(paired.values()),
        affinities=tuple(wish for wish in problem.affinities if wish.resident in paired),
        decide=frozenset({Decision.SESSIONS}),
    )


def with_coaches(schedule: Schedule, described: ProgramYear, *, decide_pairing: bool) -> ProgramYear:
    """The year with the coaches of this version; with `decide_pairing`, whom the program has not paired stays open."""
    coaches = coaches_of(schedule)
    residents = (
        replace(
            resident,
            coach=coaches.get(resident.id, resident.coach),
            coach_fixed=resident.coach_fixed or not decide_pairing,
        )
        for resident in described.residents
    )
    return replace(described, residents=tuple(residents))


def problem_from_here(problem: Problem, schedule: Schedule, today: date) -> Problem:
    """The problem as solving again from this version asks it: pins hold, and what need not move stays.

    The version's own attendance stands as what is published, so that each change has to pay for itself, and all before
    today is frozen. Where somebody was and is not allowed any more they have not been: the past is not held to it.
    Sessions that are closed by now stand there too, as attendance that is lost in any case.
    """
    attended = _attended(Assignment.objects.filter(schedule=schedule))
    pins = with_pins(problem, schedule).pins
    return replace(
        problem,
        pins=Pins(_to_come(problem, pins.attend, today), _to_come(problem, pins.avoid, today)),
        published={
            resident.id: tuple(_standing(problem, resident, attended.get(resident.id, ()), today))
            for resident in problem.residents
        },
        frozen_before=_frozen_before(problem, today),
    )


def _frozen_before(problem: Problem, today: date) -> date:
    """Today, or of a year that is to come or over its nearest end."""
    return min(max(today, problem.first_monday), problem.last_day + timedelta(days=1))


def _to_come(
    problem: Problem, cells: Iterable[tuple[ResidentId, SessionId]], today: date
) -> frozenset[tuple[ResidentId, SessionId]]:
    days = problem.session_by_id
    return frozenset((who, key) for who, key in cells if days[key].half_day.date >= today)


def _standing(
    problem: Problem, resident: Resident, sessions: Iterable[SessionId], today: date
) -> Iterator[SessionId]:
    allowed = set(allowed_sessions(resident))
    for key in sessions:
        known = problem.session_by_id.get(key)
        if known is None or known.half_day.date >= today or key in allowed:
            yield key


def bound_problem(problem: Problem, schedule: Schedule, today: date) -> Problem:
    """The problem with what people fixed in the version, and with what is published: the past stays as it was."""
    published = _attended(_published_beside(schedule)) or None
    return replace(
        problem,
        pins=pins_of(problem, schedule),
        published=published,
        frozen_before=None if published is None else _frozen_before(problem, today),
    )


def held_before(schedule: Schedule, today: date) -> date | None:
    """The day before which a version stays as it is: today where one of its year is published, else None.

    What `bound_problem` holds it to, for pages that offer edits.
    """
    return today if _published_beside(schedule).exists() else None


def with_pins(problem: Problem, schedule: Schedule) -> Problem:
    """The problem with the version's pins; those on sessions and residents that it does not know are left out."""
    return problem.with_pins(pins_of(problem, schedule))


def pins_of(problem: Problem, schedule: Schedule, residents: Collection[int] | None = None) -> Pins:
    """What people fixed in the version, for some residents (by primary key) or for all."""
    pinned = _of(Assignment.objects.filter(schedule=schedule, pinned=True), residents)
    attend = {(who, key) for who, keys in _attended(pinned).items() for key in keys}
    sessions_at: dict[HalfDay, list[SessionId]] = defaultdict(list)
    for session in problem.sessions:
        sessions_at[session.half_day].append(session.id)
    free = _of(PinnedFree.objects.filter(schedule=schedule), residents)
    avoid = {
        (resident_id(who), key)
        for who, day, period in free.values_list("resident_id", "date", "period")
        for key in sessions_at[HalfDay(day, Period(period))]
    }
    known = problem.resident_by_id
    return Pins(
        frozenset((who, key) for who, key in attend if who in known and key in problem.session_by_id),
        frozenset((who, key) for who, key in avoid - attend if who in known),
    )


def attendance_of(schedule: Schedule, residents: Collection[int] | None = None) -> Attendance:
    """Who attends what in the version, some residents (by primary key) or all."""
    return _attended(_of(Assignment.objects.filter(schedule=schedule), residents))


def solution_of_version(schedule: Schedule, problem: Problem) -> Solution:
    """The version's attendance beside today's preceptors; where faculty only offer to precept, those of the version."""
    return Solution(
        coach={
            **coaches_of(schedule),
            **{one.id: one.coach for one in problem.residents if one.coach is not None},
        },
        assignments=attendance_of(schedule),
        precepting=precepting_of(schedule, problem),
    )


def precepting_of(schedule: Schedule, problem: Problem) -> dict[FacultyId, tuple[SessionId, ...]]:
    """Where faculty precept: where they do today, and of what they offer what the version chose."""
    chosen = _chosen(schedule, [member.id for member in problem.faculty if member.offered])
    return {
        member.id: (*member.sessions, *(one for one in member.offered if one in chosen[member.id]))
        for member in problem.faculty
    }


def stored_precepting(schedule: Schedule, problem: Problem) -> frozenset[tuple[int, int]]:
    """The version's own part of that as it is stored, which is read quickly; nothing where nobody offers anything."""
    if not any(member.offered for member in problem.faculty):
        return frozenset()
    rows = Precepting.objects.filter(schedule=schedule, duty=Duty.PRECEPTS)
    return frozenset(rows.values_list("faculty_id", "session_id"))


def coaches_of(schedule: Schedule) -> dict[ResidentId, FacultyId]:
    """With whom the version counts each resident's overlaps."""
    rows = ScheduleCoach.objects.filter(schedule=schedule).values_list("resident_id", "faculty_id")
    return {resident_id(resident): faculty_id(faculty) for resident, faculty in rows}


def _published_beside(schedule: Schedule) -> QuerySet[Assignment]:
    return Assignment.objects.filter(schedule__year=schedule.year_id, schedule__state=ScheduleState.PUBLISHED)


def _attended(rows: QuerySet[Assignment]) -> dict[ResidentId, tuple[SessionId, ...]]:
    found: dict[int, list[SessionId]] = defaultdict(list)
    names: dict[int, SessionId] = {}
    fields = ("resident_id", "session_id", "session__site__code", "date", "period")
    for resident, session, site, day, period in rows.order_by("date").values_list(*fields):
        if session not in names:
            names[session] = session_id(SiteId(site), HalfDay(day, Period(period)))
        found[resident].append(names[session])
    return {resident_id(who): tuple(keys) for who, keys in found.items()}


def _chosen(schedule: Schedule, members: Collection[FacultyId]) -> dict[FacultyId, set[SessionId]]:
    """Where the version lets those who offer half-days precept; no query where nobody does."""
    found: dict[FacultyId, set[SessionId]] = defaultdict(set)
    if not members:
        return found
    rows = Precepting.objects.filter(
        schedule=schedule, duty=Duty.PRECEPTS, faculty__in=[key_of(member) for member in members]
    )
    for member, site, day, period in rows.values_list("faculty_id", "session__site__code", "date", "period"):
        found[faculty_id(member)].add(session_id(SiteId(site), HalfDay(day, Period(period))))
    return found


def _of(rows: "QuerySet[Any]", residents: Collection[int] | None) -> "QuerySet[Any]":
    return rows if residents is None else rows.filter(resident__in=residents)
