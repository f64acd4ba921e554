"""The command ``python -m scheduling.solver.verify``: it believes nothing, and shares no code with the model."""

import ast
import json
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import scheduling.solver.verifying
from benchmarks.generator import year
from scheduling.domain.ids import FacultyPattern
from scheduling.exchange.problem_file import read_problem, write_problem
from scheduling.exchange.solution_file import write_solution
from scheduling.solver import solve, verify
from tests.solver.offering_years import offering_year

Content = dict[str, Any]
Forge = Callable[[Content], object]


@pytest.fixture(scope="module")
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


def verified(problem: Path, content: Content | str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit status and everything that was said."""
    solution = problem.with_name("solution.json")
    text = content if isinstance(content, str) else json.dumps(content)
    solution.write_text(text, encoding="utf-8")
    status = verify.main([str(problem), str(solution)])
    said = capsys.readouterr()
    return status, said.out + said.err


def last_stage(content: Content) -> Content:
    stage: Content = content["certificate"]["stages"][-1]
    return stage


def test_a_true_solution_holds(solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]) -> None:
    path, content = solved
    assert content["certificate"] is not None
    status, said = verified(path, content, capsys)
    assert status == verify.HOLDS, said
    assert "FALSE" not in said
    assert f"the prices prove {content['bound']:g}" in said


def claim_less(content: Content) -> None:
    content["bound"] = content["bound"] - 0.5
    content["objective"] = min(content["objective"], content["bound"])


def turn_a_room_price(content: Content) -> None:
    rooms = last_stage(content)["rooms"]
    session = next(iter(rooms))
    rooms[session] = -rooms[session]


def forget_supervision_and_rooms(content: Content) -> None:
    last_stage(content).update(rooms={}, supervision={})


def forget_an_overlap_price(content: Content) -> None:
    last_stage(content)["pairs"].popitem()


def overcharge_a_panel(content: Content) -> None:
    coach = next(iter(content["precepting"]))
    panels = last_stage(content)["panels"]
    panels[coach] = panels.get(coach, 0) + 100 * content["certificate"]["scale"]


def price_a_gap_that_nobody_has(content: Content) -> None:
    who = next(iter(content["coach"]))
    last_stage(content)["gap"][who] = [[10_000, 1]]


def turn_a_gap_price(content: Content) -> None:
    who = next(iter(content["coach"]))
    last_stage(content)["gap"][who] = [[0, -5 * content["certificate"]["scale"]]]


def turn_a_window_price(content: Content) -> None:
    who = next(iter(content["coach"]))
    last_stage(content)["contact"][who] = [[0, -5 * content["certificate"]["scale"]]]


def shrink_the_prices(content: Content) -> None:
    content["certificate"]["scale"] *= 100


def drop_all_prices(content: Content) -> None:
    content["certificate"]["stages"] = []


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
        (claim_less, "the prices prove"),
        (turn_a_room_price, "the price of the rooms of"),
        (forget_supervision_and_rooms, "the prices prove"),
        (forget_an_overlap_price, "the prices prove"),
        (overcharge_a_panel, "the prices prove"),
        (price_a_gap_that_nobody_has, "does not lie inside"),
        (turn_a_gap_price, "below 0"),
        (turn_a_window_price, "below 0"),
        (shrink_the_prices, "the prices prove"),
        (drop_all_prices, "no prices"),
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


def alone(content: Content) -> Content:
    """A schedule as it stands in the alternatives."""
    return {key: content[key] for key in ("objective", "coach", "assignments", "precepting")}


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


COLLISION = {"rule": "rooms", "message": "No.", "residents": [], "sessions": [], "faculty": [], "weeks": []}


def claim_infeasible(content: Content) -> Content:
    """The file of a solve that found no schedule, with a conflict; returns the schedule that was in it."""
    schedule = alone(content)
    empty: Content = {key: {} for key in ("coach", "assignments", "precepting")}
    content.update(empty, status="infeasible", objective=None, bound=None, certificate=None)
    content["conflicts"] = [COLLISION]
    return schedule


def test_infeasibility_is_said_to_rest_on_the_engine(
    solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    claim_infeasible(content)
    status, said = verified(path, content, capsys)
    assert status == verify.HOLDS
    assert said == (
        "holds: the status is infeasible, with 1 conflict named; infeasibility rests on the engine's word.\n"
    )


def test_infeasibility_without_a_conflict_is_denied(
    solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    claim_infeasible(content)
    content["conflicts"] = []
    said = "FALSE: the status is infeasible, and no conflict is named.\n"
    assert verified(path, content, capsys) == (verify.BROKEN, said)


def test_infeasibility_with_a_legal_schedule_called_relaxed_is_denied(
    solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    content["relaxed"] = claim_infeasible(content) | {"relaxations": []}
    status, said = verified(path, content, capsys)
    assert status == verify.BROKEN
    assert "FALSE: the relaxed schedule breaks nothing, so the problem is feasible.\n" in said


def test_conflicts_beside_a_schedule_are_denied(
    solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    content["conflicts"] = [COLLISION]
    status, said = verified(path, content, capsys)
    assert status == verify.BROKEN
    assert f"FALSE: the status is '{content['status']}', with 1 conflict in the file.\n" in said


def test_the_scope_of_a_proof_is_named(
    solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    content["scope"] = {"weeks": [0, 3], "sites": None, "residents": ["R002", "R001"], "since": None}
    content["scope"]["pairing"] = False
    said = verified(path, content, capsys)[1]
    assert (
        "holds: the status speaks of schedules that agree with this one outside weeks 0 to 3, residents R001, R002; "
        "all coaches are held.\n"
    ) in said


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


def presence(content: Content) -> dict[str, dict[str, list[list[Any]]]]:
    """By resident and coach the sessions with their prices."""
    prices: dict[str, dict[str, list[list[Any]]]] = last_stage(content)["presence"]
    return prices


def turn_a_presence_price(content: Content) -> None:
    row = next(iter(next(iter(presence(content).values())).values()))
    row[0][1] = -row[0][1]


def meet_coaches_for_nothing(content: Content) -> None:
    last_stage(content)["presence"] = {}


def double_the_presence_prices(content: Content) -> None:
    for rows in presence(content).values():
        for row in rows.values():
            for paid in row:
                paid[1] *= 2


def pay_for_what_is_not_offered(content: Content) -> None:
    rows = next(iter(presence(content).values()))
    everyone = {session for sessions in content["precepting"].values() for session in sessions}
    rows[next(iter(rows))] = [[session, 1] for session in everyone]


def precept_in_everything(content: Content) -> None:
    member, held = next((member, held) for member, held in content["precepting"].items() if held)
    everyone = {session for sessions in content["precepting"].values() for session in sessions}
    content["precepting"][member] = sorted({*held, *everyone})


def test_a_true_solution_with_decided_half_days_holds(
    decided: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = decided
    assert content["certificate"] is not None
    status, said = verified(path, content, capsys)
    assert status == verify.HOLDS, said
    assert f"the prices prove {content['bound']:g}" in said


@pytest.mark.parametrize(
    ("forge", "named"),
    [
        (claim_less, "the prices prove"),
        (turn_a_presence_price, "for the presence of"),
        (meet_coaches_for_nothing, "the prices prove"),
        (double_the_presence_prices, "the prices prove"),
        (pay_for_what_is_not_offered, "is not to be decided"),
        (precept_in_everything, "rule faculty_sessions"),
    ],
)
def test_a_forged_solution_with_decided_half_days_is_found_out(
    decided: tuple[Path, Content], forge: Forge, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = decided
    forge(content)
    status, said = verified(path, content, capsys)
    assert status == verify.BROKEN
    assert [line for line in said.splitlines() if line.startswith("FALSE: ") and named in line]


def test_prices_of_one_kind_are_refused_for_problems_of_the_other(
    years: dict[str, tuple[Path, Content]], capsys: pytest.CaptureFixture[str]
) -> None:
    for name, other in (("given", "prices/2"), ("half-days", "prices/1")):
        path, content = years[name]
        forged = deepcopy(content)
        forged["certificate"]["kind"] = other
        assert verified(path, forged, capsys)[0] == verify.REFUSED


def test_other_prices_of_the_right_sign_prove_another_bound(
    solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    rooms = last_stage(content)["rooms"]
    session = next(iter(rooms))
    rooms[session] += 40 * content["certificate"]["scale"]
    assert verified(path, content, capsys)[0] == verify.BROKEN
    content["status"], content["bound"] = "feasible", content["bound"] + 1000
    assert verified(path, content, capsys)[0] == verify.HOLDS


def test_a_bound_without_prices_is_said_to_rest_on_the_engine(
    solved: tuple[Path, Content], capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    content["certificate"] = None
    status, said = verified(path, content, capsys)
    assert status == verify.HOLDS
    assert f"no prices certify the bound {content['bound']}" in said


def unknown_session(content: Content) -> None:
    last_stage(content)["rooms"]["nowhere"] = 1


def unknown_kind(content: Content) -> None:
    content["certificate"]["kind"] = "prices/9"


def broken_price(content: Content) -> None:
    last_stage(content)["panels"][next(iter(content["precepting"]))] = 0.5


def no_scale(content: Content) -> None:
    content["certificate"]["scale"] = 0


def twice_the_same_week(content: Content) -> None:
    last_stage(content)["contact"][next(iter(content["coach"]))] = [[0, 1], [0, 1]]


@pytest.mark.parametrize(
    "spoil", [unknown_session, unknown_kind, broken_price, no_scale, twice_the_same_week]
)
def test_a_certificate_of_a_wrong_form_is_refused_in_one_line(
    solved: tuple[Path, Content], spoil: Forge, capsys: pytest.CaptureFixture[str]
) -> None:
    path, content = solved
    spoil(content)
    status, said = verified(path, content, capsys)
    assert status == verify.REFUSED
    assert "certificate" in said
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


# The package's own door is passed by every import below it; it loads the meaning and the clock, and no engine.
DOOR = {"scheduling.solver", "scheduling.solver.aside", "scheduling.solver.progress"}
SEEN = "import sys, scheduling.solver.verify; print(*sys.modules)"


def test_the_verifier_shares_no_code_with_the_model() -> None:
    modules = subprocess.run(
        [sys.executable, "-c", SEEN], capture_output=True, text=True, check=True, timeout=60
    ).stdout.split()
    ours = {m for m in modules if m.startswith("scheduling.solver")}
    own = {m for m in ours if m.startswith(("scheduling.solver.verify", "scheduling.solver.verifying"))}
    assert ours - own <= DOOR
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
