"""A schedule held fast: its pairing's model, the best prices of it, and the schedule as a point of the model."""

from dataclasses import dataclass, replace

import numpy as np

from scheduling.domain.half_days import with_half_days
from scheduling.domain.ids import Decision
from scheduling.domain.problem import Problem
from scheduling.domain.rules import violations
from scheduling.domain.solution import Solution
from scheduling.solver.array_building import arrays_of
from scheduling.solver.arrays import Bools, Floats, ProblemArrays, add_up, number
from scheduling.solver.certify import dual_bound, grid, on_grid
from scheduling.solver.engines import Ending, solve_lp
from scheduling.solver.model import Matrix
from scheduling.solver.reasons.part import part_of
from scheduling.solver.schedule import BuiltSchedule, build_schedule


class NoReasonsError(ValueError):
    """Nothing can be said of this schedule; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Held:
    """A legal schedule in the model of its pairing, with the model's prices.

    ``problem`` has the pairing and the faculty's sessions as given. ``values`` has one entry per column, ``duals`` one
    per row, ``reduced`` the reduced cost of each column; ``objective`` and ``bound`` leave out what the pairing alone
    earns. ``together`` says of each option whether it would be an overlap, ``attended`` whether it is attended.
    """

    problem: Problem
    solution: Solution
    arrays: ProblemArrays
    built: BuiltSchedule
    values: Floats
    duals: Floats
    reduced: Floats
    objective: float
    bound: float
    step: float | None
    together: Bools
    attended: Bools
    deadline: float
    seed: int

    @property
    def improvable(self) -> float:
        """By how much, at most, another schedule under the same pairing is better."""
        return max(0.0, self.bound - self.objective)

    def overlaps(self, attended: Bools) -> Floats:
        """Each resident's overlaps."""
        resident = self.arrays.options.resident
        return add_up(resident, (attended & self.together).astype(np.float64), self.arrays.residents)


def hold(problem: Problem, solution: Solution, deadline: float, seed: int) -> Held:
    """A schedule ready to be asked about. Raises `NoReasonsError` for one that breaks a rule, or if time runs out."""
    broken = next(iter(violations(problem, solution)), None)
    if broken is not None:
        raise NoReasonsError(f"the schedule breaks a rule: {broken}")
    given = _as_given(problem, solution)
    arrays = arrays_of(given)
    faculty = number(given.faculty_by_id)
    coach = np.array([faculty[solution.coach[one.id]] for one in given.residents], dtype=np.int64)
    built = build_schedule(arrays, coach, lean=False)
    relaxed = solve_lp(built.matrix, deadline, seed)
    attended = _attended(arrays, solution)
    values = _completed(built, attended, deadline, seed)
    if relaxed.duals is None or values is None:
        raise NoReasonsError("there was not enough time.")
    matrix, step = built.matrix, grid(given)
    priced = matrix.value * relaxed.duals[matrix.row]
    return Held(
        problem=given,
        solution=solution,
        arrays=arrays,
        built=built,
        values=values,
        duals=relaxed.duals,
        reduced=matrix.objective - add_up(matrix.column, priced, len(matrix.lower)),
        objective=float(matrix.objective @ values),
        bound=on_grid(dual_bound(matrix, relaxed.duals), step),
        step=step,
        together=arrays.coach_there(coach),
        attended=attended,
        deadline=deadline,
        seed=seed,
    )


def _as_given(problem: Problem, solution: Solution) -> Problem:
    """The problem of who attends what, with pairing and faculty as the schedule has them."""
    residents = tuple(
        replace(one, coach=solution.coach[one.id], coach_fixed=True) for one in problem.residents
    )
    given = with_half_days(problem, solution.precepting)
    return replace(given, residents=residents, decide=frozenset((Decision.SESSIONS,)))


def _attended(arrays: ProblemArrays, solution: Solution) -> Bools:
    problem, options = arrays.problem, arrays.options
    table = np.zeros((arrays.residents, len(problem.sessions)), dtype=np.bool_)
    residents, sessions = number(problem.resident_by_id), number(problem.session_by_id)
    for who, attended in solution.assignments.items():
        table[residents[who], [sessions[session] for session in attended]] = True
    found: Bools = table[options.resident, options.session]
    return found


def _completed(built: BuiltSchedule, attended: Bools, deadline: float, seed: int) -> Floats | None:
    """The schedule as values of all columns: those beside attendance are as good as it lets them be."""
    matrix: Matrix = built.matrix
    values = np.zeros(len(matrix.lower))
    values[built.model.x] = attended
    others = np.ones(len(values), dtype=np.bool_)
    others[built.model.x] = False
    part = part_of(matrix, others, values)
    answer = solve_lp(part.matrix, deadline, seed)
    if answer.ending is not Ending.OPTIMAL or answer.values is None:
        return None
    return part.filled(answer.values)
