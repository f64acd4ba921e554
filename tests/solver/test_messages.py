"""Arrays written as the wire has them are read as if each number had been appended by itself."""

import numpy as np
import pytest
from ortools.math_opt import model_pb2

from scheduling.solver.messages import fill

BORDERS = [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455, 268_435_456, 2**31 - 1]


@pytest.mark.parametrize("count", range(len(BORDERS) + 1))
def test_whole_numbers_of_every_length(count: int) -> None:
    numbers = BORDERS[:count]
    one_by_one = model_pb2.VariablesProto()
    one_by_one.ids.extend(numbers)
    filled = model_pb2.VariablesProto()
    fill(filled, ids=np.array(numbers, dtype=np.int64))
    assert filled == one_by_one
    assert list(filled.ids) == numbers


def test_fields_of_every_kind_are_appended() -> None:
    filled = model_pb2.VariablesProto(ids=[7])
    fill(
        filled,
        ids=np.array([300, 5], dtype=np.int32),
        lower_bounds=np.array([-np.inf, 0.1, -0.0]),
        upper_bounds=np.zeros(0),
        integers=np.broadcast_to(np.asarray(True), 3),
    )
    assert list(filled.ids) == [7, 300, 5]
    assert list(filled.lower_bounds) == [-np.inf, 0.1, -0.0]
    assert list(filled.upper_bounds) == []
    assert list(filled.integers) == [True, True, True]
