"""The solution file: what is written reads back the same, and nothing else is taken for one."""

import json

import pytest

from scheduling.domain.errors import ProblemError
from scheduling.exchange.problem_file import read_problem
from scheduling.exchange.solution_file import read_solution, write_solution
from scheduling.solver import solve
from tests.example_file import changed, example


def test_a_schedule_written_and_read_again_is_the_same() -> None:
    outcome = solve(read_problem(json.dumps(example())))
    assert outcome.solution is not None
    assert read_solution(write_solution(outcome)) == outcome


def test_conflicts_written_and_read_again_are_the_same() -> None:
    outcome = solve(read_problem(json.dumps(changed(("residents", 0, "year_min"), 3))))
    assert outcome.conflicts
    content = json.loads(write_solution(outcome))
    assert (content["objective"], content["assignments"]) == (None, {})
    assert read_solution(write_solution(outcome)) == outcome


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", "connectedness-solution/2"),
        ("status", "great"),
        ("seed", "x"),
        ("mood", 1),
        ("conflicts", [{}]),
    ],
)
def test_a_file_that_is_no_solution_is_refused_with_its_place(key: str, value: object) -> None:
    content = json.loads(write_solution(solve(read_problem(json.dumps(example())))))
    with pytest.raises(ProblemError, match=key):
        read_solution(json.dumps(content | {key: value}))
