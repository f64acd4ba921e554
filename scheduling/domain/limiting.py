"""A problem limited to a scope: everything else is held exactly as in a schedule at hand."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from scheduling.domain.errors import ProblemError
from scheduling.domain.half_days import with_half_days
from scheduling.domain.ids import ResidentId, SessionId
from scheduling.domain.problem import Pins, Problem, Resident
from scheduling.domain.scope import Scope
from scheduling.domain.solution import Outcome, Solution

Cell = tuple[ResidentId, SessionId]


def limited(problem: Problem, held: Solution, scope: Scope) -> Problem:
    """The problem in which all outside the scope is as in ``held``: attendance by pins, open coaches by fixing them.

    Half-days of faculty that were to be decided are all those of ``held``.
    Sessions, loads and the score stay those of the whole problem. What the rules forbid is held all the same, so that
    a solve says what collides. Raises `ProblemError` if scope or schedule name what the problem does not have.
    """
    _check_scope(problem, scope)
    _check_held(problem, held, scope)
    outside = frozenset(
        session.id for session in problem.sessions if scope.holds_session(problem, session.id)
    )
    attended = {(who, what) for who, sessions in held.assignments.items() for what in sessions}
    kept = {cell for cell in attended if _is_held(scope, outside, cell)}
    options = ((r.id, what) for r in problem.residents for week in r.weeks for what in week.sessions)
    left = {cell for cell in options if cell not in kept and _is_held(scope, outside, cell)}
    given = with_half_days(problem, held.precepting) if problem.decides_faculty else problem
    return replace(
        given,
        residents=tuple(_paired(problem, held, scope, resident) for resident in problem.residents),
        pins=Pins(problem.pins.attend | kept, problem.pins.avoid | left),
    )


def within(problem: Problem, scope: Scope | None) -> Problem:
    """The problem in which all outside the scope is as published; without a scope, the problem. Raises `ProblemError`."""
    return problem if scope is None else limited(problem, published_schedule(problem), scope)


def judged(problem: Problem, outcome: Outcome) -> Problem:
    """The problem of which an outcome speaks: limited as the solve was, if it was."""
    held = outcome.solution or outcome.held
    if outcome.scope is None or held is None:
        return problem
    return limited(problem, held, outcome.scope)


def published_schedule(problem: Problem) -> Solution:
    """What was published of the sessions that still exist, with the coaches and half-days of the faculty that the problem names."""
    published = (problem.published or {}).items()
    return Solution(
        coach={resident.id: resident.coach for resident in problem.residents if resident.coach is not None},
        assignments={who: tuple(s for s in what if s in problem.session_by_id) for who, what in published},
        precepting={member.id: member.sessions for member in problem.faculty},
    )


def _is_held(scope: Scope, outside: Collection[SessionId], cell: Cell) -> bool:
    return cell[1] in outside or scope.holds_resident(cell[0])


def _paired(problem: Problem, held: Solution, scope: Scope, resident: Resident) -> Resident:
    """The resident with the coach of the schedule; one who is held and no candidate leaves no candidate at all."""
    if not problem.has_open_coach(resident) or resident.id not in held.coach:
        return resident
    coach = held.coach[resident.id]
    if not scope.holds_coach(resident.id):
        return replace(resident, coach=coach)
    if coach not in problem.candidates_of(resident):
        return replace(resident, candidates=())
    return replace(resident, coach=coach, coach_fixed=True)


def _check_scope(problem: Problem, scope: Scope) -> None:
    if scope.weeks is not None:
        first, last = scope.weeks
        if not 0 <= first <= last < problem.weeks:
            raise ProblemError(f"weeks {first}-{last}: the weeks run from 0 to {problem.weeks - 1}.")
    _known(scope.sites, {session.site for session in problem.sessions}, "site", "the problem has none of it")
    _known(scope.residents, problem.resident_by_id, "resident", "the problem does not have them")
    if scope.since is not None and not problem.first_monday <= scope.since <= problem.last_day:
        weeks = f"the weeks {problem.first_monday} to {problem.last_day}"
        raise ProblemError(f"from {scope.since}: the day lies outside {weeks}.")


def _known(asked: Iterable[str] | None, among: Collection[str], kind: str, why: str) -> None:
    for one in sorted(asked or ()):
        if one not in among:
            raise ProblemError(f"{kind} {one!r}: {why}.")


def _check_held(problem: Problem, held: Solution, scope: Scope) -> None:
    for place in _strange(problem, held, scope):
        raise ProblemError(f"the schedule to hold: {place}.")


def _strange(problem: Problem, held: Solution, scope: Scope) -> Iterator[str]:
    """What a schedule names that the problem does not have, where it would have to be held."""
    for who, sessions in held.assignments.items():
        if who not in problem.resident_by_id:
            yield f"unknown resident {who!r}"
            continue
        yield from (
            f"{who}: unknown session {what!r}" for what in sessions if what not in problem.session_by_id
        )
    for resident in problem.residents:
        coach = held.coach.get(resident.id)
        if coach is not None and coach not in problem.faculty_by_id:
            yield f"{resident.id}: unknown coach {coach!r}"
        elif coach is None and problem.has_open_coach(resident) and scope.holds_coach(resident.id):
            yield f"{resident.id} has no coach"
