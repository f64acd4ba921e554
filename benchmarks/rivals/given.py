"""The solver's own arrays of a year whose pairing is given, and schedules read from their columns."""

import numpy as np

from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.solver.array_building import arrays_of
from scheduling.solver.arrays import Floats, faculty_numbers
from scheduling.solver.schedule import BuiltSchedule, build_schedule
from scheduling.solver.state import solution_of

WHOLE = 1e-6


def whole_year(problem: Problem) -> BuiltSchedule:
    """The model under the pairing that stands in the problem; every resident has a coach."""
    coaches = tuple(one.coach for one in problem.residents if one.coach is not None)
    return build_schedule(arrays_of(problem), faculty_numbers(problem, coaches))


def constant_of(built: BuiltSchedule) -> float:
    """What the score has beside the model's objective."""
    return built.arrays.constant + built.arrays.pair_worth(built.coach)


def read_schedule(built: BuiltSchedule, values: Floats | None) -> Solution | None:
    """The schedule in the columns of an answer; None where they are not whole."""
    if values is None:
        return None
    attended = values[built.model.x]
    if np.abs(attended - attended.round()).max(initial=0.0) > WHOLE:
        return None
    return solution_of(built.arrays, built.coach, attended > 0.5)
