"""Four residents in a published year, and who asks, answers and approves."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from scheduling.models import Program
from tests.scheduling_pages.conftest import SignIn
from tests.services.swapping import Swapping, make_swapping


@pytest.fixture(autouse=True)
def before_the_year() -> Iterator[None]:
    """A week before the first clinic."""
    with time_machine.travel("2026-06-29T11:00Z", tick=False):
        yield


@pytest.fixture
def s(program: Program) -> Swapping:
    """A published year with two residents who may swap."""
    return make_swapping(program, residents=4)


@pytest.fixture
def nadia(s: Swapping, as_user: SignIn) -> Client:
    """The browser of who asks."""
    return as_user(s.nadia)


@pytest.fixture
def tomas(s: Swapping, as_user: SignIn) -> Client:
    """The browser of who is asked."""
    return as_user(s.tomas)


@pytest.fixture
def chief(s: Swapping, as_user: SignIn) -> Client:
    """The browser of who approves."""
    return as_user(s.chief)
