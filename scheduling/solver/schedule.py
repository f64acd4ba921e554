"""The best schedule of a year under a given pairing: one linear programme, and branch and bound where it is not whole.

The minima of sessions that are open are left out of the linear programme, which is a bound without them, and settled
afterwards.
"""

from dataclasses import dataclass, replace

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.solver.arrays import Bools, Floats, Ints, ProblemArrays
from scheduling.solver.certify import dual_bound, proves
from scheduling.solver.engines import Answer, Ending, solve_lp, solve_mip
from scheduling.solver.model import Matrix
from scheduling.solver.rules import add_rules
from scheduling.solver.schedule_model import ScheduleModel, ScoreRows, add_score, start_model
from scheduling.solver.settling import settled

WHOLE = 1e-6
NODES = 2000  # of branch and bound where sessions have minima; the bound of what is left open is not far


@dataclass(frozen=True, slots=True)
class BuiltSchedule:
    """A complete model of a year under one pairing."""

    arrays: ProblemArrays
    coach: Ints
    model: ScheduleModel
    score: ScoreRows
    matrix: Matrix
    minima: Bools  # the rows of `open_session`

    @property
    def relaxed(self) -> Matrix:
        """The model without the minima of sessions."""
        return self.matrix.without(self.minima) if self.minima.any() else self.matrix

    def with_matrix(self, matrix: Matrix) -> "BuiltSchedule":
        """The same year with an altered matrix, which may have more rows at its end."""
        more_rows = len(matrix.row_lower) - len(self.minima)
        return replace(self, matrix=matrix, minima=np.pad(self.minima, (0, more_rows)))


@dataclass(frozen=True, slots=True)
class ScheduleAnswer:
    """What is known of one pairing: the attended options (or None), the model's objective, and a certified bound.

    ``infeasible`` is True where no schedule exists; then nothing else is set.
    """

    built: BuiltSchedule
    infeasible: bool = False
    attended: Bools | None = None
    objective: float | None = None
    bound: float = np.inf
    duals: Floats | None = None


def build_schedule(arrays: ProblemArrays, coach: Ints, *, lean: bool = True) -> BuiltSchedule:
    """The model of a pairing; ``coach`` has one faculty number per resident. ``lean``: see `ScheduleModel`."""
    there = arrays.coach_there(coach)
    model = start_model(arrays, there, lean=lean)
    add_rules(model)
    score = add_score(model, there)
    minima = model.model.rows_of(RuleId.OPEN_SESSION)
    model.model.forget_words()
    return BuiltSchedule(arrays, coach, model, score, model.model.matrix(), minima)


def best_schedule(
    built: BuiltSchedule, deadline: float, seed: int, *, thorough: bool = True
) -> ScheduleAnswer:
    """The proven best schedule, or the best found by the deadline (``time.monotonic``) with a certified bound.

    Without ``thorough``, a legal schedule near the relaxation is enough where the relaxation is not whole.
    """
    answer = solve_lp(built.relaxed, deadline, seed)
    if answer.ending is Ending.INFEASIBLE:
        return ScheduleAnswer(built, infeasible=True)
    if answer.values is None or answer.duals is None or answer.ending is not Ending.OPTIMAL:
        return ScheduleAnswer(built)
    bound = dual_bound(built.matrix, answer.duals)
    near = (
        answer if _is_whole(built, answer) else solve_mip(_keep_whole(built, answer.values), deadline, seed)
    )
    if built.minima.any() and near.values is not None:
        near = settled(built.model, replace(built.matrix, integer=True), near, deadline, seed)
        if near.ending is Ending.INFEASIBLE:
            return ScheduleAnswer(built, infeasible=True)
    if near.values is not None and (near is answer or not thorough or proves(_value(built, near), bound)):
        return _whole(built, near, bound, answer.duals)
    return _branch(built, answer, near, bound, deadline=deadline, seed=seed)


def _is_whole(built: BuiltSchedule, answer: Answer) -> bool:
    assert answer.values is not None
    columns = answer.values[built.model.x]
    return bool(np.abs(columns - columns.round()).max(initial=0.0) <= WHOLE)


def _whole(built: BuiltSchedule, answer: Answer, bound: float, duals: Floats | None = None) -> ScheduleAnswer:
    assert answer.values is not None
    return ScheduleAnswer(
        built=built,
        attended=answer.values[built.model.x] > 0.5,
        objective=float(built.matrix.objective @ answer.values),
        bound=bound,
        duals=answer.duals if duals is None else duals,
    )


def _branch(
    built: BuiltSchedule, relaxed: Answer, near: Answer, bound: float, *, deadline: float, seed: int
) -> ScheduleAnswer:
    """Everything by branch and bound; ``near`` is kept if nothing better is found in time."""
    nodes = NODES if built.minima.any() else None
    full = solve_mip(replace(built.matrix, integer=True), deadline, seed, nodes)
    if full.ending is Ending.INFEASIBLE:
        return ScheduleAnswer(built, infeasible=True)
    bound = min(bound, np.inf if full.bound is None else full.bound)
    best = max(
        (a for a in (near, full) if a.values is not None), key=lambda a: _value(built, a), default=None
    )
    if best is None:
        return ScheduleAnswer(built, bound=bound, duals=relaxed.duals)
    return _whole(built, best, max(bound, _value(built, best)), relaxed.duals)


def _value(built: BuiltSchedule, answer: Answer) -> float:
    assert answer.values is not None
    return float(built.matrix.objective @ answer.values)


def _keep_whole(built: BuiltSchedule, values: Floats) -> Matrix:
    """The model as a MIP in which residents whose relaxed schedule is whole keep it."""
    x, options = built.model.x, built.arrays.options
    broken = np.zeros(built.arrays.residents, dtype=np.bool_)
    broken[options.resident[np.abs(values[x] - values[x].round()) > WHOLE]] = True
    kept = x[~broken[options.resident]]
    lower, upper = built.matrix.lower.copy(), built.matrix.upper.copy()
    lower[kept] = upper[kept] = values[kept].round()
    return replace(built.relaxed, integer=True, lower=lower, upper=upper)
