"""What the pages of residents and coaches are tested with."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from connectedness.accounts.models import User
from scheduling.models import Program
from tests.coaching.clinic_year import ClinicYear, at, make_clinic_year

Visit = Callable[[User, str], str]


@pytest.fixture
def now() -> datetime:
    """A Sunday evening in New York."""
    return at("2026-11-22 18:20")


@pytest.fixture(autouse=True)
def stopped_clock(now: datetime) -> Iterator[None]:
    """Time stands still at ``now``."""
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def clinics(program: Program, stopped_clock: None) -> ClinicYear:
    """The cast's program with a published year."""
    return make_clinic_year(program)


@pytest.fixture
def visit(client: Client) -> Visit:
    """The text of a page as one of the cast sees it."""

    def see(user: User, path: str) -> str:
        client.force_login(user)
        response = client.get(path)
        assert response.status_code == 200, path
        return response.content.decode()

    return see
