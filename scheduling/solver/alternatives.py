"""Other schedules of nearly the same score that differ as much as possible, because people want to choose."""

import time
from contextlib import suppress
from dataclasses import replace
from math import inf

import numpy as np

from scheduling.domain.half_days import with_half_days
from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.domain.score import score
from scheduling.domain.solution import Alternative, Outcome, Solution
from scheduling.solver.array_building import arrays_of
from scheduling.solver.arrays import Bools, Floats, ProblemArrays, faculty_numbers
from scheduling.solver.aside import do_aside
from scheduling.solver.checked import check
from scheduling.solver.model import Matrix
from scheduling.solver.progress import Limits
from scheduling.solver.schedule import BuiltSchedule, best_schedule, build_schedule
from scheduling.solver.state import solution_of

PROVEN_OPTIONS = 1000  # up to so many, an alternative is proven to differ most; beyond, it comes near that
PRICES = (1e-5, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)  # of a difference: from a trifle to nearly an overlap
TRIFLE = 1e-6


def alternatives(
    problem: Problem, outcome: Outcome, count: int, within: float, limits: Limits | None = None
) -> tuple[Alternative, ...]:
    """At most ``count`` schedules with the outcome's pairs and faculty's half-days that give up at most the share ``within`` of its score.

    Each resident has as many sessions in the year as in the outcome. Each schedule differs from all before it, in
    sum, in as many resident-sessions as it can (about, in large problems). There are fewer where limits or memory end
    the search, or where nothing is left that differs; none without a schedule.
    """
    limits = limits or Limits()
    deadline = inf if limits.time_limit is None else time.monotonic() + limits.time_limit
    found: list[Solution] = []

    def is_over() -> bool:
        return limits.stop.is_set() or time.monotonic() >= deadline

    def search() -> None:
        while len(found) < count and not is_over():
            following = finder.next(found, deadline, limits.seed)
            if following is None:
                return
            found.append(following)

    if outcome.solution is None or outcome.objective is None or is_over():
        return ()
    finder = _Finder(problem, outcome.solution, outcome.objective - within * abs(outcome.objective))
    with suppress(MemoryError):  # what was found until then is legal and of use
        do_aside(search, is_over)
    return _described(problem, outcome.solution, found[:count])


class _Finder:
    """The model of a year under the pairs and half-days of its best schedule, with a floor under the score."""

    def __init__(self, problem: Problem, best: Solution, floor: float) -> None:
        self._problem = problem
        self._best = best
        self._floor = floor
        self._arrays = arrays_of(with_half_days(problem, best.precepting))
        pairs = tuple(best.coach[resident.id] for resident in problem.residents)
        self._coach = faculty_numbers(problem, pairs)
        built = build_schedule(self._arrays, self._coach)
        self._built = replace(built, matrix=_with_loads(built, best))

    def next(self, found: list[Solution], deadline: float, seed: int) -> Solution | None:
        """The schedule that differs most from all at hand, checked like any other; None if none differs or in time."""
        earlier = [self._best, *found]
        weights = np.zeros(len(self._built.matrix.objective))
        weights[self._built.model.x] = _difference([_attended(self._arrays, one) for one in earlier])
        if len(self._built.model.x) <= PROVEN_OPTIONS:
            solution = self._above_floor(weights, deadline, seed)
        else:
            solution = self._at_a_price(weights, deadline, seed)
        if solution is None or min(differs(solution, one) for one in earlier) == 0:
            return None
        check(self._problem, solution, score(self._problem, solution).total)
        return solution

    def _above_floor(self, weights: Floats, deadline: float, seed: int) -> Solution | None:
        """The most different of all whose score is not below the floor: exact, but no network any more."""
        least = self._floor - self._arrays.constant - self._arrays.pair_worth(self._coach)
        matrix = replace(with_floor(self._built.matrix, least), objective=weights)
        return self._solve(matrix, deadline, seed, thorough=True)

    def _at_a_price(self, weights: Floats, deadline: float, seed: int) -> Solution | None:
        """The best at the highest price of a difference, of a ladder of prices, that still keeps the floor.

        A higher price never buys a higher score, so halving the ladder finds it; each step is a year's plain LP.
        """
        best: Solution | None = None
        low, high = 0, len(PRICES)
        while low < high:
            middle = (low + high) // 2
            objective = self._built.matrix.objective + PRICES[middle] * weights
            matrix = replace(self._built.matrix, objective=objective)
            solution = self._solve(matrix, deadline, seed, thorough=False)
            if solution is not None and score(self._problem, solution).total >= self._floor - TRIFLE:
                best, low = solution, middle + 1
            else:
                high = middle
        return best

    def _solve(self, matrix: Matrix, deadline: float, seed: int, *, thorough: bool) -> Solution | None:
        answer = best_schedule(self._built.with_matrix(matrix), deadline, seed, thorough=thorough)
        return None if answer.attended is None else solution_of(self._arrays, self._coach, answer.attended)


def _with_loads(built: BuiltSchedule, best: Solution) -> Matrix:
    """The model in which each resident has as many sessions in the year as now: to add some would be no choice."""
    rows = next(block for block in built.model.model.blocks if block.rule is RuleId.YEARLY_LOAD)
    loads = [len(best.assignments[resident.id]) for resident in built.arrays.problem.residents]
    lower, upper = built.matrix.row_lower.copy(), built.matrix.row_upper.copy()
    lower[rows.first : rows.first + rows.count] = upper[rows.first : rows.first + rows.count] = loads
    return replace(built.matrix, row_lower=lower, row_upper=upper)


def with_floor(matrix: Matrix, least: float) -> Matrix:
    """The model with one more row: its objective is not below ``least``."""
    paid = np.flatnonzero(matrix.objective)
    return matrix.with_row(paid, matrix.objective[paid], least, np.inf)


def differs(one: Solution, other: Solution) -> int:
    """The resident-sessions in which two schedules of the same residents differ; a move counts 2."""
    return sum(
        len(set(attended) ^ set(other.assignments.get(who, ()))) for who, attended in one.assignments.items()
    )


def _difference(earlier: list[Bools]) -> Floats:
    """What attending each option adds to the sum of the differences from all earlier schedules."""
    counted = np.sum(earlier, axis=0, dtype=np.float64)
    return np.asarray(len(earlier) - 2 * counted, dtype=np.float64)


def _attended(arrays: ProblemArrays, solution: Solution) -> Bools:
    """For each option whether a schedule has it."""
    problem, options = arrays.problem, arrays.options
    table = np.zeros((len(problem.residents), len(problem.sessions)), dtype=np.bool_)
    session = {one.id: number for number, one in enumerate(problem.sessions)}
    for row, resident in enumerate(problem.residents):
        table[row, [session[one] for one in solution.assignments[resident.id]]] = True
    found: Bools = table[options.resident, options.session]
    return found


def _described(problem: Problem, best: Solution, found: list[Solution]) -> tuple[Alternative, ...]:
    return tuple(
        Alternative(
            objective=score(problem, one).total,
            solution=one,
            differs=differs(one, best),
            differs_least=min(differs(one, other) for other in (best, *found) if other is not one),
        )
        for one in found
    )
