"""One more overlap for one resident: what it would cost, and whom, tested by solving again."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from scheduling.domain.attainable import attainable
from scheduling.domain.ids import ResidentId
from scheduling.domain.rules import violations
from scheduling.domain.score import score
from scheduling.domain.solution import Solution
from scheduling.solver.arrays import Bools, Ints
from scheduling.solver.checked import AGREEMENT, SolverFaultError
from scheduling.solver.infeasible.collisions import collisions
from scheduling.solver.infeasible.phrases import phrase
from scheduling.solver.infeasible.sums import sums_of
from scheduling.solver.model import Matrix
from scheduling.solver.reasons.held import Held
from scheduling.solver.reasons.nearest import Near, nearest
from scheduling.solver.rules import add_rules
from scheduling.solver.schedule_model import start_model
from scheduling.solver.state import solution_of

LOSSES = (0.0, 10.0, np.inf)  # of score: a tie is looked for first, then what costs little


class Verdict(StrEnum):
    """What became of the question for one more overlap."""

    CEILING = "ceiling"  # every overlap that weeks and coach allow is reached
    FREE = "free"  # it costs no score
    COSTS = "costs"
    GAINS = "gains"  # the schedule is not the best under its pairing
    IMPOSSIBLE = "impossible"
    UNKNOWN = "unknown"  # neither found nor proven impossible in the effort that was allowed


@dataclass(frozen=True, slots=True)
class OneMore:
    """The answer. ``cost`` is in score; it is the least if ``proven``, else at most this and at least ``at_least``.

    ``changes`` are the overlaps that residents win or lose, ``parts`` the parts of the score that change, ``moves``
    the resident-sessions that differ; ``against`` says which facts make it impossible.
    """

    verdict: Verdict
    cost: float | None = None
    at_least: float | None = None
    proven: bool = False
    changes: tuple[tuple[ResidentId, int], ...] = ()
    parts: tuple[tuple[str, float], ...] = ()
    moves: int = 0
    against: tuple[str, ...] = ()


def one_more(held: Held, resident: int) -> OneMore:
    """The cheapest schedule, pairing held, in which the resident has one overlap more; the nearest of the cheapest."""
    person = held.problem.residents[resident]
    now = int(held.overlaps(held.attended)[resident])
    if now >= attainable(held.problem, person, held.solution.coach[person.id]):
        return OneMore(Verdict.CEILING, proven=True)
    overlaps = np.flatnonzero(held.together & (held.arrays.options.resident == resident))
    found = nearest(held, _asking(held, overlaps, now + 1), LOSSES)
    if isinstance(found, Near):
        return _answer(held, found)
    if not found.proven:
        return OneMore(Verdict.UNKNOWN)
    return OneMore(Verdict.IMPOSSIBLE, proven=True, against=_against(held, overlaps, now + 1))


def _asking(held: Held, options: Ints, least: int) -> Matrix:
    """The held model with one more row: at least so many of the options are attended."""
    matrix, row = held.built.matrix, len(held.built.matrix.row_lower)
    return replace(
        matrix,
        row_lower=np.append(matrix.row_lower, float(least)),
        row_upper=np.append(matrix.row_upper, np.inf),
        row=np.append(matrix.row, np.full(len(options), row)),
        column=np.append(matrix.column, held.built.model.x[options]),
        value=np.append(matrix.value, np.ones(len(options))),
    )


def _answer(held: Held, found: Near) -> OneMore:
    cost = held.objective - found.objective
    cost = 0.0 if abs(cost) <= AGREEMENT else cost
    verdict = Verdict.FREE if cost == 0 else Verdict.COSTS if cost > 0 else Verdict.GAINS
    return OneMore(
        verdict=verdict,
        cost=cost,
        at_least=cost if found.proven else min(cost, held.objective - found.bound),
        proven=found.proven,
        changes=overlap_changes(held, found.attended),
        parts=_parts(held, found, cost),
        moves=int(np.count_nonzero(found.attended != held.attended)),
    )


def overlap_changes(held: Held, attended: Bools) -> tuple[tuple[ResidentId, int], ...]:
    """Who wins and who loses overlaps against the held schedule."""
    change = (held.overlaps(attended) - held.overlaps(held.attended)).round().astype(np.int64)
    return tuple((held.problem.residents[who].id, int(change[who])) for who in np.flatnonzero(change))


def _parts(held: Held, found: Near, cost: float) -> tuple[tuple[str, float], ...]:
    """The parts of the score that change, by the checkers and the plain score, which agree with the model."""
    after = _checked(held, found.attended)
    old, new = score(held.problem, held.solution), score(held.problem, after)
    if abs(old.total - new.total - cost) > AGREEMENT * max(1.0, abs(old.total)):
        raise SolverFaultError(f"one more overlap costs {old.total - new.total}; the model says {cost}.")
    names = ("overlap", "missed_windows", "changed_assignments", "preferences", "team")
    differ = ((name, getattr(new, name) - getattr(old, name)) for name in names)
    return tuple((name, round(change, 9)) for name, change in differ if abs(change) > AGREEMENT)


def _checked(held: Held, attended: Bools) -> Solution:
    """A schedule that the checkers let pass."""
    solution = solution_of(held.arrays, held.built.coach, attended)
    for violation in violations(held.problem, solution):
        raise SolverFaultError(f"a schedule solved again breaks a rule: {violation}")
    return solution


def _against(held: Held, options: Ints, least: int) -> tuple[str, ...]:
    """The facts that stand against it, a phrase each; empty where only whole numbers do."""
    schedule = start_model(held.arrays, held.together)
    add_rules(schedule)
    entries = (np.zeros(len(options), dtype=np.int64), schedule.x[options], 1.0)
    price = np.append(np.ones(schedule.model.rows), 0.0)
    schedule.model.add_rows(None, float(least), np.inf, entries, count=1)
    found = collisions(schedule.model.matrix(), price, held.deadline, held.seed)
    totals = sums_of(schedule.model, found[:1])
    return tuple(phrase(held.problem, side) for total in totals for side in total.sides)
