"""Problem files and their solutions, made once for all tests that leave them as they are."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from benchmarks.generator import year
from scheduling.domain.ids import FacultyPattern
from scheduling.exchange.problem_file import read_problem, write_problem
from scheduling.exchange.solution_file import write_solution
from scheduling.solver import solve
from tests.solver.forging import Content
from tests.solver.offering_years import offering_year
from tests.solver.running import run, written


@pytest.fixture(scope="session")
def open_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year that takes seconds to improve."""
    content = write_problem(year(60, 3, interns_open=True))
    return written(tmp_path_factory.mktemp("year") / "problem.json", content)


@pytest.fixture(scope="session")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small year and the solution that is held."""
    folder = tmp_path_factory.mktemp("held")
    problem = written(folder / "p.json", write_problem(year(18, 5, interns_open=False)))
    assert run(problem, folder / "s.json").returncode == 0
    return problem, folder / "s.json"


@pytest.fixture(scope="session")
def years(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Content]]:
    """Years with their pairing given, with their interns open, and with faculty's half-days to be decided: the file
    and the solver's solution."""
    found = {}
    for name, problem in (
        ("given", year(18, 4, interns_open=False)),
        ("open", year(15, 2, interns_open=True)),  # a year whose bound rests on prices alone
        ("half-days", offering_year(12, 4, interns_open=True, pattern=FacultyPattern.DATE)),
        ("pattern", offering_year(12, 4, interns_open=False, pattern=FacultyPattern.YEAR)),
    ):
        path = tmp_path_factory.mktemp(name) / "problem.json"
        path.write_text(write_problem(problem), encoding="utf-8")
        outcome = solve(read_problem(path.read_bytes()))
        found[name] = (path, json.loads(write_solution(outcome)))
    return found


@pytest.fixture(params=["given", "open"])
def solved(request: pytest.FixtureRequest, years: dict[str, tuple[Path, Content]]) -> tuple[Path, Content]:
    path, content = years[request.param]
    return path, deepcopy(content)


@pytest.fixture(params=["half-days", "pattern"])
def decided(request: pytest.FixtureRequest, years: dict[str, tuple[Path, Content]]) -> tuple[Path, Content]:
    path, content = years[request.param]
    return path, deepcopy(content)
