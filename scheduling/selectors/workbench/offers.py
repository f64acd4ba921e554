"""What a run's result offers the draft it began from: cells that it would change, and those changed there meanwhile."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from scheduling.domain.calendar import HalfDay, monday_of, week_index
from scheduling.domain.ids import ResidentId, SessionId
from scheduling.domain.scope import Scope
from scheduling.models import AcademicYear, Schedule, Session
from scheduling.selectors.program_year import key_of, resident_id
from scheduling.selectors.run_results import RunResult
from scheduling.selectors.version_problem import Attendance
from scheduling.selectors.workbench.cells import FREE, CellChange, Place, State, all_states


class Standing(Enum):
    """How a cell of the draft stands to the result."""

    AS_IT_WAS = auto()
    CHANGED_SINCE = auto()
    PINNED = auto()


@dataclass(frozen=True, slots=True)
class Offer:
    """A cell in which the result differs from the draft as it is now; ``before`` is what the run began from."""

    change: CellChange
    before: State
    standing: Standing

    @property
    def monday(self) -> date:
        """The week it lies in."""
        return monday_of(self.change.place.half_day.date)


class SessionsGone(Exception):
    """Sessions of the result are not the program's any more; the message names one."""


def offers(draft: Schedule, result: RunResult, today: date) -> list[Offer]:
    """The cells in which a result differs from the draft, in order of time; none before today or outside its scope.

    Where somebody changed or pinned a cell since the run began, all that is offered of the resident's week is offered
    as changed: half of a move says something else than the move. Raises `SessionsGone`.
    """
    sessions = session_rows(draft.year)
    reach = _Reach(result, {row.pk: row.site.code for row in sessions.values()})
    pins = result.problem.pins.attend
    began = _states(result.problem.published or {}, sessions, pins)
    found = _states(result.solution.assignments, sessions, pins)
    _refuse_gone(result.solution.assignments, sessions)
    now = all_states(draft)
    touched = {_week(at) for at in began.keys() | now.keys() if began.get(at, FREE) != now.get(at, FREE)}
    offered = (
        _offer(place, began.get(place, FREE), now.get(place, FREE), found.get(place, FREE), touched)
        for place in found.keys() | now.keys()
        if place.half_day.date >= today
    )
    return sorted((one for one in offered if reach.holds(one)), key=_in_time)


def session_rows(year: AcademicYear) -> dict[SessionId, Session]:
    """The year's sessions by their names in problems."""
    rows = Session.objects.filter(
        site__program=year.program_id, date__range=(year.first_monday, year.last_date)
    ).select_related("site")
    return {SessionId(session.key): session for session in rows}


class _Reach:
    """Which cells the run was asked about."""

    def __init__(self, result: RunResult, sites: Mapping[int, str]) -> None:
        self._scope = result.scope or Scope()
        self._first_monday = result.problem.first_monday
        self._residents = {key_of(one.id) for one in result.problem.residents}
        self._sites = sites

    def holds(self, offer: Offer) -> bool:
        """Whether the result says something else than the draft, of a cell that it could change."""
        place, scope = offer.change.place, self._scope
        sessions = {offer.change.before.session, offer.change.after.session} - {None}
        return (
            offer.change.before.session != offer.change.after.session
            and place.resident in self._residents
            and not scope.holds_resident(resident_id(place.resident))
            and (scope.weeks is None or self._week(place) in range(scope.weeks[0], scope.weeks[1] + 1))
            and (scope.sites is None or {self._sites.get(one or 0) for one in sessions} <= scope.sites)
        )

    def _week(self, place: Place) -> int:
        return week_index(place.half_day.date, self._first_monday)


def _refuse_gone(attended: Attendance, sessions: Mapping[SessionId, Session]) -> None:
    gone = next((key for keys in attended.values() for key in keys if key not in sessions), None)
    if gone is not None:
        raise SessionsGone(f"The session {gone} of the result is not the program's any more. Solve again.")


def _states(
    attended: Attendance,
    sessions: Mapping[SessionId, Session],
    pins: Collection[tuple[ResidentId, SessionId]],
) -> dict[Place, State]:
    half_days = {key: row.half_day for key, row in sessions.items()}
    return {
        Place(key_of(who), half_days[key]): State(sessions[key].pk, (who, key) in pins)
        for who, keys in attended.items()
        for key in keys
        if key in half_days
    }


def _week(place: Place) -> tuple[int, date]:
    return place.resident, monday_of(place.half_day.date)


def _offer(
    place: Place, began: State, now: State, found: State, touched: Collection[tuple[int, date]]
) -> Offer:
    standing = Standing.CHANGED_SINCE if _week(place) in touched else Standing.AS_IT_WAS
    if now.pinned:
        standing = Standing.PINNED
    return Offer(CellChange(place, now, State(found.session)), began, standing)


def _in_time(offer: Offer) -> tuple[HalfDay, int]:
    return offer.change.place.half_day, offer.change.place.resident
