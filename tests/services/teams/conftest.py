"""A team since summer, on a Monday at noon."""

import pytest
import time_machine

from scheduling.models import Program, Team
from tests.coaching.clinic_year import at
from tests.factories import make_faculty, make_nurse, make_resident
from tests.factories import make_team as team_of


@pytest.fixture(autouse=True)
def monday_noon() -> object:
    """Noon of Monday, 23 November."""
    with time_machine.travel(at("2026-11-23 12:00"), tick=False):
        yield


@pytest.fixture
def juniper(program: Program) -> Team:
    """A resident, a faculty member and a nurse since summer."""
    people = (make_resident(program, "Silva, Ana"), make_faculty(program, "Okafor, Ada"), make_nurse(program))
    return team_of(program, *people, name="Juniper")
