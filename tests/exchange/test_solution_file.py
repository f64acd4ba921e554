"""The solution file: what is written reads back the same, and nothing else is taken for one."""

import json
from dataclasses import replace
from datetime import date

import pytest

from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import ResidentId, SiteId
from scheduling.domain.scope import Scope
from scheduling.domain.solution import Alternative, Spared
from scheduling.exchange.problem_file import read_problem
from scheduling.exchange.solution_file import read_solution, write_solution
from scheduling.solver import solve
from tests.example_file import changed, example

WIDE = {"weeks": None, "sites": None, "residents": None, "since": None, "pairing": False}


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


def test_scope_alternatives_and_what_was_spared_written_and_read_again_are_the_same() -> None:
    outcome = solve(read_problem(json.dumps(example())))
    assert outcome.solution is not None
    one = Alternative(3.5, outcome.solution, differs=4, differs_least=2)
    scope = Scope(
        (1, 2), frozenset((SiteId("MAIN"),)), frozenset((ResidentId("R001"),)), date(2026, 7, 6), True
    )
    for whole in (
        replace(outcome, scope=scope, alternatives=(one,)),
        replace(outcome, scope=Scope()),
        replace(outcome, scope=scope, held=outcome.solution),
        replace(outcome, spared=Spared(changes=3, best_objective=7.5, best_changes=40)),
    ):
        assert read_solution(write_solution(whole)) == whole
    assert {"scope", "alternatives", "spared"}.isdisjoint(json.loads(write_solution(outcome)))


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"scope": {"weeks": None}}, "scope: the key"),
        ({"scope": WIDE | {"weeks": [1]}}, "scope.weeks"),
        ({"scope": WIDE | {"since": "soon"}}, "scope.since"),
        ({"scope": WIDE | {"held": {"coach": {}}}}, "scope.held: the key"),
        ({"scope": "all"}, "scope: must be an object"),
        ({"alternatives": [{"objective": 1}]}, r"alternatives\[0\]"),
        ({"spared": {"changes": 1}}, "spared: the key"),
        ({"spared": {"changes": 0.5, "best_objective": 1, "best_changes": 2}}, "spared.changes"),
    ],
)
def test_a_scope_or_other_addition_that_is_none_is_refused_with_its_place(
    change: dict[str, object], place: str
) -> None:
    content = json.loads(write_solution(solve(read_problem(json.dumps(example())))))
    with pytest.raises(ProblemError, match=place):
        read_solution(json.dumps(content | change))
