"""The lightest set of rules that must give way.

Breaking one unit of a rule (a session, a resident, a place, a weight) weighs what stands in `WEIGHT`: loads and gaps give
way before rooms and supervision, these before what a person pinned, and last what cannot be: sessions that are not
allowed, two places at once, another past.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from math import gcd, lcm

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.solver.arrays import Floats
from scheduling.solver.certify import on_grid, proves
from scheduling.solver.engines import Ending, solve_lp, solve_mip
from scheduling.solver.infeasible.elastic import Elastic, elastic
from scheduling.solver.infeasible.making_whole import NODES, at_fault, made_whole
from scheduling.solver.model import Matrix
from scheduling.solver.schedule_model import ScheduleModel

WEIGHT: dict[RuleId, float] = {
    RuleId.WEEKLY_LOAD: 1,
    RuleId.YEARLY_LOAD: 1,
    RuleId.GAP: 1,
    RuleId.ROOMS: 2,
    RuleId.SUPERVISION: 2,
    RuleId.OPEN_SESSION: 2,
    RuleId.PAIRING: 2,
    RuleId.FACULTY_SESSIONS: 2,
    RuleId.PINS: 3,
    RuleId.ELIGIBLE: 10,
    RuleId.ONE_PLACE: 10,
    RuleId.FROZEN: 30,
}
NEVER = 1000.0
LARGEST_WHOLE = 8000  # columns; above it branch and bound on everything takes longer than it is worth


@dataclass(frozen=True, slots=True)
class Lightest:
    """How far each row of the rules is exceeded and missed, and the values of the model's columns with which it is so."""

    above: Floats
    below: Floats
    values: Floats


def lightest(schedule: ScheduleModel, rules: Matrix, deadline: float, seed: int) -> Lightest | None:
    """Where least gives way; None if time ran out.

    By the relaxation if it is whole; else by branch and bound on the weeks at fault, and on everything where that is
    neither proven nor too large.
    """
    step = _steps(schedule)
    stretched = elastic(rules, _weights(schedule), step)
    answer = solve_lp(stretched.matrix, deadline, seed, presolve=True)
    if answer.ending is not Ending.OPTIMAL or answer.values is None:
        return None
    values: Floats | None = answer.values
    if at_fault(schedule, answer.values).any():
        values = _whole(schedule, stretched, answer.values, deadline, seed)
    if values is None:
        return None
    above, below = stretched.given(values)
    # in whole steps, so that what was held to a rule by a rounding error is not let off
    return Lightest((above / step).round() * step, (below / step).round() * step, values[: stretched.columns])


def _whole(
    schedule: ScheduleModel, stretched: Elastic, relaxed: Floats, deadline: float, seed: int
) -> Floats | None:
    bound = on_grid(_score(stretched, relaxed), float(stretched.step.min(initial=1.0)))
    near = made_whole(schedule, stretched.matrix, relaxed, deadline, seed).values
    if near is not None and (proves(_score(stretched, near), bound) or len(near) > LARGEST_WHOLE):
        return near
    full = solve_mip(replace(stretched.matrix, integer=True), deadline, seed, nodes=NODES).values
    found = [values for values in (near, full) if values is not None]
    return max(found, key=lambda values: _score(stretched, values), default=None)


def _weights(schedule: ScheduleModel) -> Floats:
    weight = np.zeros(schedule.model.rows)
    for block in schedule.model.blocks:
        if block.rule is not None:
            weight[block.first : block.first + block.count] = WEIGHT[block.rule]
    for block in schedule.model.blocks_of(RuleId.OPEN_SESSION)[:1]:  # a session that holds anybody is open
        weight[block.first : block.first + block.count] = NEVER
    return weight


def _steps(schedule: ScheduleModel) -> Floats:
    """In what steps a row can be missed: whole residents or sessions, or what all supervision is a multiple of."""
    step = np.ones(schedule.model.rows)
    for block in schedule.model.blocks:
        if block.rule is RuleId.SUPERVISION:
            step[block.first : block.first + block.count] = _supervision_step(schedule.arrays.problem)
    return step


def _supervision_step(problem: Problem) -> float:
    figures = {week.supervision_weight for resident in problem.residents for week in resident.weeks}
    figures |= {program.supervision_ratio for program in problem.programs} | {1.0}
    exact = [Fraction(str(figure)) for figure in figures]
    denominator = lcm(*(figure.denominator for figure in exact))
    return float(Fraction(reduce(gcd, (int(figure * denominator) for figure in exact)), denominator))


def _score(stretched: Elastic, values: Floats) -> float:
    return float(stretched.matrix.objective @ values)
