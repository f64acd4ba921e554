"""A draft of two residents, a week before the first clinic."""

from collections.abc import Iterator

import pytest
import time_machine

from scheduling.models import Program
from tests.services.drafting import Drafting, make_drafting


@pytest.fixture(autouse=True)
def before_the_year() -> Iterator[None]:
    """A week before the first clinic."""
    with time_machine.travel("2026-06-22T14:00Z", tick=False):
        yield


@pytest.fixture
def at(program: Program) -> Drafting:
    """A draft in the cast's program."""
    return make_drafting(program)
