"""Every run of ``max_gap_weeks`` weeks that holds an allowed session for the resident holds an attended one."""

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.violations import Violation
from scheduling.solver.rows import Groups, groups_of
from scheduling.solver.schedule_model import ScheduleModel


def add_rows(schedule: ScheduleModel) -> None:
    """A row per resident and run of weeks."""
    arrays = schedule.arrays
    length = arrays.problem.rules.max_gap_weeks
    firsts = arrays.problem.weeks - length + 1
    groups = runs_of(schedule, length, firsts)

    def describe(row: int, short: float) -> Violation:
        resident = arrays.problem.residents[groups.key[row] // firsts]
        first = int(groups.key[row] % firsts)
        message = f"{resident.id} needs a session in weeks {first} to {first + length - 1}."
        return Violation(RuleId.GAP, message, (resident.id,), weeks=tuple(range(first, first + length)))

    entries = (groups.group, schedule.x[groups.option], 1.0)
    schedule.model.add_rows(
        RuleId.GAP, 1.0, np.inf, entries, describe, count=len(groups.key), keys=groups.key
    )


def runs_of(schedule: ScheduleModel, length: int, firsts: int) -> Groups:
    """The options of each resident and run of weeks that holds an allowed one.

    A lean model leaves out what is not allowed, and runs that a week's minimum already fills.
    """
    arrays = schedule.arrays
    counted = arrays.options.allowed if schedule.lean else np.ones_like(arrays.options.allowed)
    options = np.flatnonzero(counted) if firsts > 0 else np.zeros(0, dtype=np.int64)
    first = arrays.options.week[options][:, None] - np.arange(length)[None, :]
    inside = (first >= 0) & (first < firsts)
    option = np.broadcast_to(options[:, None], first.shape)[inside]
    groups = groups_of(arrays.options.resident[option] * firsts + first[inside], option)
    if not schedule.lean:
        return groups.kept(groups.total(arrays.options.allowed.astype(np.float64)) > 0)
    least = np.append(arrays.weeks.min, 0)[arrays.options.week_row]  # the last where the week is not listed
    return groups.kept(groups.total(least.astype(np.float64)) == 0)
