"""Where faculty's half-days are decided, no legal choice of them beats the solver's, and none exists where it says so."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduling.domain.ids import FacultyPattern
from tests.solver.random_problems import half_day_problems
from tests.solver.test_certificates import assert_verified
from tests.solver.test_solver_against_enumeration import assert_solved

bounded = settings(
    max_examples=40, deadline=None, suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large)
)
every_pattern = pytest.mark.parametrize("pattern", list(FacultyPattern))


@every_pattern
@pytest.mark.parametrize("pairing", [False, True], ids=["pairs given", "coaches open"])
@bounded
@given(data=st.data())
def test_the_solver_finds_the_best_of_all_half_days(
    data: st.DataObject, pattern: FacultyPattern, *, pairing: bool
) -> None:
    problem = data.draw(half_day_problems(pairing=pairing, pattern=pattern))
    assert_verified(problem, assert_solved(problem))
