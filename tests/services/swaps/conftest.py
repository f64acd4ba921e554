"""A published year, a week before its first clinic."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.services.swapping import Swapping, make_swapping
from tests.services.swaps.world import BEFORE


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """A week before the first clinic."""
    with time_machine.travel(BEFORE, tick=False) as clock:
        yield clock


@pytest.fixture
def s() -> Swapping:
    """A published year with two residents who may swap."""
    return make_swapping()
