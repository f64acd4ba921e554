"""Why a problem has no schedule, where the minima of sessions are to blame: the weeks that have none by themselves."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from scheduling.domain.ids import RuleId
from scheduling.domain.problem import Problem
from scheduling.domain.violations import Violation
from scheduling.solver.array_building import arrays_of
from scheduling.solver.arrays import Floats, Ints, add_up
from scheduling.solver.engines import solve_lp, solve_mip
from scheduling.solver.infeasible.collisions import SHORT
from scheduling.solver.model import LinearModel, Matrix
from scheduling.solver.one_week import NODES, is_hopeless, week_alone, weeks_with_minima
from scheduling.solver.rules import rules_model

MOST_NAMED = 60


def minima_conflicts(problem: Problem, deadline: float, seed: int) -> tuple[Violation, ...]:
    """The sessions that would have to be held with too few, and what asks for them; empty if no week shows any."""
    weeks = weeks_with_minima(problem)
    return tuple(
        conflict
        for week in weeks
        if is_hopeless(problem, week, deadline, seed)
        for conflict in _of_week(rules_model(arrays_of(week_alone(problem, week))), deadline, seed)
    )


def _of_week(model: LinearModel, deadline: float, seed: int) -> Iterator[Violation]:
    """The fewest residents that are missing; nothing where the other rules of the week collide by themselves."""
    if not model.blocks_of(RuleId.OPEN_SESSION):
        return
    elastic = _elastic(model)
    count = len(_rows(model)[0])
    filled = replace(elastic, upper=np.concatenate((elastic.upper[:-count], np.zeros(count))))
    found = solve_mip(filled, deadline, seed, NODES)
    if found.values is None:
        return
    held, missing = (found.values[first:][:count].round() for first in _columns(model))
    short = np.zeros(model.rows)
    short[_rows(model)[0]] = missing
    against = [
        _duals(elastic, model, sessions, deadline, seed)
        for sessions in (held, np.where(missing > 0, 0.0, held))
    ]
    yield from _named(model, short, np.abs(against).sum(axis=0))


def _named(model: LinearModel, short: Floats, against: Floats) -> Iterator[Violation]:
    """Sentences for the rows that give way, then for those they collide with, so many at most."""
    giving = np.flatnonzero(short > SHORT)
    standing = np.flatnonzero((np.abs(against) > SHORT) & (short <= SHORT))
    said = set[str]()
    for row in giving[:MOST_NAMED]:
        violation = _sentence(model, int(row), float(short[row]))
        if violation is not None:
            said.add(violation.message)
            yield replace(violation, message=f"{violation.message} {short[row]:g} short.")
    for row in standing[: max(MOST_NAMED - len(giving), 0)]:
        violation = _sentence(model, int(row), 0.0)
        if violation is not None and violation.message not in said:  # two rows may state one fact
            said.add(violation.message)
            yield replace(violation, message=f"It collides with this: {violation.message}")


def _sentence(model: LinearModel, row: int, short: float) -> Violation | None:
    for block in model.blocks:
        if block.first <= row < block.first + block.count and block.describe is not None:
            return block.describe(row - block.first, short)
    return None


def _rows(model: LinearModel) -> tuple[Ints, Ints]:
    """The rows that ask for at least so many, and those that ask for nobody where a session is not held."""
    most, least = model.blocks_of(RuleId.OPEN_SESSION)
    return least.first + np.arange(least.count), most.first + np.arange(most.count)


def _columns(model: LinearModel) -> tuple[int, int]:
    """Where the columns begin that say which sessions are held, and those of the residents who are missing."""
    return model.columns - len(_rows(model)[0]), model.columns


def _elastic(model: LinearModel) -> Matrix:
    """Sessions may be held with too few, or with some where they are not held; each resident so counted costs 1."""
    matrix = model.matrix(integer=True)
    least, most = _rows(model)
    count, columns = 2 * len(least), len(matrix.lower)
    reach = add_up(matrix.row, np.abs(matrix.value), len(matrix.row_lower))
    rows = np.concatenate((least, most))
    return replace(
        matrix,
        lower=np.concatenate((matrix.lower, np.zeros(count))),
        upper=np.concatenate((matrix.upper, reach[rows])),
        objective=np.concatenate((np.zeros(columns), -np.ones(count))),
        row=np.concatenate((matrix.row, rows)),
        column=np.concatenate((matrix.column, columns + np.arange(count))),
        value=np.concatenate((matrix.value, np.ones(len(least)), -np.ones(len(most)))),
    )


def _duals(elastic: Matrix, model: LinearModel, held: Floats, deadline: float, seed: int) -> Floats:
    """The prices of the rows once it is settled which sessions are held: what stands against filling or closing them."""
    first, end = _columns(model)
    lower, upper = elastic.lower.copy(), elastic.upper.copy()
    lower[first:end] = upper[first:end] = held
    answer = solve_lp(replace(elastic, integer=False, lower=lower, upper=upper), deadline, seed)
    return np.zeros(model.rows) if answer.duals is None else answer.duals
