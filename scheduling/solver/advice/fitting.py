"""What fits: the sessions with which a resident could fill a week, and the residents with whom a session could be filled."""

from collections.abc import Iterable
from dataclasses import dataclass

from scheduling.domain.ids import ResidentId, SessionId
from scheduling.domain.violations import Violation
from scheduling.solver.advice.board import Step
from scheduling.solver.advice.desk import Desk
from scheduling.solver.advice.edits import Add, EditError
from scheduling.solver.advice.pricing import Price

MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class Fit:
    """One more session for a resident.

    ``price`` is that of adding it, with the best repair by one further change where something stands against it;
    ``rooms_left`` counts the empty rooms before.
    """

    resident: ResidentId
    session: SessionId
    overlap: bool
    rooms_left: int
    price: Price

    @property
    def against(self) -> tuple[Violation, ...]:
        """The hard rules that stand against it; empty where it fits as it is."""
        return self.price.broken

    @property
    def gain(self) -> float:
        """The change of the score: of the addition, or of the addition with its repair."""
        return (self.price if self.price.repair is None else self.price.repair.price).gain

    @property
    def rank(self) -> tuple[int, float]:
        """What fits comes first, then what fits with one more change, then the rest; the highest gain first."""
        return 0 if not self.against else 1 if self.price.repair else 2, -self.gain


def ranked_sessions(desk: Desk, resident: ResidentId, week: int) -> list[Fit]:
    """The sessions of a week that are listed for a resident who does not attend them, the best first.

    Raises `EditError` for a resident who is not in the problem.
    """
    person = desk.problem.resident_by_id.get(resident)
    if person is None:
        raise EditError(f"{resident} is not a resident of this problem.")
    listed = [session for one in person.weeks if one.week == week for session in one.sessions]
    return _ranked(desk, ((resident, session) for session in listed))


def ranked_residents(desk: Desk, session: SessionId, most: int) -> list[Fit]:
    """At most ``most`` residents for whom a session is listed and who do not attend it, the best first.

    All are compared by what the addition alone breaks and gains; those first on that list are priced with a repair.
    Raises `EditError` for a session that is not in the problem.
    """
    if session not in desk.problem.session_by_id:
        raise EditError(f"{session} is not a session of this problem.")
    board = desk.board
    start = board.start({}, {}, ())
    found: list[tuple[int, float, ResidentId]] = []
    for who, person in board.people.items():
        if session in person.listed and not desk.attends(who, session):
            after = board.after(start, Step(who, None, session))
            found.append((len(after.breaches), -after.gain, who))
    return _ranked(desk, ((who, session) for _, _, who in sorted(found)[:most]))


def _ranked(desk: Desk, cells: Iterable[tuple[ResidentId, SessionId]]) -> list[Fit]:
    found = [_fit(desk, *cell) for cell in cells if not desk.attends(*cell)]
    return sorted(found, key=lambda fit: fit.rank)


def _fit(desk: Desk, resident: ResidentId, session: SessionId) -> Fit:
    return Fit(
        resident,
        session,
        overlap=desk.board.people[resident].meets(session),
        rooms_left=desk.board.rooms_left(session),
        price=desk.price(Add(resident, session), max_repairs=1),
    )
