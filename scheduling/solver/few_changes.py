"""Few changes: where a schedule was published, the best of those that leave nearly all of it as it is.

The score prices each change, but many small gains may together move more than people want to move.
"""

import numpy as np

from scheduling.solver.progress import Limits
from scheduling.solver.schedule import BuiltSchedule, ScheduleAnswer, best_schedule

PROVEN_OPTIONS = 1000  # up to so many, it is proven to be the best; beyond, it comes near that


def with_few_changes(built: BuiltSchedule, deadline: float, limits: Limits) -> ScheduleAnswer:
    """The best schedule of a pairing that has no more changes than are wanted."""
    options = built.arrays.options
    published = sum(len(set(sessions)) for sessions in (built.arrays.problem.published or {}).values())
    kept_or_new = np.where(options.published, -1.0, 1.0)
    matrix = built.matrix.with_row(built.model.x, kept_or_new, -np.inf, limits.most_changes - published)
    return best_schedule(
        built.with_matrix(matrix), deadline, limits.seed, thorough=len(built.model.x) <= PROVEN_OPTIONS
    )
