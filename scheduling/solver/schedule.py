"""The best schedule of a year under a given pairing: one linear programme, and branch and bound where it is not whole."""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Bools, Floats, Ints, ProblemArrays
from scheduling.solver.certify import dual_bound, proves
from scheduling.solver.engines import Answer, Ending, solve_lp, solve_mip
from scheduling.solver.model import Matrix
from scheduling.solver.rules import add_rules
from scheduling.solver.schedule_model import ScheduleModel, ScoreRows, add_score, start_model

WHOLE = 1e-6


@dataclass(frozen=True, slots=True)
class BuiltSchedule:
    """A complete model of a year under one pairing."""

    arrays: ProblemArrays
    coach: Ints
    model: ScheduleModel
    score: ScoreRows
    matrix: Matrix


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


def build_schedule(arrays: ProblemArrays, coach: Ints) -> BuiltSchedule:
    """The model of a pairing; ``coach`` has one faculty number per resident."""
    there = arrays.coach_there(coach)
    model = start_model(arrays, there)
    add_rules(model)
    score = add_score(model, there)
    return BuiltSchedule(arrays, coach, model, score, model.model.matrix())


def best_schedule(built: BuiltSchedule, deadline: float, seed: int) -> ScheduleAnswer:
    """The proven best schedule, or the best found by the deadline (``time.monotonic``) with a certified bound."""
    answer = solve_lp(built.matrix, deadline, seed)
    if answer.ending is Ending.INFEASIBLE:
        return ScheduleAnswer(built, infeasible=True)
    if answer.values is None or answer.duals is None or answer.ending is not Ending.OPTIMAL:
        return ScheduleAnswer(built)
    bound = dual_bound(built.matrix, answer.duals)
    columns = answer.values[built.model.x]
    if np.abs(columns - columns.round()).max(initial=0.0) <= WHOLE:
        return _whole(built, answer, bound)
    return _branch(built, answer, bound, deadline, seed)


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
    built: BuiltSchedule, relaxed: Answer, bound: float, deadline: float, seed: int
) -> ScheduleAnswer:
    """First only the residents whose schedule is not whole, all else kept; then, if that loses, everything."""
    assert relaxed.values is not None
    found: ScheduleAnswer | None = None
    near = solve_mip(_keep_whole(built, relaxed.values), deadline, seed)
    if near.values is not None:
        found = _whole(built, near, bound, relaxed.duals)
        if found.objective is not None and proves(found.objective, bound):
            return found
    full = solve_mip(_as_integer(built.matrix), deadline, seed)
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
    return _as_integer(built.matrix, lower, upper)


def _as_integer(matrix: Matrix, lower: Floats | None = None, upper: Floats | None = None) -> Matrix:
    return Matrix(
        matrix.lower if lower is None else lower,
        matrix.upper if upper is None else upper,
        matrix.objective,
        True,
        matrix.row_lower,
        matrix.row_upper,
        matrix.row,
        matrix.column,
        matrix.value,
    )
