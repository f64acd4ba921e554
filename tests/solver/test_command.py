"""The command ``python -m scheduling.solver``, run as its users run it: exit statuses, progress, files, stopping."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from benchmarks.generator import year
from scheduling.domain.ids import Status
from scheduling.domain.rules import violations
from scheduling.domain.score import score
from scheduling.exchange.problem_file import read_problem, write_problem
from scheduling.exchange.solution_file import read_solution
from scheduling.solver import Stage
from tests.example_file import EXAMPLE, changed

LONG = 60.0  # seconds after which a command that should have ended is taken for hung


def command(problem: Path, out: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "scheduling.solver", str(problem), "--out", str(out), *more]


def run(problem: Path, out: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(problem, out, *more), capture_output=True, text=True, timeout=LONG, check=False
    )


def written(path: Path, content: dict[str, Any] | str) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def open_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year that takes seconds to improve."""
    content = write_problem(year(60, 3, interns_open=True))
    return written(tmp_path_factory.mktemp("year") / "problem.json", content)


def test_a_schedule_is_written_with_status_0_and_every_key(tmp_path: Path) -> None:
    out = tmp_path / "solution.json"
    done = run(EXAMPLE, out, "--seed", "7")
    assert done.returncode == 0, done.stderr
    content = json.loads(out.read_text(encoding="utf-8"))
    assert list(content) == [
        "format", "problem", "status", "objective", "bound", "coach", "assignments", "precepting",
        "seconds", "engine", "seed", "conflicts", "certificate",
    ]  # fmt: skip
    assert (content["problem"], content["status"], content["seed"]) == ("example", "optimal", 7)
    assert set(content["seconds"]) == {"read", "build", "solve", "total"}
    assert content["precepting"]["F002"] == ["MAIN/2026-06-30/PM"]
    assert list(tmp_path.iterdir()) == [out]


def test_progress_is_one_json_object_a_line_on_standard_error(tmp_path: Path) -> None:
    lines = [json.loads(line) for line in run(EXAMPLE, tmp_path / "s.json").stderr.splitlines()]
    assert lines[0] == {"seconds": 0.0, "stage": "Read and check", "objective": None, "bound": None}
    assert lines[-1]["stage"] == "Check all rules again"
    assert {line["stage"] for line in lines} <= set(Stage)
    assert [line["seconds"] for line in lines] == sorted(line["seconds"] for line in lines)
    assert lines[-1]["objective"] == lines[-1]["bound"]


def test_a_broken_file_is_refused_with_status_2_one_line_and_nothing_written(tmp_path: Path) -> None:
    problem = written(tmp_path / "p.json", changed(("sessions", 0, "rooms"), -1))
    done = run(problem, tmp_path / "s.json")
    assert done.returncode == 2
    refusal = done.stderr.splitlines()[-1]
    assert "session MAIN/2026-06-29/AM: rooms" in refusal
    assert len(done.stderr.splitlines()) == 2  # the first progress line, and the refusal
    assert list(tmp_path.iterdir()) == [problem]


def test_a_file_that_needs_a_rule_not_built_yet_is_refused(tmp_path: Path) -> None:
    decide = ["sessions", "pairing", "faculty_sessions"]
    problem = written(tmp_path / "p.json", changed(("decide",), decide))
    done = run(problem, tmp_path / "s.json")
    assert (done.returncode, "faculty_sessions" in done.stderr) == (2, True)
    assert not (tmp_path / "s.json").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("missing.json", "s.json"),
        (str(EXAMPLE), "no-such-folder/s.json"),
        (str(EXAMPLE), "s.json", "--time-limit", "0"),
    ],
    ids=["no-file", "no-folder", "no-time"],
)
def test_arguments_that_cannot_work_are_refused_with_status_2(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    problem, out, *more = arguments
    done = run(Path(problem), tmp_path / out, *more)
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_an_infeasible_problem_ends_with_status_3_and_names_what_collides(tmp_path: Path) -> None:
    problem = written(tmp_path / "p.json", changed(("residents", 0, "year_min"), 3))
    done = run(problem, tmp_path / "s.json")
    assert done.returncode == 3
    outcome = read_solution((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert (outcome.status, outcome.solution) == (Status.INFEASIBLE, None)
    assert any("R001" in conflict.message and "R001" in conflict.residents for conflict in outcome.conflicts)


def test_nothing_found_in_time_ends_with_status_4(tmp_path: Path, open_year: Path) -> None:
    done = run(open_year, tmp_path / "s.json", "--time-limit", "0.02")
    assert done.returncode == 4
    outcome = read_solution((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert (outcome.status, outcome.solution, outcome.objective) == (Status.UNKNOWN, None, None)


def test_an_old_solution_is_replaced_and_kept_where_the_file_is_refused(tmp_path: Path) -> None:
    out = written(tmp_path / "s.json", "old")
    broken = written(tmp_path / "p.json", "{")
    assert run(broken, out).returncode == 2
    assert out.read_text(encoding="utf-8") == "old"
    assert run(EXAMPLE, out).returncode == 0
    assert read_solution(out.read_text(encoding="utf-8")).status is Status.OPTIMAL


def _interrupt(process: subprocess.Popen[str], *, after_objective: bool) -> float:
    """Send SIGINT once a schedule is known (or at the first line); returns the seconds until the process ended."""
    assert process.stderr is not None
    for line in process.stderr:
        if not after_objective or json.loads(line)["objective"] is not None:
            break
    sent = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.stderr.read()
    process.wait(LONG)
    return time.monotonic() - sent


def test_an_interrupt_keeps_the_best_schedule_within_a_second(tmp_path: Path, open_year: Path) -> None:
    out = tmp_path / "s.json"
    with subprocess.Popen(command(open_year, out), stderr=subprocess.PIPE, text=True) as process:
        took = _interrupt(process, after_objective=True)
    assert process.returncode == 0
    problem = read_problem(open_year.read_bytes())
    outcome = read_solution(out.read_text(encoding="utf-8"))
    assert outcome.solution is not None
    assert outcome.status is Status.FEASIBLE  # it was stopped before it was done
    assert list(violations(problem, outcome.solution)) == []
    assert outcome.objective == pytest.approx(score(problem, outcome.solution).total)
    assert took < 1.0


def test_an_interrupt_before_any_schedule_ends_with_status_4(tmp_path: Path, open_year: Path) -> None:
    out = tmp_path / "s.json"
    with subprocess.Popen(command(open_year, out), stderr=subprocess.PIPE, text=True) as process:
        _interrupt(process, after_objective=False)
    assert process.returncode == 4
    assert read_solution(out.read_text(encoding="utf-8")).status is Status.UNKNOWN


def test_a_kill_leaves_a_legal_schedule_behind(tmp_path: Path, open_year: Path) -> None:
    out = tmp_path / "solution.json"
    with subprocess.Popen(command(open_year, out), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        next(line for line in process.stderr if json.loads(line)["objective"] is not None)
        process.kill()
    outcome = read_solution(out.read_bytes())
    assert outcome.solution is not None
    assert outcome.status is Status.FEASIBLE
    assert not list(violations(read_problem(open_year.read_bytes()), outcome.solution))


def test_the_time_limit_is_kept_and_the_best_schedule_so_far_is_written(
    tmp_path: Path, open_year: Path
) -> None:
    began = time.monotonic()
    done = run(open_year, tmp_path / "s.json", "--time-limit", "2.5")
    took = time.monotonic() - began
    assert done.returncode == 0
    assert took < 2.5 + 1.0  # the machine may be busy
    assert read_solution((tmp_path / "s.json").read_text(encoding="utf-8")).bound is not None


def test_one_seed_gives_the_same_schedule_every_time(tmp_path: Path) -> None:
    problem = written(tmp_path / "p.json", write_problem(year(18, 5, interns_open=True)))
    outcomes = []
    for name in ("a.json", "b.json"):
        assert run(problem, tmp_path / name, "--seed", "3").returncode == 0
        outcomes.append(read_solution((tmp_path / name).read_text(encoding="utf-8")))
    first, second = outcomes
    assert (first.solution, first.objective, first.bound) == (second.solution, second.objective, second.bound)
