"""Who is asked."""

import pytest

from scheduling.models import Program
from tests.coaching.pulse_program import PulseProgram, make_pulse_program


@pytest.fixture
def pulse(program: Program) -> PulseProgram:
    """Eighteen residents, six of each class, and three coaches."""
    return make_pulse_program(program)
