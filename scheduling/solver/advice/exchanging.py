"""Whom a resident could swap a clinic with: exchanges of two sessions after which every rule holds, the best first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduling.domain.ids import ResidentId, SessionId
from scheduling.solver.advice.board import Board, Position, Step
from scheduling.solver.advice.desk import Desk
from scheduling.solver.advice.edits import Swap
from scheduling.solver.advice.facts import Person
from scheduling.solver.advice.pricing import Price

MOST_PARTNERS = 16


@dataclass(frozen=True, slots=True)
class Exchange:
    """A swap that breaks nothing, and its price."""

    swap: Swap
    price: Price


def exchanges(
    desk: Desk, resident: ResidentId, session: SessionId, *, after: date, most: int = MOST_PARTNERS
) -> list[Exchange]:
    """At most ``most`` swaps of a resident's session for another one later than ``after``, the best for all first.

    The board finds them; the rules' own checkers have the last word on each.
    """
    board = desk.board
    me = board.people.get(resident)
    if me is None or session not in board.problem.session_by_id or not desk.attends(resident, session):
        return []
    day = board.problem.session_by_id[session].half_day.date
    found = sorted(_found(board, me, session, after), key=lambda one: _rank(board, day, *one))
    priced = ((swap, desk.price(swap, max_repairs=0)) for swap, _ in found[:most])
    return [Exchange(swap, price) for swap, price in priced if not price.broken]


def _found(board: Board, me: Person, session: SessionId, after: date) -> Iterator[tuple[Swap, Position]]:
    start = board.start({}, {}, ())
    for target in me.listed:
        if _day(board, target) <= after or not _may(board, me, session, target):
            continue
        mine = board.after(start, Step(me.id, session, target))
        for other in board.members.get(target, ()):
            them = board.people.get(other)
            if them is None or other == me.id or not _may(board, them, target, session):
                continue
            both = board.after(mine, Step(other, target, session))
            if not both.breaches:
                yield Swap(me.id, session, other, target), both


def _rank(board: Board, day: date, swap: Swap, at: Position) -> tuple[float, int, str, str]:
    """The higher score first, then the nearer day."""
    away = abs((_day(board, swap.session_b) - day).days)
    return -round(at.gain, 6), away, swap.session_b, swap.resident_b


def _may(board: Board, person: Person, gives: SessionId, takes: SessionId) -> bool:
    """Whether nothing in the person's own year stands against it."""
    year = board.years[person.id]
    if takes not in person.listed or takes in year.weeks[board.week_of[takes]].attended:
        return False
    after = person.changed(year, gives, takes).breaches
    return all(over <= year.breaches.get(place, 0) for place, over in after.items())


def _day(board: Board, session: SessionId) -> date:
    return board.problem.session_by_id[session].half_day.date
