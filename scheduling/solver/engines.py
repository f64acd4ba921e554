"""The engines behind MathOpt: a matrix goes in, values, duals and a status come out. Only here is OR-Tools called."""

import time
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.metadata import version

import numpy as np
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    parameters_pb2,
    result_pb2,
)
from ortools.math_opt.core.python import solver as mathopt
from pybind11_abseil.status import StatusNotOk

from scheduling.confinement import give_back_memory, is_near_limit
from scheduling.solver.arrays import Floats
from scheduling.solver.messages import fill
from scheduling.solver.model import Matrix

LEAST_SECONDS = 0.01
MIP_GAP = 1e-7
LARGE = 500_000  # entries, from which what lies about in memory is cleared away before an engine needs it


class Engine(Enum):
    """The engines in use."""

    HIGHS = parameters_pb2.SOLVER_TYPE_HIGHS
    PDLP = parameters_pb2.SOLVER_TYPE_PDLP


class Ending(Enum):
    """How an engine ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"


class EngineError(RuntimeError):
    """An engine broke down, or could not make sense of the model."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine found: ``values`` per column, ``duals`` per row (LP only), ``bound`` of a MIP (else None)."""

    ending: Ending
    values: Floats | None = None
    duals: Floats | None = None
    bound: float | None = None


@dataclass(frozen=True, slots=True)
class NearOptimum:
    """Where a first-order engine stands: ``values`` and ``duals`` near the optimum, neither quite feasible."""

    values: Floats
    duals: Floats


@cache
def engine_name() -> str:
    """What proves the bounds, with its version."""
    return f"OR-Tools {version('ortools')} MathOpt HiGHS"


def solve_lp(matrix: Matrix, deadline: float, seed: int, *, presolve: bool = False) -> Answer:
    """The linear relaxation by dual simplex, one thread.

    A year under one pairing is solved faster, and in less memory, as it stands than presolved.
    """
    params = _params(deadline)
    params.random_seed = seed
    params.lp_algorithm = parameters_pb2.LP_ALGORITHM_DUAL_SIMPLEX
    if not presolve:
        params.presolve = parameters_pb2.EMPHASIS_OFF
    return _answer(matrix, _run(matrix, Engine.HIGHS, params))


def near_optimum(matrix: Matrix, deadline: float, iterations: int) -> NearOptimum | None:
    """What so many steps of PDLP reach, one thread; None if not even one is possible in time."""
    params = _params(deadline)
    params.pdlp.termination_criteria.iteration_limit = iterations
    result = _run(matrix, Engine.PDLP, params)
    solution = result.solutions[0] if result.solutions else None
    if solution is None or not solution.HasField("dual_solution"):
        return None
    return NearOptimum(
        dense(solution.primal_solution.variable_values, len(matrix.lower)),
        dense(solution.dual_solution.dual_values, len(matrix.row_lower)),
    )


def approach_lp(matrix: Matrix, deadline: float, iterations: int, tolerance: float) -> Answer:
    """The linear relaxation by PDLP: values and duals as near as so many iterations, or the tolerance, bring them.

    Whatever they are, duals prove a bound and values can be rounded; the ending says only whether there are any.
    """
    params = _params(deadline)
    params.iteration_limit = iterations
    params.pdlp.termination_criteria.simple_optimality_criteria.eps_optimal_relative = tolerance
    params.pdlp.termination_criteria.simple_optimality_criteria.eps_optimal_absolute = tolerance
    result = _run(matrix, Engine.PDLP, params)
    if result.termination.reason == result_pb2.TERMINATION_REASON_INFEASIBLE or not result.solutions:
        return _answer(matrix, result)
    solution = result.solutions[0]
    values = dense(solution.primal_solution.variable_values, len(matrix.lower))
    duals = dense(solution.dual_solution.dual_values, len(matrix.row_lower))
    return Answer(Ending.FEASIBLE, values, duals)


def solve_mip(matrix: Matrix, deadline: float, seed: int, nodes: int | None = None) -> Answer:
    """The model with its whole columns, by branch and bound, one thread; ``bound`` is that of the search."""
    params = _params(deadline)
    params.random_seed = seed
    params.relative_gap_tolerance = MIP_GAP
    if nodes is not None:
        params.node_limit = nodes
    return _answer(matrix, _run(matrix, Engine.HIGHS, params))


def _params(deadline: float) -> parameters_pb2.SolveParametersProto:
    params = parameters_pb2.SolveParametersProto()
    left = max(deadline - time.monotonic(), LEAST_SECONDS)
    if np.isfinite(left):
        params.time_limit.FromNanoseconds(int(left * 1e9))
    return params


def _run(
    matrix: Matrix, engine: Engine, params: parameters_pb2.SolveParametersProto
) -> result_pb2.SolveResultProto:
    is_large = len(matrix.value) >= LARGE
    try:
        if is_large:
            give_back_memory()
        # In two steps, so that the model's message is gone while the engine works.
        solver = mathopt.new(engine.value, handed_over(matrix), parameters_pb2.SolverInitializerProto())
        if is_large:
            give_back_memory()
        return solver.solve(
            params,
            model_parameters_pb2.ModelSolveParametersProto(),
            None,
            callback_pb2.CallbackRegistrationProto(),
            None,
            None,
        )
    except StatusNotOk as error:  # what an engine says that found no room under the limit
        if is_near_limit():
            raise MemoryError(str(error)) from None
        raise EngineError(str(error)) from None


def handed_over(matrix: Matrix) -> model_pb2.ModelProto:
    """The matrix as MathOpt reads it: row by row, no zeros."""
    model = model_pb2.ModelProto()
    columns, rows = len(matrix.lower), len(matrix.row_lower)
    fill(
        model.variables,
        ids=np.arange(columns),
        lower_bounds=matrix.lower,
        upper_bounds=matrix.upper,
        integers=np.broadcast_to(np.asarray(matrix.integer), columns),
    )
    model.objective.maximize = True
    paid = np.flatnonzero(matrix.objective)
    fill(model.objective.linear_coefficients, ids=paid, values=matrix.objective[paid])
    fill(
        model.linear_constraints,
        ids=np.arange(rows),
        lower_bounds=matrix.row_lower,
        upper_bounds=matrix.row_upper,
    )
    kept = np.flatnonzero(matrix.value)
    order = kept[np.lexsort((matrix.column[kept], matrix.row[kept]))]
    fill(
        model.linear_constraint_matrix,
        row_ids=matrix.row[order],
        column_ids=matrix.column[order],
        coefficients=matrix.value[order],
    )
    return model


def _answer(matrix: Matrix, result: result_pb2.SolveResultProto) -> Answer:
    reason = result.termination.reason
    if reason in (
        result_pb2.TERMINATION_REASON_INFEASIBLE,
        result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED,
    ):
        return Answer(Ending.INFEASIBLE)  # every column is boxed, so no model is unbounded
    bound = result.termination.objective_bounds.dual_bound if np.any(matrix.integer) else None
    solution = result.solutions[0] if result.solutions else None
    if solution is None or solution.primal_solution.feasibility_status != 2:
        return Answer(Ending.STOPPED, bound=bound)
    done = reason == result_pb2.TERMINATION_REASON_OPTIMAL
    duals = None if len(matrix.lower) else np.zeros(len(matrix.row_lower))  # an engine has none to give then
    if solution.HasField("dual_solution"):
        duals = dense(solution.dual_solution.dual_values, len(matrix.row_lower))
    values = dense(solution.primal_solution.variable_values, len(matrix.lower))
    return Answer(Ending.OPTIMAL if done else Ending.FEASIBLE, values, duals, bound)


def dense(vector: object, length: int) -> Floats:
    """What MathOpt says of so many columns or rows, with its zeros."""
    values = np.zeros(length)
    values[list(vector.ids)] = list(vector.values)  # type: ignore[attr-defined]
    return values
