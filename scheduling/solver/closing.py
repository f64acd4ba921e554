"""Closing the gap: drop every pair that cannot be part of a better schedule, then decide among the rest exactly."""

import numpy as np

from scheduling.solver.arrays import Bools
from scheduling.solver.certificate import StagePrices, certificate
from scheduling.solver.engines import Ending, solve_lp, solve_mip
from scheduling.solver.joint import JointModel, build_joint
from scheduling.solver.joint_prices import joint_prices
from scheduling.solver.pairing import Priced, stage_of
from scheduling.solver.pairs import table_of
from scheduling.solver.schedule import BuiltSchedule
from scheduling.solver.state import Search
from scheduling.solver.transport import TransportAnswer

LARGEST_RELAXED = 20_000  # entries; above it the relaxation alone takes longer than it is worth
LARGEST_WHOLE = 8000  # entries; above it branch and bound does
NODES = 20_000


def close_gap(search: Search, built: BuiltSchedule, priced: Priced, found: TransportAnswer) -> None:
    """Improve the best schedule and the bound, if few enough pairs are left."""
    objective = search.run.objective
    assert objective is not None
    first = stage_of(search.table, priced, found)
    survivors = _survivors(search, priced, found, objective - search.arrays.constant)
    table = table_of(search.arrays, search.table.resident[survivors], search.table.coach[survivors])
    if len(np.unique(table.resident)) < search.arrays.residents:
        # some resident has no pair left that could do better
        search.bound(objective - search.arrays.constant, certificate(first))
        return
    if len(table.entry_pair) > LARGEST_RELAXED:
        return
    _decide(search, build_joint(table, built), objective - search.arrays.constant, first)


def _survivors(search: Search, priced: Priced, found: TransportAnswer, objective: float) -> Bools:
    """Pairs whose loss leaves room for a better schedule; the score's grid says how much better it must be."""
    least = objective + (search.step or 0.0)
    slack = 1e-6 * max(1.0, abs(least))
    survivors: Bools = priced.prices.constant + found.bound - found.loss >= least - slack
    return survivors


def _decide(search: Search, joint: JointModel, objective: float, first: StagePrices) -> None:
    """The joint model: its relaxation bounds the survivors, its best whole solution is a pairing to schedule."""
    run = search.run
    relaxed = solve_lp(joint.relaxed(), run.deadline, run.limits.seed)
    if relaxed.ending is Ending.INFEASIBLE:
        search.bound(objective)  # no pairing is left among the survivors
        return
    if relaxed.duals is None:
        return
    second, bound = joint_prices(joint, relaxed.duals)
    search.bound(max(objective, bound), certificate(first, second))
    if run.closed or run.over or len(joint.copies.table.entry_pair) > LARGEST_WHOLE:
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
