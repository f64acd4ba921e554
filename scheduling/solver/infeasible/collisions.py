"""Rows that collide: prices under which what is asked for exceeds what there is, whoever attends what.

For any prices y of the rows (above 0: a capacity, below 0: a need) every schedule has
needs <= capacities + sum over columns of max(0, -(y A)) x upper. Where the sum says otherwise, there is no schedule, and
the difference is what is short.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scheduling.solver.arrays import Bools, Floats, Ints, add_up
from scheduling.solver.engines import solve_lp
from scheduling.solver.infeasible.elastic import elastic, loosened
from scheduling.solver.model import Matrix

SHORT = 1e-6
LOOSE = 1e-5  # times the rows in a collision, it must stay below the smallest shortage


@dataclass(frozen=True, slots=True)
class Collision:
    """Rows that cannot all hold; ``price`` per row, below 0 for a need and above 0 for a capacity.

    ``amount`` is price x side, per row: what is needed, or what there is. ``elsewhere`` is what the rows leave open in
    sessions of which none of them speaks. ``short`` is what needs exceed all of that by. ``serves`` is how many needs,
    at their prices, one column serves at most; ``apart`` whether none serves two, so that needs can be added up.
    """

    rows: Ints
    price: Floats
    amount: Floats
    elsewhere: float
    short: float
    serves: float
    apart: bool


def collisions(matrix: Matrix, price: Floats, deadline: float, seed: int) -> list[Collision]:
    """Collisions of a matrix, the largest first; none if its relaxation has a solution, or if time ran out.

    Rows of price 0 are facts that cannot give way; the others give way at the price.
    """
    stretched = elastic(loosened(matrix, LOOSE), price)
    answer = solve_lp(stretched.matrix, deadline, seed, presolve=True)
    if answer.duals is None:
        return []
    found = [one for one in _apart(matrix, _right_signs(matrix, answer.duals)) if one.short > SHORT]
    return sorted(found, key=lambda one: (-one.short, int(one.rows[0])))


def _right_signs(matrix: Matrix, duals: Floats) -> Floats:
    """Prices of sides that exist, without the dust of arithmetic."""
    prices = np.where(np.abs(duals) > SHORT, duals, 0.0)
    prices = np.where(np.isinf(matrix.row_upper) & (prices > 0), 0.0, prices)
    return np.where(np.isinf(matrix.row_lower) & (prices < 0), 0.0, prices)


def _apart(matrix: Matrix, prices: Floats) -> Iterator[Collision]:
    """The collisions that share no column, each by itself; needs that no capacity opposes are each short alone."""
    priced = np.flatnonzero(prices)
    if not len(priced):
        return
    entries = prices[matrix.row] != 0
    row, column, value = matrix.row[entries], matrix.column[entries], matrix.value[entries]
    place = np.searchsorted(priced, row)
    group = _without_capacities_apart(
        _connected(place, column, len(priced), len(matrix.lower)), prices[priced], place, value
    )
    for number in np.unique(group):
        of_group = group[place] == number
        rows = priced[group == number]
        yield _collision(matrix, rows, prices[rows], (row[of_group], column[of_group], value[of_group]))


def _without_capacities_apart(group: Ints, price: Floats, place: Ints, value: Floats) -> Ints:
    """Groups of nothing but needs fall apart into their rows: what serves one of them serves the others as well.

    ``group`` and ``price`` have one entry per row with a price, ``place`` (of the row) and ``value`` one per entry.
    """
    opposed = price > 0
    opposed[place[value < 0]] = True
    alone = ~np.isin(group, group[opposed])
    return np.where(alone, len(group) + np.arange(len(group)), group)


def _connected(row: Ints, column: Ints, rows: int, columns: int) -> Ints:
    """The group of each row; rows that share a column are in one."""
    from scipy.sparse import csr_array  # noqa: PLC0415  half a second to load, and most problems have a schedule
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415

    table = csr_array((np.ones(len(row)), (row, column)), shape=(rows, columns))
    group: Ints = connected_components(table @ table.T, directed=False)[1].astype(np.int64)
    return group


def _collision(matrix: Matrix, rows: Ints, prices: Floats, entries: tuple[Ints, Ints, Floats]) -> Collision:
    """Scaled so that the price in most use is 1: then sums are counts. ``entries`` are row, column and value of these rows."""
    scale = _usual(np.abs(prices))
    price = prices / scale
    side = np.where(price > 0, matrix.row_upper[rows], matrix.row_lower[rows])
    row, column, value = entries
    weighed = -value * price[np.searchsorted(rows, row)]
    left = add_up(column, weighed, len(matrix.lower))
    elsewhere = float(np.maximum(left * matrix.upper, left * matrix.lower).sum())
    serves = add_up(column, np.maximum(weighed, 0.0), len(matrix.lower)).max(initial=0.0)
    apart = np.bincount(column[weighed > 0]).max(initial=0) <= 1
    short = -float(price @ side) - elsewhere
    return Collision(rows, price, np.abs(price) * side, elsewhere, short, float(serves), bool(apart))


def _usual(sizes: Floats) -> float:
    values, counts = np.unique(sizes.round(9), return_counts=True)
    return float(values[np.argmax(counts)])


def counts(collision: Collision) -> bool:
    """Whether every row counts once, and what serves one need serves no other, so that its sums are counts."""
    whole: Bools = np.abs(np.abs(collision.price) - 1.0) <= SHORT
    return bool(whole.all()) and collision.serves <= 1.0 + SHORT
