"""Why a problem has no schedule: every rule may give way at a price, and what gives way is what collides."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from scheduling.domain.violations import Violation
from scheduling.solver.arrays import Floats, Ints, ProblemArrays, add_up
from scheduling.solver.certify import dual_bound
from scheduling.solver.engines import Ending, solve_lp, solve_mip
from scheduling.solver.model import LinearModel, Matrix
from scheduling.solver.pairs import PairTable
from scheduling.solver.rules import add_rules
from scheduling.solver.schedule_model import start_model
from scheduling.solver.transport import transport_model

MOST_NAMED = 60
SHORT = 1e-6


def pairing_conflicts(table: PairTable, deadline: float, seed: int) -> tuple[Violation, ...]:
    """What collides in the panels and candidates; empty if nothing does."""
    model = transport_model(table, np.zeros(len(table.resident)))
    return conflicts(model, deadline, seed)


def schedule_conflicts(arrays: ProblemArrays, deadline: float, seed: int) -> tuple[Violation, ...]:
    """What collides in who attends what; empty if nothing does, or if time ran out."""
    schedule = start_model(arrays, np.zeros(len(arrays.options.session), dtype=np.bool_))
    add_rules(schedule)
    return conflicts(schedule.model, deadline, seed)


def conflicts(model: LinearModel, deadline: float, seed: int) -> tuple[Violation, ...]:
    """Rows that must give way, each with by how much, then the rows against which they stand.

    The linear relaxation is asked first; only if it gives nothing, whole numbers. Empty unless proven.
    """
    elastic, row_of_slack = _elastic(model.matrix())
    answer = solve_lp(elastic, deadline, seed)
    if answer.duals is None or answer.values is None:
        return ()
    against, values = answer.duals, answer.values
    if dual_bound(elastic, against) > -SHORT:
        elastic = replace(elastic, integer=True)
        answer = solve_mip(elastic, deadline, seed)
        if answer.ending is not Ending.OPTIMAL or answer.values is None or (answer.bound or 0.0) > -SHORT:
            return ()
        values = answer.values
    first = len(elastic.lower) - len(row_of_slack)
    short = add_up(row_of_slack, values[first:], model.rows)
    return tuple(named(model, short, against))


def _elastic(matrix: Matrix) -> tuple[Matrix, Ints]:
    """Every row may be missed from either side, at a price of 1 a unit; nothing else is scored."""
    above = np.flatnonzero(np.isfinite(matrix.row_upper))
    below = np.flatnonzero(np.isfinite(matrix.row_lower))
    row = np.concatenate((above, below))
    sign = np.concatenate((-np.ones(len(above)), np.ones(len(below))))
    count, columns = len(row), len(matrix.lower)
    reach = float(
        np.abs(matrix.value * matrix.upper[matrix.column]).sum() + np.abs(matrix.row_lower[below]).sum()
    )
    elastic = Matrix(
        lower=np.concatenate((matrix.lower, np.zeros(count))),
        upper=np.concatenate((matrix.upper, np.full(count, reach + 1.0))),
        objective=np.concatenate((np.zeros(columns), -np.ones(count))),
        integer=False,
        row_lower=matrix.row_lower,
        row_upper=matrix.row_upper,
        row=np.concatenate((matrix.row, row)),
        column=np.concatenate((matrix.column, columns + np.arange(count))),
        value=np.concatenate((matrix.value, sign)),
    )
    return elastic, row


def named(model: LinearModel, short: Floats, against: Floats) -> Iterator[Violation]:
    """Sentences for the rows that give way, then for those they collide with, so many at most."""
    giving = np.flatnonzero(short > SHORT)
    standing = np.flatnonzero((np.abs(against) > SHORT) & (short <= SHORT))
    for row in giving[:MOST_NAMED]:
        violation = _sentence(model, int(row), float(short[row]))
        if violation is not None:
            yield replace(violation, message=f"{violation.message} {short[row]:g} short.")
    for row in standing[: max(MOST_NAMED - len(giving), 0)]:
        violation = _sentence(model, int(row), 0.0)
        if violation is not None:
            yield replace(violation, message=f"It collides with this: {violation.message}")


def _sentence(model: LinearModel, row: int, short: float) -> Violation | None:
    for block in model.blocks:
        if block.first <= row < block.first + block.count and block.describe is not None:
            return block.describe(row - block.first, short)
    return None
