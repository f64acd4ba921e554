"""Small problems whole: half-days, pairs and attendance in one model, by branch and bound."""

import numpy as np

from scheduling.solver.array_building import with_precepting
from scheduling.solver.engines import Ending, solve_mip
from scheduling.solver.faculty.model import build_model
from scheduling.solver.faculty.state import FacultySearch
from scheduling.solver.state import solution_of

# Entries of all pairs, above which branch and bound takes longer than it is worth; half-days that may vary from date to
# date, under given pairs, leave it next to nothing to branch on.
LARGEST = 1500
LARGEST_BY_DATE = 6000
NODES = 1000


def is_small(search: FacultySearch) -> bool:
    """Whether branch and bound is likely to decide everything."""
    scope = search.scope
    easy = not scope.offers.by_year and not np.any(scope.table.open)
    return len(scope.entries.pair) <= (LARGEST_BY_DATE if easy else LARGEST)


def solve_whole(search: FacultySearch) -> None:
    """The best of everything, or the best found within so many nodes with what it leaves open."""
    run, scope = search.run, search.scope
    model = build_model(scope.entries, scope.offers, exact=True)
    answer = solve_mip(model.whole(), run.deadline, run.limits.seed, nodes=NODES)
    best = -np.inf if search.best is None else search.best.objective
    if answer.values is not None:
        objective = float(model.built.matrix.objective @ answer.values)
        units = answer.values[model.columns.f] > 0.5
        coach = np.zeros(search.arrays.residents, dtype=np.int64)
        chosen = answer.values[model.columns.y] > 0.5
        coach[scope.table.resident[chosen]] = scope.table.coach[chosen]
        arrays = with_precepting(search.arrays, scope.offers.precepts(units))
        attended = answer.values[model.columns.x] > 0.5
        run.offer(solution_of(arrays, coach, attended), objective + arrays.constant)
        best = max(best, objective)
    if answer.ending is Ending.INFEASIBLE:
        search.whole.bound(best)
    elif answer.bound is not None:
        search.whole.bound(max(best, answer.bound))
