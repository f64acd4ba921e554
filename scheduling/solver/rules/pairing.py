"""Every resident has exactly one coach among those possible, and every panel keeps to its size."""

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.violations import Violation
from scheduling.solver.arrays import Ints
from scheduling.solver.model import LinearModel
from scheduling.solver.pairs import PairTable


def add_rows(model: LinearModel, table: PairTable, y: Ints) -> None:
    """A row per resident and a row per panel; ``y`` has one column per pair."""
    problem = table.arrays.problem

    def describe_resident(row: int, short: float) -> Violation:
        resident = problem.residents[row]
        message = f"{resident.id} needs a coach and has {len(problem.candidates_of(resident))} possible."
        return Violation(RuleId.PAIRING, message, (resident.id,))

    def describe_panel(row: int, short: float) -> Violation:
        member = problem.faculty[row]
        possible = int(np.count_nonzero(table.coach == row))
        message = f"{member.id} is to coach {member.panel_min} to {member.panel_max} residents, with {possible} possible."
        return Violation(RuleId.PAIRING, message, faculty=(member.id,))

    everyone = len(problem.residents)
    model.add_rows(RuleId.PAIRING, 1.0, 1.0, (table.resident, y, 1.0), describe_resident, count=everyone)
    low = np.array([member.panel_min for member in problem.faculty], dtype=np.float64)
    high = np.array([member.panel_max for member in problem.faculty], dtype=np.float64)
    model.add_rows(
        RuleId.PAIRING, low, high, (table.coach, y, 1.0), describe_panel, count=len(problem.faculty)
    )
