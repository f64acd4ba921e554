"""Why a resident is not in a session: every hard rule that adding it would break, then what speaks against it in the score."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduling.domain.calendar import HalfDay
from scheduling.domain.ids import ResidentId, RuleId, SessionId
from scheduling.domain.overlap import coach_on
from scheduling.domain.violations import Violation
from scheduling.solver.advice.desk import Desk
from scheduling.solver.advice.edits import Add
from scheduling.solver.advice.pricing import Price


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason in words. A hard rule has its id; what only costs score has None."""

    rule: RuleId | None
    message: str
    violation: Violation | None = None


def reasons_against(desk: Desk, resident: ResidentId, session: SessionId) -> list[Reason]:
    """The reasons against adding a session, hard rules first; no hard rule among them: it can be added.

    Raises `EditError` for a resident or a session that is not in the problem, or if the session is attended already.
    """
    price = desk.price(Add(resident, session), max_repairs=0)
    return [*(_hard(desk, violation) for violation in price.broken), *_soft(desk, resident, session, price)]


def _hard(desk: Desk, violation: Violation) -> Reason:
    message = violation.message
    if violation.rule is RuleId.ELIGIBLE:
        message = f"{message} {_not_listed(desk, violation.residents[0], violation.sessions[0])}"
    return Reason(violation.rule, message, violation)


def _not_listed(desk: Desk, resident: ResidentId, session: SessionId) -> str:
    """What the week allows instead."""
    problem = desk.problem
    week = problem.week_of(session)
    weeks = (one for one in problem.resident_by_id[resident].weeks if one.week == week)
    listed = [one for found in weeks for one in found.sessions]
    if not listed:
        return f"Their rotation or an absence leaves no clinic in week {week}."
    half_days: list[HalfDay] = sorted({problem.session_by_id[one].half_day for one in listed})
    return f"In week {week} these half-days are allowed: {'; '.join(map(str, half_days))}."


def _soft(desk: Desk, resident: ResidentId, session: SessionId, price: Price) -> Iterator[Reason]:
    person = desk.board.people[resident]
    place = desk.problem.session_by_id[session]
    if not person.meets(session):
        coach = coach_on(person.resident, person.coach, place.half_day.date)
        yield Reason(None, f"{coach}, the coach, is not there on {place}.")
    if price.gain < 0:
        yield Reason(None, f"The score would fall by {-price.gain:g}.")
