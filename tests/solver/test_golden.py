"""Golden cases: small real problems with the best that is known of each; the solver never falls behind it."""

import json
from typing import Any

import pytest

from benchmarks.golden import CASES, INDEX
from scheduling.domain.ids import Status
from scheduling.domain.rules import violations
from scheduling.domain.score import score
from scheduling.exchange.problem_file import read_problem
from scheduling.solver import Limits, solve

GOLDEN: list[dict[str, Any]] = json.loads(INDEX.read_text(encoding="utf-8"))["cases"]
TRIFLE = 1e-6
LARGEST_FILE = 60_000  # bytes


def test_every_golden_file_is_in_the_index_and_small() -> None:
    files = sorted((CASES / "golden").iterdir())
    assert [str(path.relative_to(CASES)) for path in files] == sorted(case["file"] for case in GOLDEN)
    assert max(path.stat().st_size for path in files) <= LARGEST_FILE


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["file"])
def test_no_golden_case_is_solved_worse_than_is_known(case: dict[str, Any]) -> None:
    problem = read_problem((CASES / case["file"]).read_bytes())
    outcome = solve(problem, Limits(seed=1))
    if case["status"] == Status.INFEASIBLE:
        assert outcome.status is Status.INFEASIBLE
        assert outcome.conflicts
        return
    assert outcome.solution is not None
    assert outcome.objective is not None
    assert outcome.bound is not None
    assert list(violations(problem, outcome.solution)) == []
    assert outcome.objective == pytest.approx(score(problem, outcome.solution).total)
    assert outcome.objective >= case["score"] - TRIFLE  # as good as the best known
    assert outcome.objective <= case["bound"] + TRIFLE  # and no better than was proven possible
    assert outcome.bound >= case["score"] - TRIFLE  # no bound cuts off the best known
    if case["status"] == Status.OPTIMAL:
        assert outcome.status is Status.OPTIMAL
