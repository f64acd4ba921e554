"""The best schedule of a slightly changed model, and among equals the one nearest to the schedule that is held.

Only columns move that can: a reduced cost says what a column costs at least if it leaves its side, so a column that costs
more than may be lost stays. The part that is left has every solution that is good enough, and its bound is a proof.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from scheduling.solver.arrays import Bools, Floats
from scheduling.solver.certify import dual_bound, on_grid, proves
from scheduling.solver.engines import Answer, Ending, solve_lp, solve_mip
from scheduling.solver.model import Matrix
from scheduling.solver.reasons.held import Held
from scheduling.solver.reasons.part import Part, part_of
from scheduling.solver.rules.open_session import too_few
from scheduling.solver.schedule import WHOLE

NEAR = 1e-5  # what a changed assignment costs beside the score, so that no more changes than must
DUST = 1e-6
NODES = 500


@dataclass(frozen=True, slots=True)
class Near:
    """A schedule of a changed model: its attended options, its objective, and a bound on the best one's."""

    attended: Bools
    objective: float
    bound: float

    @property
    def proven(self) -> bool:
        """Whether it is the best."""
        return proves(self.objective, self.bound)


@dataclass(frozen=True, slots=True)
class Nothing:
    """No schedule was found; ``proven`` says whether there is none that loses no more than was allowed."""

    proven: bool


def nearest(held: Held, changed: Matrix, losses: tuple[float, ...]) -> Near | Nothing:
    """The best schedule of a changed model that loses at most one of the ``losses`` (rising) against the held one.

    ``changed`` has the columns of the held model and its rows, with other sides, and perhaps more rows after them.
    Small losses are tried first: they leave little to move.
    """
    ending = Ending.STOPPED
    for loss, part in zip(losses, _parts(held, changed, losses), strict=True):
        answer = _solved(held, part)
        ending = answer.ending
        if answer.values is None:
            continue
        found = _near(held, part, answer)
        if found.objective >= held.objective - loss - DUST:  # else another part may hold a better one
            return found
    return Nothing(proven=ending is Ending.INFEASIBLE)


def _parts(held: Held, changed: Matrix, losses: tuple[float, ...]) -> Iterator[Part]:
    duals = np.concatenate((held.duals, np.zeros(len(changed.row_lower) - len(held.duals))))
    most = dual_bound(changed, duals)
    side = np.where(held.reduced > 0, changed.upper, changed.lower)
    towards = held.values[held.built.model.x] > 0.5
    objective = changed.objective.copy()
    objective[held.built.model.x] += np.where(towards, NEAR, -NEAR)
    for loss in losses:
        moves = np.abs(held.reduced) <= most - held.objective + loss + DUST
        yield part_of(replace(changed, objective=objective), moves, side)


def _solved(held: Held, part: Part) -> Answer:
    """By the relaxation if attendance comes out whole there, else by a little branch and bound."""
    answer = solve_lp(part.matrix, held.deadline, held.seed)
    if answer.values is None:
        return answer
    x = part.filled(answer.values)[held.built.model.x]
    if np.abs(x - x.round()).max(initial=0.0) <= WHOLE and not len(too_few(held.arrays, x)):
        return answer
    whole = solve_mip(replace(part.matrix, integer=True), held.deadline, held.seed, nodes=NODES)
    return replace(whole, duals=answer.duals)


def _near(held: Held, part: Part, answer: Answer) -> Near:
    assert answer.values is not None
    matrix = held.built.matrix
    values = part.filled(answer.values)
    objective = float(matrix.objective @ values)
    plain = replace(part.matrix, objective=matrix.objective[part.moves])
    worth = float(matrix.objective @ np.where(part.moves, 0.0, part.standing))
    bound = _bound(held, plain, worth, answer.duals)
    if not proves(objective, bound):  # prices of the score alone may prove what those of the nearest do not
        bound = min(bound, _bound(held, plain, worth, solve_lp(plain, held.deadline, held.seed).duals))
    return Near(values[held.built.model.x] > 0.5, objective, max(objective, bound))


def _bound(held: Held, plain: Matrix, worth: float, duals: Floats | None) -> float:
    return np.inf if duals is None else on_grid(worth + dual_bound(plain, duals), held.step)
