"""A pairing at once: no other is worth more, and what must not be is not."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.solver.arrays import Floats, Ints
from scheduling.solver.quick_pairing import NEVER, quick_pairing


def table(*rows: tuple[float, ...]) -> Floats:
    return np.array(rows, dtype=float)


def places(*counts: int) -> Ints:
    return np.array(counts, dtype=np.int64)


def test_each_gets_the_best_that_is_best_for_all() -> None:
    assert quick_pairing(table((22, 20), (24, 13)), places(1, 1), places(0, 0)) == [1, 0]


def test_a_pair_that_must_not_be_is_not_even_where_nothing_else_is_left() -> None:
    assert quick_pairing(table((NEVER, 1), (NEVER, 2)), places(2, 1), places(0, 0)) == [None, 1]


def test_a_panel_under_its_minimum_is_filled_first() -> None:
    worth = table((20, 1), (20, 2), (20, 3))
    assert quick_pairing(worth, places(3, 3), places(0, 0)) == [0, 0, 0]
    assert quick_pairing(worth, places(3, 3), places(0, 1)) == [0, 0, 1]


def test_a_full_panel_takes_nobody() -> None:
    assert quick_pairing(table((20, 1)), places(0, 1), places(0, 0)) == [1]
    assert quick_pairing(table((20, 1)), places(-1, 0), places(0, 0)) == [None]


@pytest.mark.parametrize("shape", [(0, 2), (2, 0), (0, 0)])
def test_nobody_to_pair_or_nobody_to_pair_with(shape: tuple[int, int]) -> None:
    assert (
        quick_pairing(np.zeros(shape), places(*[1] * shape[1]), places(*[0] * shape[1])) == [None] * shape[0]
    )


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_no_pairing_places_more_residents_or_is_worth_more(data: st.DataObject) -> None:
    rows = data.draw(
        st.lists(st.tuples(*[st.one_of(st.just(NEVER), st.integers(0, 30))] * 3), min_size=1, max_size=4)
    )
    worth, free = table(*rows), places(*data.draw(st.tuples(*[st.integers(0, 2)] * 3)))

    def figures(coaches: list[int | None]) -> tuple[int, float]:
        placed = [worth[row, coach] for row, coach in enumerate(coaches) if coach is not None]
        return len(placed), float(sum(placed))

    def may_be(coaches: list[int | None]) -> bool:
        fits = all(coaches.count(coach) <= free[coach] for coach in range(3))
        return fits and NEVER not in [worth[row, c] for row, c in enumerate(coaches) if c is not None]

    found = quick_pairing(worth, free, places(0, 0, 0))
    assert may_be(found)
    everything = (list(one) for one in product((None, 0, 1, 2), repeat=len(rows)))
    assert figures(found) == max(figures(one) for one in everything if may_be(one))
