"""The real solver, started as a worker starts it, keeps to what a run from a version may change."""

import gzip
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine
from django.conf import settings

from scheduling.domain.findings import cells_of, differing_cells
from scheduling.domain.ids import SiteId
from scheduling.domain.scope import Scope
from scheduling.exchange.problem_file import read_problem
from scheduling.exchange.solution_file import read_solution, write_solution
from scheduling.models import SolveRun
from scheduling.selectors.program_year import resident_id
from scheduling.services.runs import request_run
from scheduling.services.solving.judging import NotAccepted, Result, read_result
from scheduling.services.solving.process import Errand
from tests.services.solved_again import BEFORE_THE_YEAR, TUE, Again, make_again

pytestmark = pytest.mark.django_db


@pytest.fixture
def again() -> Iterator[Again]:
    """A draft with everybody on Tuesdays, before anything is history."""
    with time_machine.travel(BEFORE_THE_YEAR):
        yield make_again()


def solve(run: SolveRun, scope: Scope | None, folder: Path) -> Result | None:
    """The judged answer of the solver's own process."""
    errand = Errand(folder, 20, run.seed, scope)
    errand.problem.write_bytes(gzip.decompress(run.problem))
    command = [sys.executable, "-m", "scheduling.solver", *errand.command()[len(settings.SOLVER_COMMAND) :]]
    subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(settings.BASE_DIR)}, check=True, capture_output=True
    )
    return read_result(read_problem(gzip.decompress(run.problem)), errand.solution, scope)


@pytest.mark.parametrize("limit", ["all", "weeks", "residents", "sites"])
def test_what_was_not_chosen_stays_and_pins_hold(limit: str, again: Again, tmp_path: Path) -> None:
    again.put(0, 2, TUE, pinned=True)
    first = resident_id(again.small.residents[0].pk)
    scopes = {
        "all": None,
        "weeks": Scope(weeks=(2, 3)),
        "residents": Scope(residents=frozenset({first}), pairing=True),
        "sites": Scope(sites=frozenset({SiteId("MAIN")})),
    }
    scope = scopes[limit]
    run = request_run(year=again.small.year, actor=None, base=again.draft, scope=scope, decide_pairing=False)
    result = solve(run, scope, tmp_path)
    assert result is not None
    assert result.outcome.solution is not None
    problem = read_problem(gzip.decompress(run.problem))
    changed = differing_cells(
        cells_of(problem, problem.published or {}), cells_of(problem, result.outcome.solution.assignments)
    )
    pinned = again.place(0, 2, TUE)
    # The pinned Tuesday stays; a week holds two, so the Monday beside it may come all the same.
    assert (first, pinned.half_day) not in changed
    weeks = {(half_day.date - problem.first_monday).days // 7 for _, half_day in changed}
    people = {who for who, _ in changed}
    everybody = {resident_id(one.pk) for one in again.small.residents}
    assert weeks == ({2, 3} if limit == "weeks" else set(range(8)))
    assert people == ({first} if limit == "residents" else everybody)
    assert result.found["cells"] == len(changed)


def test_an_answer_that_went_beyond_what_was_asked_is_not_accepted(again: Again, tmp_path: Path) -> None:
    scope = Scope(weeks=(2, 3))
    run = request_run(year=again.small.year, actor=None, base=again.draft, scope=scope, decide_pairing=False)
    problem = read_problem(gzip.decompress(run.problem))
    solve(run, scope, tmp_path)
    path = tmp_path / "solution.json"
    honest = read_solution(path.read_bytes())
    path.write_text(write_solution(replace(honest, scope=Scope(weeks=(2, 4)))))
    with pytest.raises(NotAccepted, match="changed what it was not asked about"):
        read_result(problem, path, scope)
    forged = again.outcome(run, {(0, 6): (0,)}, scope)
    path.write_text(write_solution(forged))
    with pytest.raises(NotAccepted, match="breaks a rule"):
        read_result(problem, path, scope)
