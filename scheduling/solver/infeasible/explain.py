"""Why a problem has no schedule: what collides, in sums where the relaxation proves it, else what gives way."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from scheduling.domain.problem import Problem
from scheduling.domain.violations import Violation
from scheduling.solver.arrays import ProblemArrays
from scheduling.solver.engines import Ending, solve_mip
from scheduling.solver.infeasible.collisions import SHORT, Collision, collisions
from scheduling.solver.infeasible.elastic import elastic
from scheduling.solver.infeasible.irreducible import irreducible
from scheduling.solver.infeasible.sums import said, sentences, sum_of, sums_of
from scheduling.solver.model import LinearModel
from scheduling.solver.pairs import PairTable
from scheduling.solver.rules import rules_model
from scheduling.solver.transport import transport_model

MOST_NAMED = 60
SECONDS = 5.0  # in which collisions are made smaller; far more than they need but for the largest


def pairing_conflicts(table: PairTable, deadline: float, seed: int) -> tuple[Violation, ...]:
    """What collides in the panels and candidates; empty if nothing does."""
    model = transport_model(table, np.zeros(len(table.resident)))
    return conflicts(table.arrays.problem, model, deadline, seed)


def schedule_conflicts(arrays: ProblemArrays, deadline: float, seed: int) -> tuple[Violation, ...]:
    """What collides in who attends what; empty if nothing does, or if time ran out."""
    return conflicts(arrays.problem, rules_model(arrays), deadline, seed)


def conflicts(problem: Problem, model: LinearModel, deadline: float, seed: int) -> tuple[Violation, ...]:
    """What collides, the largest shortage first, so many sentences at most. Empty unless proven.

    The linear relaxation is asked first; only if it gives nothing, whole numbers.
    """
    found = collisions(model.matrix(), np.ones(model.rows), deadline, seed)
    if not found:
        return giving_way(model, deadline, seed)
    smaller = _made_smaller(model, found, deadline, seed)
    totals = sums_of(model, smaller.told)
    named = tuple(islice((one for total in totals for one in sentences(problem, total)), MOST_NAMED))
    alone = said(problem, sum_of(model, smaller.least))
    if alone.message in {one.message for one in named}:
        return named
    return (*named, replace(alone, message=f"Even this alone collides: {alone.message}"))


@dataclass(frozen=True, slots=True)
class _Smaller:
    """Collisions as they are told, whole where they can be summed; and ``least``, from which no row can be left out."""

    told: list[Collision]
    least: Collision


def _made_smaller(model: LinearModel, found: list[Collision], deadline: float, seed: int) -> _Smaller:
    until = min(deadline, time.monotonic() + SECONDS)
    matrix = model.matrix()
    told = [
        one if sum_of(model, one).adds_up else irreducible(matrix, one, until, seed)
        for one in found[:MOST_NAMED]
    ]
    least = irreducible(matrix, min(told, key=lambda one: len(one.rows)), until, seed)
    return _Smaller(told, least)


def giving_way(model: LinearModel, deadline: float, seed: int) -> tuple[Violation, ...]:
    """The rows of a model that give way where all that is short is as little as can be, so many at most."""
    return tuple(islice(_giving_way(model, deadline, seed), MOST_NAMED))


def _giving_way(model: LinearModel, deadline: float, seed: int) -> Iterator[Violation]:
    """Where only whole numbers collide: the rows that give way, each with by how much."""
    stretched = elastic(model.matrix(integer=True), np.ones(model.rows))
    answer = solve_mip(stretched.matrix, deadline, seed)
    if answer.ending is not Ending.OPTIMAL or answer.values is None or (answer.bound or 0.0) > -SHORT:
        return
    above, below = stretched.given(answer.values)
    short = above + below
    for block in model.blocks:
        for row in range(block.first, block.first + block.count):
            if short[row] > SHORT and block.describe is not None:
                found = block.describe(row - block.first, float(short[row]))
                yield replace(found, message=f"{found.message} {short[row]:g} short.")
