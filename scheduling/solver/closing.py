"""Closing the gap: drop every pair that cannot be part of a better schedule, then decide among the rest exactly."""

import numpy as np

from scheduling.solver.arrays import Floats
from scheduling.solver.certificate import StagePrices, certificate, price_bound, stage_prices
from scheduling.solver.engines import Ending, solve_lp, solve_mip
from scheduling.solver.joint import JointModel, build_joint
from scheduling.solver.joint_prices import joint_prices
from scheduling.solver.pairing import Bounded
from scheduling.solver.pairs import PairTable
from scheduling.solver.prices import prices_of
from scheduling.solver.schedule import BuiltSchedule
from scheduling.solver.state import Search
from scheduling.solver.transport import best_pairing
from scheduling.solver.worth import pair_values

LARGEST = 20_000  # entries; above it simplex takes longer than it is worth
NODES = 1000  # of branch and bound over pairs
SMALL = 8000  # entries; below it sessions may be branched on as well


def close_gap(search: Search, built: BuiltSchedule, best: Bounded) -> None:
    """Improve the best schedule and the bound, if few enough pairs are left."""
    table = search.table.of(np.flatnonzero(search.hopeful(best.value, best.found.loss)))
    stages = (*search.dropped, best.stage)
    if _none_left(search, table, stages) or table.entries > LARGEST:
        return
    joint = build_joint(table, built)
    again = _relax(search, joint, stages)
    if again is None or search.run.closed or search.run.over:
        return
    stages = (*stages, again[0])
    left = table.of(np.flatnonzero(search.hopeful(*again[1:])))
    if not _none_left(search, left, stages):
        _branch(search, build_joint(left, built))


def _none_left(search: Search, table: PairTable, stages: tuple[StagePrices, ...]) -> bool:
    """Whether some resident has no pair left that could do better, which proves the best schedule."""
    if len(np.unique(table.resident)) == search.arrays.residents:
        return False
    assert search.run.objective is not None
    search.bound(search.run.objective - search.arrays.constant, certificate(*stages))
    return True


def _relax(
    search: Search, joint: JointModel, stages: tuple[StagePrices, ...]
) -> tuple[StagePrices, float, Floats] | None:
    """The joint relaxation's prices, the bound and each pair's loss at them; None if nothing is left to decide."""
    run, table = search.run, joint.copies.table
    assert run.objective is not None
    objective = run.objective - search.arrays.constant
    relaxed = solve_lp(joint.relaxed(), run.deadline, run.limits.seed, presolve=True)
    if relaxed.ending is Ending.INFEASIBLE:
        search.bound(objective)  # no pairing is left among the pairs
    if relaxed.duals is None:
        return None
    found = joint_prices(joint, relaxed.duals)
    values = pair_values(table, prices_of(joint.built, found.rows), found.multipliers)
    best = best_pairing(table, values, run.deadline, run.limits.seed)
    if best is None:
        return None
    stage = stage_prices(joint.built, table, found.rows, found.multipliers, best.panel)
    value = price_bound(stage)
    search.bound(max(objective, value), certificate(*stages, stage))
    return stage, value, best.loss


def _branch(search: Search, joint: JointModel) -> None:
    """Whole pairs by branch and bound, then, in small problems, whole sessions too; the best pairing is scheduled."""
    run = search.run
    for matrix in (joint.whole_pairs(), joint.whole()):
        answer = solve_mip(matrix, run.deadline, run.limits.seed, nodes=NODES)
        if answer.values is not None:
            search.schedule(joint.pairing(answer.values), thorough=True)
        assert run.objective is not None
        objective = run.objective - search.arrays.constant
        if answer.ending is Ending.INFEASIBLE:
            search.bound(objective)
        elif answer.bound is not None:
            search.bound(max(objective, answer.bound))
        if run.closed or run.over or joint.copies.table.entries > SMALL:
            return
