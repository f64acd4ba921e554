"""Closing the gap: drop every pair that cannot be part of a better schedule, then decide among the rest exactly."""

import numpy as np

from scheduling.solver.certificate import StagePrices, certificate, price_bound, stage_prices
from scheduling.solver.engines import Ending, solve_lp, solve_mip
from scheduling.solver.joint import JointModel, build_joint
from scheduling.solver.joint_prices import joint_prices
from scheduling.solver.pairing import Bounded
from scheduling.solver.schedule import BuiltSchedule
from scheduling.solver.state import Search

LARGEST_RELAXED = 20_000  # entries; above it the relaxation alone takes longer than it is worth
LARGEST_WHOLE = 8000  # entries; above it branch and bound does
NODES = 20_000


def close_gap(search: Search, built: BuiltSchedule, best: Bounded) -> None:
    """Improve the best schedule and the bound, if few enough pairs are left."""
    assert search.run.objective is not None
    objective = search.run.objective - search.arrays.constant
    table = search.table.of(np.flatnonzero(search.hopeful(best.value, best.loss)))
    if len(np.unique(table.resident)) < search.arrays.residents:
        # some resident has no pair left that could do better
        search.bound(objective, certificate(best.stage))
        return
    if len(table.entry_pair) > LARGEST_RELAXED:
        return
    _decide(search, build_joint(table, built), objective, best.stage)


def _decide(search: Search, joint: JointModel, objective: float, first: StagePrices) -> None:
    """The joint model: its relaxation bounds the survivors, its best whole solution is a pairing to schedule."""
    run, table = search.run, joint.copies.table
    relaxed = solve_lp(joint.matrix, run.deadline, run.limits.seed)
    if relaxed.ending is Ending.INFEASIBLE:
        search.bound(objective)  # no pairing is left among the survivors
        return
    if relaxed.duals is None:
        return
    found = joint_prices(joint, relaxed.duals)
    second = stage_prices(joint.built, table, found.rows, found.multipliers, found.panel)
    search.bound(max(objective, price_bound(second)), certificate(first, second))
    if run.closed or run.over or len(table.entry_pair) > LARGEST_WHOLE:
        return
    whole = solve_mip(joint.whole(), run.deadline, run.limits.seed, nodes=NODES)
    if whole.ending is Ending.INFEASIBLE:
        search.bound(objective)
        return
    if whole.values is not None:
        search.schedule(joint.pairing(whole.values), thorough=True)
    if whole.bound is not None:
        best = run.objective if run.objective is not None else -np.inf
        search.bound(max(best - search.arrays.constant, whole.bound))
