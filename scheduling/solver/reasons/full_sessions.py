"""Full sessions: what one more room, or one more preceptor, would bring. Prices rank them, solving again verifies."""

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from scheduling.domain.ids import ProgramId, ResidentId, RuleId, SessionId
from scheduling.solver.arrays import add_up
from scheduling.solver.certify import dual_bound, on_grid
from scheduling.solver.model import Matrix
from scheduling.solver.reasons.held import Held
from scheduling.solver.reasons.nearest import Near, nearest
from scheduling.solver.reasons.one_more import overlap_changes

DUST = 1e-6


class Lack(StrEnum):
    """What a full session is short of."""

    ROOM = "room"
    PRECEPTOR = "preceptor"


@dataclass(frozen=True, slots=True)
class FullSession:
    """A session in which nobody more fits: for want of a room, or of a preceptor of ``program``.

    ``at_most`` is what one more could bring in score at most, by the prices: proven. ``gain`` is what it brings, once
    that was solved again; ``proven`` says whether it is exactly that.
    """

    session: SessionId
    lack: Lack
    program: ProgramId | None
    row: int
    more: float  # what one more adds to the row
    at_most: float
    gain: float | None = None
    proven: bool = False
    changes: tuple[tuple[ResidentId, int], ...] = ()


def full_sessions(held: Held) -> list[FullSession]:
    """All full sessions, those that could bring most first; what could bring nothing is proven to."""
    found = [_ranked(held, one) for one in (*_without_room(held), *_without_preceptor(held))]
    return sorted(found, key=lambda one: (-one.at_most, one.session, one.lack))


def verified(held: Held, full: FullSession) -> FullSession:
    """The same with its gain, from solving again with one more."""
    if full.proven:
        return full
    found = nearest(held, _with_more(held, full), (0.0,))
    if not isinstance(found, Near):
        return full
    gain = max(0.0, found.objective - held.objective)
    proven = found.proven or gain >= full.at_most - DUST
    return replace(full, gain=gain, proven=proven, changes=overlap_changes(held, found.attended))


def _without_room(held: Held) -> list[FullSession]:
    found = []
    attending = add_up(held.arrays.options.session, held.attended.astype(np.float64), len(held.arrays.rooms))
    for row, key in _rows(held, RuleId.ROOMS):
        if attending[key] >= held.arrays.rooms[key]:
            session = held.problem.sessions[key].id
            found.append(FullSession(session, Lack.ROOM, None, row, 1.0, 0.0))
    return found


def _without_preceptor(held: Held) -> list[FullSession]:
    """Sessions in which the lightest of the program who does not attend would be too heavy."""
    options, sessions = held.arrays.options, len(held.arrays.rooms)
    place = held.arrays.program[options.resident] * sessions + options.session
    size = len(held.problem.programs) * sessions
    weight = add_up(place, options.weight * held.attended, size)
    lightest = np.full(size, np.inf)
    outside = ~held.attended & options.allowed
    np.minimum.at(lightest, place[outside], options.weight[outside])
    limit = held.arrays.supervision.reshape(-1)
    found = []
    for row, key in _rows(held, RuleId.SUPERVISION):
        if weight[key] + lightest[key] > limit[key] + DUST:
            program = held.problem.programs[key // sessions]
            session = held.problem.sessions[key % sessions].id
            more = float(program.supervision_ratio)
            found.append(FullSession(session, Lack.PRECEPTOR, program.id, row, more, 0.0))
    return found


def _rows(held: Held, rule: RuleId) -> list[tuple[int, int]]:
    """The rows of a rule with their keys."""
    return [
        (block.first + place, int(key))
        for block in held.built.model.model.blocks
        if block.rule is rule and block.keys is not None
        for place, key in enumerate(block.keys)
    ]


def _ranked(held: Held, full: FullSession) -> FullSession:
    """With what one more could bring at most: the bound at the same prices, less the schedule's score."""
    price = max(float(held.duals[full.row]), 0.0)
    base = dual_bound(held.built.matrix, held.duals)
    most = max(0.0, on_grid(base + price * full.more, held.step) - held.objective)
    if most > DUST:
        return replace(full, at_most=most)
    return replace(full, at_most=0.0, gain=0.0, proven=True)


def _with_more(held: Held, full: FullSession) -> Matrix:
    upper = held.built.matrix.row_upper.copy()
    upper[full.row] += full.more
    return replace(held.built.matrix, row_upper=upper)
