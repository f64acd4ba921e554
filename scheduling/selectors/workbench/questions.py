"""From cells, which the database knows, to changes of sessions, about which the solver is asked."""

from collections.abc import Iterable

from scheduling.domain.ids import SessionId
from scheduling.models import Session
from scheduling.selectors.program_year import resident_id
from scheduling.selectors.workbench.cells import CellChange
from scheduling.selectors.workbench.desk import Desk
from scheduling.solver.advice import Add, Change, Drop


def changes_asked(desk: Desk, changes: Iterable[CellChange]) -> list[Change]:
    """Who leaves which session, then who joins which. To leave a session that is closed by now asks nothing."""
    moved = [change for change in changes if change.before.session != change.after.session]
    keys = session_keys({state.session for change in moved for state in (change.before, change.after)})
    drops: list[Change] = []
    adds: list[Change] = []
    for change in moved:
        who = resident_id(change.place.resident)
        left, joined = keys.get(change.before.session), keys.get(change.after.session)
        if left in desk.problem.session_by_id and left in desk.solution.assignments.get(who, ()):
            drops.append(Drop(who, left))
        if joined is not None:
            adds.append(Add(who, joined))
    return [*drops, *adds]


def session_keys(sessions: Iterable[int | None]) -> dict[int | None, SessionId]:
    """The names of sessions in problems, by primary key."""
    named = {session for session in sessions if session is not None}
    if not named:
        return {}
    rows = Session.objects.filter(pk__in=named).select_related("site")
    return {session.pk: SessionId(session.key) for session in rows}
