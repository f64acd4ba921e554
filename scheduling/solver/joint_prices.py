"""The duals of the joint model as prices of the pairs that were left, for a certificate."""

from dataclasses import replace

import numpy as np

from scheduling.solver.arrays import Floats, add_up
from scheduling.solver.certificate import StagePrices, provable, rounded, stage_prices
from scheduling.solver.certify import dual_bound
from scheduling.solver.joint import JointModel
from scheduling.solver.pairs import Multipliers
from scheduling.solver.prices import RawPrices


def joint_prices(joint: JointModel, duals: Floats) -> tuple[StagePrices, float]:
    """The joint model's duals as prices, rounded, and the bound that they give for its pairs."""
    rows, table = joint.rows, joint.copies.table
    priced = np.concatenate((rows.panel, rows.shared, rows.year, rows.overlap, rows.window))
    whole = duals.copy()
    whole[priced] = rounded(duals[priced])
    whole[rows.shared] = np.where(provable(joint.built)[rows.shared_rule], whole[rows.shared], 0.0)
    rules = np.zeros(len(joint.built.matrix.row_lower))
    rules[rows.shared_rule] = whole[rows.shared]
    nothing = np.zeros(table.arrays.residents)
    pairs, firsts = table.windows.shape
    contact = np.zeros((pairs, firsts))
    contact[rows.window_pair, rows.window_first] = np.maximum(-whole[rows.window], 0.0)
    stage = stage_prices(
        built=joint.built,
        table=table,
        raw=RawPrices(rules, nothing, nothing, np.zeros((len(nothing), firsts))),
        multipliers=Multipliers(-whole[rows.overlap], add_up(rows.year_pair, whole[rows.year], pairs)),
        panel=whole[rows.panel],
    )
    return replace(stage, pair_contact=contact), dual_bound(joint.matrix, whole)
