"""What a disruption breaks in a version: clinics that cannot be held, coaches who are missed, sessions under pressure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from scheduling.domain.ids import RuleId, SessionId
from scheduling.domain.problem import Pins
from scheduling.models import (
    Assignment,
    Disruption,
    DisruptionKind,
    Precepting,
    Resident,
    Schedule,
    ScheduleState,
    Session,
)
from scheduling.selectors.program_year import faculty_id, resident_id
from scheduling.selectors.workbench.cells import Place, State
from scheduling.selectors.workbench.desk import Desk
from scheduling.solver.advice import Advisor, Disrupted, Loss


@dataclass(frozen=True, slots=True)
class Clinic:
    """A resident's clinic in the version, and whether the coach would be in it but for the disruption."""

    resident: Resident
    session: Session
    is_pinned: bool
    was_together: bool

    @property
    def key(self) -> SessionId:
        """The session's name in problems."""
        return SessionId(self.session.key)

    @property
    def place(self) -> Place:
        """Whose cell."""
        return Place(self.resident.pk, self.session.half_day)

    @property
    def state(self) -> State:
        """What stands in the cell."""
        return State(self.session.pk, self.is_pinned)


@dataclass(frozen=True)
class Breakage:
    """``lost`` cannot be held, ``alone`` are held without the coach, ``pressed`` are held with fewer rooms or preceptors."""

    desk: Desk
    lost: tuple[Clinic, ...]
    alone: tuple[Clinic, ...]
    pressed: tuple[SessionId, ...]

    @property
    def overlaps_lost(self) -> int:
        """Half-days with the coach that are gone."""
        return sum(clinic.was_together for clinic in self.lost) + len(self.alone)

    @property
    def residents(self) -> list[Resident]:
        """Whom it touches, by name."""
        who = {clinic.resident.pk: clinic.resident for clinic in (*self.lost, *self.alone)}
        return sorted(who.values(), key=lambda one: one.name)

    @cached_property
    def advisor(self) -> Advisor:
        """Of the version without the clinics that cannot be held, which are pinned no longer either."""
        gone = {(resident_id(clinic.resident.pk), clinic.key) for clinic in self.lost}
        problem, solution = self.desk.problem, self.desk.solution
        if gone & problem.pins.attend:
            problem = problem.with_pins(Pins(problem.pins.attend - gone, problem.pins.avoid))
        left = {
            who: tuple(key for key in keys if (who, key) not in gone)
            for who, keys in solution.assignments.items()
        }
        return self.desk.advisor.revised(problem, replace(solution, assignments=left))

    @cached_property
    def too_full(self) -> tuple[SessionId, ...]:
        """The sessions that hold more than their rooms or preceptors allow."""
        over = {
            place[2]
            for place in self.advisor.board.tolerated
            if place[0] in {RuleId.ROOMS, RuleId.SUPERVISION}
        }
        return tuple(key for key in self.pressed if key in over)

    @cached_property
    def disrupted(self) -> Disrupted:
        """The same for the search of repairs; residents without a coach take no part in it."""
        known = self.desk.problem.resident_by_id
        lost = (
            Loss(resident_id(one.resident.pk), self._week(one.session.date), one.was_together)
            for one in self.lost
        )
        alone = ((resident_id(one.resident.pk), one.key) for one in self.alone)
        return Disrupted(
            tuple(one for one in lost if one.resident in known),
            tuple(one for one in alone if one[0] in known),
            self.pressed,
        )

    def _week(self, day: date) -> int:
        return (day - self.desk.problem.first_monday).days // 7


def breakage(disruption: Disruption, version: Schedule, desk: Desk, today: date) -> Breakage:
    """What is to be repaired from today on. The fact itself is in the program's data, of which the desk knows."""
    pressed = _sessions(disruption, version, today)
    rows = Assignment.objects.filter(_scope(disruption, today), schedule=version)
    if disruption.kind == DisruptionKind.RESIDENT:
        rows = rows.filter(resident=disruption.resident)
    else:
        rows = rows.filter(session__in=[session.pk for session in pressed])
    clinics = _clinics(rows, version)
    lost = [clinic for clinic in clinics if not _can_be_held(clinic, desk)]
    is_coach = disruption.kind == DisruptionKind.FACULTY
    alone = [
        one for one in clinics if is_coach and one not in lost and _misses(one, disruption, version, desk)
    ]
    keys = (SessionId(session.key) for session in pressed)
    return Breakage(
        desk, tuple(lost), tuple(alone), tuple(key for key in keys if key in desk.problem.session_by_id)
    )


def _scope(disruption: Disruption, today: date) -> Q:
    first = max(disruption.first_date, today)
    on = Q(date__gte=first, date__lte=disruption.last_date)
    return on & Q(period=disruption.period) if disruption.period else on


def _sessions(disruption: Disruption, version: Schedule, today: date) -> list[Session]:
    """The sessions that have fewer rooms or preceptors by it."""
    rows = Session.objects.filter(_scope(disruption, today)).select_related("site")
    match disruption.kind:
        case DisruptionKind.RESIDENT:
            return []
        case DisruptionKind.FACULTY:
            there = _preceptings(version).filter(_scope(disruption, today), faculty=disruption.faculty)
            return list(rows.filter(pk__in=there.values("session")))
        case _:
            return list(rows.filter(closings__disruption=disruption))


def _preceptings(version: Schedule) -> QuerySet[Precepting]:
    """Who precepts in the version and in what is published: a version that was repaired has forgotten who is away."""
    published = Q(schedule__year=version.year_id, schedule__state=ScheduleState.PUBLISHED)
    return Precepting.objects.filter(Q(schedule=version) | published)


def _clinics(rows: QuerySet[Assignment], version: Schedule) -> list[Clinic]:
    coaches = dict(version.coaches.values_list("resident_id", "faculty_id"))
    found = list(
        rows.select_related("resident", "session__site").order_by("date", "period", "resident__name")
    )
    sessions = {row.session_id for row in found}
    there = _there(version, sessions)
    return [
        Clinic(row.resident, row.session, row.pinned, (row.session_id, coaches.get(row.resident_id)) in there)
        for row in found
    ]


def _there(version: Schedule, sessions: Collection[int]) -> "set[tuple[Any, Any]]":
    rows = _preceptings(version).filter(session__in=sessions)
    return set(rows.values_list("session_id", "faculty_id"))


def _can_be_held(clinic: Clinic, desk: Desk) -> bool:
    person = desk.advisor.board.people.get(resident_id(clinic.resident.pk))
    if person is None:
        return clinic.session.rooms > 0
    return clinic.key in person.listed


def _misses(clinic: Clinic, disruption: Disruption, version: Schedule, desk: Desk) -> bool:
    """Whether it is the resident's coach who is away."""
    person = desk.advisor.board.people.get(resident_id(clinic.resident.pk))
    away = faculty_id(disruption.faculty_id or 0)
    return person is not None and person.coach == away and not person.meets(clinic.key)
