"""Pairing as transportation: every resident to one coach, every panel within its size, the dearest pairs first."""

from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Floats, Ints, add_up
from scheduling.solver.certify import dual_bound
from scheduling.solver.engines import Ending, solve_lp
from scheduling.solver.model import LinearModel
from scheduling.solver.pairs import PairTable
from scheduling.solver.rules import pairing


@dataclass(frozen=True, slots=True)
class TransportAnswer:
    """The best pairing at given pair values: ``coach`` per resident, a certified bound on its worth.

    ``loss`` is what each pair falls short at the duals: the worth lost, at least, if it is taken.
    ``panel`` is what a place in each coach's panel costs.
    """

    coach: Ints
    bound: float
    loss: Floats
    panel: Floats


def transport_model(table: PairTable, values: Floats) -> LinearModel:
    """The transportation model: one column per pair."""
    model = LinearModel()
    y = model.add_columns(0.0, np.ones(len(table.resident)), values)
    pairing.add_rows(model, table, y)
    return model


def best_pairing(table: PairTable, values: Floats, deadline: float, seed: int) -> TransportAnswer | None:
    """The pairing of the highest sum of values, or None if panels cannot be kept or time is up."""
    matrix = transport_model(table, values).matrix()
    answer = solve_lp(matrix, deadline, seed)
    if answer.ending is not Ending.OPTIMAL or answer.values is None or answer.duals is None:
        return None
    coach = np.zeros(table.arrays.residents, dtype=np.int64)
    chosen = answer.values > 0.5
    coach[table.resident[chosen]] = table.coach[chosen]
    duals = answer.duals
    worth = add_up(matrix.column, matrix.value * duals[matrix.row], len(matrix.lower))
    panel = duals[table.arrays.residents :]
    return TransportAnswer(coach, dual_bound(matrix, duals), np.maximum(worth - values, 0.0), panel)
