"""The command ``python -m scheduling.solver.verify``: it believes nothing, and shares no code with the model."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

import scheduling.solver.verifying
from scheduling.solver import verify
from tests.solver.forging import Content, Forge, alone, verified


def test_a_true_solution_holds(solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]) -> None:
    path, content = solved
    assert content["certificate"] is not None
    status, said = verified(path, content, capsys)
    assert status == verify.HOLDS, said
    assert "FALSE" not in said
    assert f"the prices prove {content['bound']:g}" in said


def drop_a_session(content: Content) -> None:
    next(sessions for sessions in content["assignments"].values() if sessions).pop()


def attend_twice(content: Content) -> None:
    sessions = next(sessions for sessions in content["assignments"].values() if sessions)
    sessions.append(sessions[0])


def pair_with_nobody(content: Content) -> None:
    content["coach"].popitem()


def precept_otherwise(content: Content) -> None:
    next(sessions for sessions in content["precepting"].values() if sessions).pop()


def claim_more(content: Content) -> None:
    content["objective"] += 0.5
    content["bound"] = max(content["bound"], content["objective"])


def claim_optimality(content: Content) -> None:
    content["status"] = "optimal"
    content["bound"] = content["objective"] + 1
    content["certificate"] = None


def claim_infeasibility(content: Content) -> None:
    content["status"] = "infeasible"


def bound_below_the_objective(content: Content) -> None:
    content["bound"] = content["objective"] - 1
    content["certificate"] = None


def lose_the_bound(content: Content) -> None:
    content["bound"] = None


def take_another_problem(content: Content) -> None:
    content["problem"] = "another"


@pytest.mark.parametrize(
    ("forge", "named"),
    [
        (drop_a_session, "the schedule scores"),
        (attend_twice, "rule eligible"),
        (pair_with_nobody, "rule pairing"),
        (precept_otherwise, "rule faculty_sessions"),
        (claim_more, "the schedule scores"),
        (claim_optimality, "the status is optimal"),
        (claim_infeasibility, "the status is 'infeasible', with a schedule"),
        (bound_below_the_objective, "is below the objective"),
        (lose_the_bound, "no bound"),
        (take_another_problem, "the solution is of 'another'"),
    ],
)
def test_a_forged_solution_is_found_out_and_the_fault_is_named(
    solved: tuple[Path, Content], forge: Forge, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    forge(content)
    status, said = verified(path, content, capsys)
    assert status == verify.BROKEN
    assert [line for line in said.splitlines() if line.startswith("FALSE: ") and named in line]


def test_a_better_schedule_among_the_alternatives_denies_the_bound(
    solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    better = alone(content) | {"differs": 0, "differs_least": 0}
    content["alternatives"] = [better]
    status, said = verified(path, content, capsys)
    assert status == verify.HOLDS, said
    content.update(certificate=None, objective=content["objective"] - 5, bound=better["objective"] - 5)
    said = verified(path, content, capsys)[1]
    line = f"FALSE: alternative 1: the bound {content['bound']} is below its objective {better['objective']}."
    assert line in said.splitlines()


@pytest.mark.parametrize("key", ["objective", "bound"])
@pytest.mark.parametrize("number", ["1e400", "-1e400", "1e999999999999999999999"])
def test_a_number_beyond_every_float_is_refused_in_one_line(
    solved: tuple[Path, Content], key: str, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    text = json.dumps(content | {key: "here"}).replace('"here"', number)
    status, said = verified(path, text, capsys)
    assert status == verify.REFUSED
    assert said.count("\n") == 1


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The command as its users run it."""
    return subprocess.run(
        [sys.executable, "-m", "scheduling.solver.verify", *map(str, arguments)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_the_command_ends_with_0_where_all_holds_1_where_not_and_2_where_it_cannot_read(
    solved: tuple[Path, Content], tmp_path: Path
) -> None:
    path, content = solved
    solution = tmp_path / "s.json"
    solution.write_text(json.dumps(content), encoding="utf-8")
    assert run(path, solution).returncode == 0
    claim_more(content)
    solution.write_text(json.dumps(content), encoding="utf-8")
    assert run(path, solution).returncode == 1
    assert run(path, tmp_path / "missing.json").returncode == 2
    assert run(solution, path).returncode == 2
    assert run(path).returncode == 2


SEEN = "import sys, scheduling.solver.verify; print(*sys.modules)"


def test_the_verifier_shares_no_code_with_the_model() -> None:
    modules = subprocess.run(
        [sys.executable, "-c", SEEN], capture_output=True, text=True, check=True, timeout=60
    ).stdout.split()
    ours = {m for m in modules if m.startswith("scheduling.solver")}
    own = {m for m in ours if m.startswith(("scheduling.solver.verify", "scheduling.solver.verifying"))}
    assert ours - own == {"scheduling.solver"}
    assert {"numpy", "ortools", "django"}.isdisjoint(module.split(".")[0] for module in modules)


def test_the_verifier_names_no_module_of_the_solver_but_its_own() -> None:
    folder = Path(scheduling.solver.verifying.__file__).parent
    files = [folder.with_name("verify.py"), *folder.glob("*.py")]
    named = {name for file in files for name in _imported(ast.parse(file.read_text(encoding="utf-8")))}
    assert any(name.startswith("scheduling.solver.verifying.") for name in named)
    allowed = ("scheduling.domain", "scheduling.exchange", "scheduling.solver.verifying")
    rooms = {name for name in named if name.split(".")[0] not in sys.stdlib_module_names}
    assert [name for name in rooms if not name.startswith(allowed)] == []


def _imported(tree: ast.Module) -> list[str]:
    """Every module that a file names in an import."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append(node.module or "")
    return found
