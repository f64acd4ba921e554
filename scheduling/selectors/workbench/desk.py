"""The desk of one version: its problem and schedule made ready for questions, kept while neither changes.

Making a problem and an advisor of a year takes the better part of a second, so each process keeps a few. What is kept
is compared with the rows at every question: other data make another problem, another edition a revised advisor.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from threading import Lock

from django.db.models import Q

from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import FacultyId, ResidentId
from scheduling.domain.problem import Pins, Problem
from scheduling.domain.program_year import ProgramYear
from scheduling.domain.solution import Solution
from scheduling.models import Schedule, ScheduleState
from scheduling.selectors.naming import with_names
from scheduling.selectors.program_year import program_year, resident_id
from scheduling.selectors.version_problem import (
    attendance_of,
    bound_problem,
    coaches_of,
    pins_of,
    problem_of_version,
    solution_of_version,
    stored_precepting,
)
from scheduling.selectors.workbench.history import residents_changed_since, whose_cells_changed
from scheduling.selectors.years import program_today
from scheduling.solver.advice import Advisor

KEPT = 6


class NoAdvice(Exception):
    """Nothing can be said about the version; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which state of the version a desk speaks of: its edition, the day, and what is published beside it."""

    edition: int
    today: date
    published: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Desk:
    """A version ready for questions, as it was at its stamp."""

    schedule_id: int
    created_at: datetime
    stamp: Stamp
    described: ProgramYear
    coaches: Mapping[ResidentId, FacultyId]
    bare: Problem
    precepting: frozenset[tuple[int, int]]
    advisor: Advisor

    @property
    def problem(self) -> Problem:
        """With pins, and what is published."""
        return self.advisor.problem

    @property
    def edition(self) -> int:
        """The edition that the advisor speaks of."""
        return self.stamp.edition

    @property
    def solution(self) -> Solution:
        """Who attends what in this edition."""
        return self.advisor.solution


_kept: OrderedDict[int, Desk] = OrderedDict()
_lock = Lock()


def desk_of(schedule: Schedule) -> Desk:
    """The desk of the version as the database holds it now. Raises `NoAdvice`."""
    described = program_year(schedule.year)
    kept = _recall(schedule)
    while True:
        stamp = _stamp(schedule)
        desk = _made(schedule, described, kept, stamp)
        if desk is kept or _stamp(schedule) == stamp:
            break
    _keep(desk)
    return desk


def _made(schedule: Schedule, described: ProgramYear, kept: Desk | None, stamp: Stamp) -> Desk:
    """A desk of rows that may change while they are read; the caller sees to that."""
    if kept is not None and kept.described == described and kept.stamp == stamp:
        return kept
    try:
        if kept is not None and kept.described == described:
            return _revised(kept, schedule, stamp) or _new(schedule, described, stamp)
        return _new(schedule, described, stamp)
    except ProblemError as error:
        said = with_names(str(error), schedule.year.program)
        raise NoAdvice(
            f"The program's data do not fit together, so nothing can be said about this draft: {said}"
        ) from error


def _new(schedule: Schedule, described: ProgramYear, stamp: Stamp) -> Desk:
    coaches = coaches_of(schedule)
    bare = problem_of_version(schedule, described)
    precepting = stored_precepting(schedule, bare)
    advisor = Advisor(*_present(schedule, bare, stamp.today))
    return Desk(schedule.pk, schedule.created_at, stamp, described, coaches, bare, precepting, advisor)


def _revised(kept: Desk, schedule: Schedule, stamp: Stamp) -> Desk | None:
    """Where people edited a few cells, which is nearly always, only those residents are read again; else None."""
    if (stamp.today, stamp.published) != (kept.stamp.today, kept.stamp.published):
        return None
    changed = whose_cells_changed(schedule, kept.edition, stamp.edition)
    if changed is None:
        if coaches_of(schedule) != kept.coaches or stored_precepting(schedule, kept.bare) != kept.precepting:
            return None
        changed = residents_changed_since(schedule, kept.edition)
    problem, solution = kept.problem, kept.solution
    who = {resident_id(pk) for pk in changed} & problem.resident_by_id.keys()
    attended = attendance_of(schedule, changed)
    solution = replace(
        solution, assignments={**solution.assignments, **{one: attended.get(one, ()) for one in who}}
    )
    pins = _pins_without(problem.pins, who) | pins_of(problem, schedule, changed)
    if pins != problem.pins:
        problem = problem.with_pins(pins)
    return replace(kept, stamp=stamp, advisor=kept.advisor.revised(problem, solution))


def _pins_without(pins: Pins, who: Collection[ResidentId]) -> Pins:
    return Pins(
        *(frozenset(one for one in cells if one[0] not in who) for cells in (pins.attend, pins.avoid))
    )


def _present(schedule: Schedule, bare: Problem, today: date) -> tuple[Problem, Solution]:
    problem = bound_problem(bare, schedule, today)
    solution = solution_of_version(schedule, problem)
    known = problem.resident_by_id
    attended = {who: keys for who, keys in solution.assignments.items() if who in known}
    coach = {who: member for who, member in solution.coach.items() if who in known}
    return problem, replace(solution, assignments=attended, coach=coach)


def _stamp(schedule: Schedule) -> Stamp:
    rows = Schedule.objects.filter(
        Q(pk=schedule.pk) | Q(year=schedule.year_id, state=ScheduleState.PUBLISHED)
    )
    editions = dict(rows.values_list("pk", "edition"))
    published = next(((pk, edition) for pk, edition in editions.items() if pk != schedule.pk), None)
    return Stamp(editions[schedule.pk], program_today(schedule.year.program), published)


def _recall(schedule: Schedule) -> Desk | None:
    with _lock:
        kept = _kept.get(schedule.pk)
    return kept if kept is not None and kept.created_at == schedule.created_at else None


def _keep(desk: Desk) -> None:
    with _lock:
        _kept[desk.schedule_id] = desk
        _kept.move_to_end(desk.schedule_id)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
