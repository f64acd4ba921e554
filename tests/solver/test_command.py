"""The command ``python -m scheduling.solver``, run as its users run it: exit statuses, progress, files."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.generator import year
from scheduling.domain.ids import Status
from scheduling.exchange.problem_file import write_problem
from scheduling.exchange.solution_file import read_solution
from scheduling.solver import Stage
from tests.example_file import EXAMPLE, changed
from tests.solver.running import LONG, command, run, written


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


@pytest.mark.parametrize(
    ("place", "asked", "named"),
    [
        (("decide",), ["sessions", "pairing", "rooms"], "rooms"),
        (("rules", "rest_days"), 1, "rest_days"),
        (("objective", "workload"), 2, "workload"),
    ],
)
def test_a_file_that_needs_a_rule_or_a_score_not_built_yet_is_refused(
    tmp_path: Path, place: tuple[str, ...], asked: object, named: str
) -> None:
    problem = written(tmp_path / "p.json", changed(place, asked))
    done = run(problem, tmp_path / "s.json")
    assert (done.returncode, named in done.stderr.splitlines()[-1]) == (2, True)
    assert not (tmp_path / "s.json").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("missing.json", "s.json"),
        (str(EXAMPLE), "no-such-folder/s.json"),
        (str(EXAMPLE), "s.json", "--time-limit", "0"),
        (str(EXAMPLE), "s.json", "--memory-limit", "0"),
        (str(EXAMPLE), "s.json", "--alternatives", "-1"),
        (str(EXAMPLE), "s.json", "--within", "1"),
        (str(EXAMPLE), "s.json", "--weeks", "soon"),
        (str(EXAMPLE), "s.json", "--from", "soon"),
    ],
    ids=["no-file", "no-folder", "no-time", "no-memory", "no-count", "no-share", "no-weeks", "no-date"],
)
def test_arguments_that_cannot_work_are_refused_with_status_2(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    problem, out, *more = arguments
    done = run(Path(problem), tmp_path / out, *more)
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_no_regular_file_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    pipe, folder = tmp_path / "pipe", tmp_path / "folder"
    os.mkfifo(pipe)
    folder.mkdir()
    for out in (pipe, folder):
        done = run(EXAMPLE, out)
        said = f"--out {out}: this is no regular file."
        assert (done.returncode, done.stderr.splitlines()[-1]) == (2, said)
    assert (pipe.is_fifo(), list(folder.iterdir())) == (True, [])
    assert sorted(tmp_path.iterdir()) == [folder, pipe]
    nowhere = [sys.executable, "-m", "scheduling.solver", str(EXAMPLE), "--out", ""]
    assert subprocess.run(nowhere, capture_output=True, timeout=LONG, check=False).returncode == 2


def test_a_file_that_is_read_is_never_written(tmp_path: Path) -> None:
    problem = written(tmp_path / "p.json", EXAMPLE.read_text(encoding="utf-8"))
    hold = tmp_path / "hold.json"
    assert run(problem, hold).returncode == 0
    before = problem.read_bytes(), hold.read_bytes()
    for out in (problem, hold):
        done = run(problem, out, "--hold", str(hold), "--weeks", "0")
        said = f"--out {out}: this file is read, so it is not written."
        assert (done.returncode, done.stderr.splitlines()[-1]) == (2, said)
    assert (problem.read_bytes(), hold.read_bytes()) == before


def test_a_disk_without_room_is_told_in_one_line_and_nothing_is_left_on_it(tmp_path: Path) -> None:
    out = tmp_path / "s.json"
    without_room = ["sh", "-c", 'ulimit -f 0; exec "$@"', "sh", *command(EXAMPLE, out)]
    done = subprocess.run(without_room, capture_output=True, text=True, timeout=LONG, check=False)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, f"{out}: File too large.")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_infeasible_problem_ends_with_status_3_and_names_what_collides(tmp_path: Path) -> None:
    problem = written(tmp_path / "p.json", changed(("residents", 0, "year_min"), 3))
    done = run(problem, tmp_path / "s.json")
    assert done.returncode == 3
    outcome = read_solution((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert (outcome.status, outcome.solution) == (Status.INFEASIBLE, None)
    assert any("R001" in conflict.message and "R001" in conflict.residents for conflict in outcome.conflicts)


def test_an_old_solution_is_replaced_and_kept_where_the_file_is_refused(tmp_path: Path) -> None:
    out = written(tmp_path / "s.json", "old")
    broken = written(tmp_path / "p.json", "{")
    assert run(broken, out).returncode == 2
    assert out.read_text(encoding="utf-8") == "old"
    assert run(EXAMPLE, out).returncode == 0
    assert read_solution(out.read_text(encoding="utf-8")).status is Status.OPTIMAL


def test_one_seed_gives_the_same_schedule_every_time(tmp_path: Path) -> None:
    problem = written(tmp_path / "p.json", write_problem(year(18, 5, interns_open=True)))
    outcomes = []
    for name in ("a.json", "b.json"):
        assert run(problem, tmp_path / name, "--seed", "3").returncode == 0
        outcomes.append(read_solution((tmp_path / name).read_text(encoding="utf-8")))
    first, second = outcomes
    assert (first.solution, first.objective, first.bound) == (second.solution, second.objective, second.bound)
