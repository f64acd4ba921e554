"""One engine behind MathOpt on the solver's own arrays, by itself: no rounding, no neighbourhoods, no prices averaged."""

import time
from collections.abc import Callable
from dataclasses import replace

from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    parameters_pb2,
    result_pb2,
)
from ortools.math_opt.core.python import solver as mathopt

from benchmarks.rivals.attempt import Attempt
from benchmarks.rivals.given import constant_of, read_schedule, whole_year
from scheduling.domain.problem import Problem
from scheduling.solver.certify import dual_bound
from scheduling.solver.engines import dense, handed_over
from scheduling.solver.model import Matrix

ENGINES = {
    "glop": parameters_pb2.SOLVER_TYPE_GLOP,
    "pdlp": parameters_pb2.SOLVER_TYPE_PDLP,
    "scip": parameters_pb2.SOLVER_TYPE_GSCIP,
    "highs": parameters_pb2.SOLVER_TYPE_HIGHS,
}
WHOLE = frozenset(("scip",))  # by branch and bound; the others take the linear relaxation


def engine(name: str) -> Callable[[Problem, float], Attempt]:
    """One of the engines as a rival. A bound of the relaxation is recomputed from its duals, that of SCIP is its word."""

    def attempt(problem: Problem, seconds: float) -> Attempt:
        built = whole_year(problem)
        matrix = replace(built.matrix, integer=name in WHOLE)
        result, took = _solve(matrix, name, seconds)
        if not result.solutions:
            return Attempt(None, None, took)
        found = result.solutions[0]
        bound = result.termination.objective_bounds.dual_bound
        if not matrix.integer:
            bound = dual_bound(matrix, dense(found.dual_solution.dual_values, len(matrix.row_lower)))
        values = dense(found.primal_solution.variable_values, len(matrix.lower))
        return Attempt(read_schedule(built, values), bound + constant_of(built), took)

    return attempt


def _solve(matrix: Matrix, name: str, seconds: float) -> tuple[result_pb2.SolveResultProto, float]:
    """The answer, and the seconds of the engine alone, the arrays handed over."""
    model = handed_over(matrix)
    params = parameters_pb2.SolveParametersProto()
    params.time_limit.FromNanoseconds(int(seconds * 1e9))
    if name == "highs":
        params.lp_algorithm = parameters_pb2.LP_ALGORITHM_DUAL_SIMPLEX
    began = time.monotonic()
    result = mathopt.solve(
        model,
        ENGINES[name],
        parameters_pb2.SolverInitializerProto(),
        params,
        model_parameters_pb2.ModelSolveParametersProto(),
        None,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None,
    )
    return result, time.monotonic() - began
