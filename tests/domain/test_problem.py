"""A problem with other pins is the one that would be made anew, and is refused for the same reasons."""

from dataclasses import fields, replace

import pytest

from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import ResidentId, SessionId
from scheduling.domain.problem import Pins, Problem
from tests.builders import crowded


def test_other_pins_make_the_problem_that_would_be_made_anew() -> None:
    problem = crowded(residents=2, weeks=2, least=1, rooms=2)
    resident = problem.residents[0]
    pins = Pins(attend=frozenset({(resident.id, resident.weeks[0].sessions[0])}))
    found, anew = problem.with_pins(pins), replace(problem, pins=pins)
    assert all(getattr(found, one.name) == getattr(anew, one.name) for one in fields(Problem))
    assert problem.pins == Pins()


@pytest.mark.parametrize(
    "cell", [(ResidentId("R999"), None), (None, SessionId("MAIN/1999-01-04/AM"))], ids=["resident", "session"]
)
def test_pins_on_what_is_not_there_are_refused_alike(
    cell: tuple[ResidentId | None, SessionId | None],
) -> None:
    problem = crowded(residents=2, weeks=2, least=1, rooms=2)
    resident = problem.residents[0]
    pins = Pins(attend=frozenset({(cell[0] or resident.id, cell[1] or resident.weeks[0].sessions[0])}))
    with pytest.raises(ProblemError) as here:
        problem.with_pins(pins)
    with pytest.raises(ProblemError) as anew:
        replace(problem, pins=pins)
    assert str(here.value) == str(anew.value)
