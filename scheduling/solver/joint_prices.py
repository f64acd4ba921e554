"""The duals of the joint model as prices of its pairs."""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Floats, add_up
from scheduling.solver.joint import JointModel
from scheduling.solver.prices import rule_rows
from scheduling.solver.worth import Multipliers


@dataclass(frozen=True, slots=True)
class JointPrices:
    """Of the rows of the rules, as in the schedule's model; of the joint model's pairs; of places in panels."""

    rows: Floats
    multipliers: Multipliers
    panel: Floats


def joint_prices(joint: JointModel, duals: Floats) -> JointPrices:
    """What the joint model's duals price."""
    rows, table = joint.rows, joint.copies.table
    rules = np.zeros(rule_rows(joint.built))
    rules[rows.shared_rule] = duals[rows.shared]
    contact = np.zeros(table.windows.shape)
    # The model's duals of rows with a lower limit are at most 0; a window's price is what missing it costs.
    contact[rows.window_pair, rows.window_first] = -duals[rows.window]
    multipliers = Multipliers(
        mu=-duals[rows.overlap],
        load=add_up(rows.year_pair, duals[rows.year], len(table.resident)),
        contact=np.clip(contact, 0.0, table.arrays.problem.objective.missed_window),
    )
    return JointPrices(rules, multipliers, duals[rows.panel])
