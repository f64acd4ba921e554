"""The command ``python -m scheduling.solver``, run as its users run it: exit statuses, progress, files, stopping."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.generator import year
from scheduling.domain.ids import RuleId, Status
from scheduling.domain.rules import violations
from scheduling.domain.scope import Scope
from scheduling.domain.score import score
from scheduling.exchange.problem_file import read_problem, write_problem
from scheduling.exchange.solution_file import read_solution
from scheduling.services.solving.judging import read_result
from scheduling.solver import Stage, verify
from tests.builders import coach, named, tiny, trainee
from tests.example_file import EXAMPLE, changed
from tests.solver.random_edits import changed_cells

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


def _stop(process: subprocess.Popen[str], number: signal.Signals, *, after_objective: bool) -> float:
    """Signal once a schedule is known (or at the first line); returns the seconds until the process ended."""
    assert process.stderr is not None
    for line in process.stderr:
        if not after_objective or json.loads(line)["objective"] is not None:
            break
    sent = time.monotonic()
    process.send_signal(number)
    process.stderr.read()
    process.wait(LONG)
    return time.monotonic() - sent


both_signals = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])


@both_signals
def test_an_interrupt_keeps_the_best_schedule_within_a_second(
    tmp_path: Path, open_year: Path, number: signal.Signals
) -> None:
    out = tmp_path / "s.json"
    with subprocess.Popen(command(open_year, out), stderr=subprocess.PIPE, text=True) as process:
        took = _stop(process, number, after_objective=True)
    assert process.returncode == 0
    problem = read_problem(open_year.read_bytes())
    outcome = read_solution(out.read_text(encoding="utf-8"))
    assert outcome.solution is not None
    assert outcome.status is Status.FEASIBLE  # it was stopped before it was done
    assert list(violations(problem, outcome.solution)) == []
    assert outcome.objective == pytest.approx(score(problem, outcome.solution).total)
    assert took < 1.0


@both_signals
def test_an_interrupt_while_the_file_is_read_ends_with_status_4(
    tmp_path: Path, open_year: Path, number: signal.Signals
) -> None:
    out = tmp_path / "s.json"
    with subprocess.Popen(command(open_year, out), stderr=subprocess.PIPE, text=True) as process:
        _stop(process, number, after_objective=False)
    assert process.returncode == 4
    outcome = read_solution(out.read_text(encoding="utf-8"))
    assert (outcome.status, outcome.problem) == (
        Status.UNKNOWN,
        "60 residents, seed 3, variable half-days, interns open",
    )


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


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small year and the solution that is held."""
    folder = tmp_path_factory.mktemp("held")
    problem = written(folder / "p.json", write_problem(year(18, 5, interns_open=False)))
    assert run(problem, folder / "s.json").returncode == 0
    return problem, folder / "s.json"


def test_a_solve_limited_to_weeks_holds_the_rest_and_its_proof_can_be_checked(
    tmp_path: Path, held: tuple[Path, Path]
) -> None:
    problem, solution = held
    away = read_problem(problem.read_bytes())
    first = away.faculty[0]
    fewer = tuple(s for s in first.sessions if away.week_of(s) not in range(20, 23))
    changed_year = replace(away, faculty=(replace(first, sessions=fewer), *away.faculty[1:]))
    again = written(tmp_path / "p.json", write_problem(changed_year))
    out = tmp_path / "s.json"
    limits = ("--hold", str(solution), "--weeks", "20-22", "--alternatives", "1", "--within", "0.5%")
    done = run(again, out, *limits)
    assert done.returncode == 0, done.stderr
    outcome, before = read_solution(out.read_bytes()), read_solution(solution.read_bytes())
    assert outcome.scope == Scope(weeks=(20, 22))
    assert len(outcome.alternatives) == 1
    assert before.solution is not None
    for one in (outcome.solution, outcome.alternatives[0].solution):
        assert one is not None
        moved = changed_cells(before.solution, one)
        assert moved
        assert {away.week_of(session) for _, session in moved} <= {20, 21, 22}
    assert verify.main([str(again), str(out)]) == 0


def test_an_infeasible_limited_solve_carries_what_was_held_and_can_be_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    withdrawn, left, later = "0 Mon AM", "0 Tue AM", "1 Mon AM"
    days = (withdrawn, left, later)
    person = trainee("R1", (left, later), (1, 1))
    asks = replace(tiny(days, (coach("F1", days),), (person,)), published={person.id: named((withdrawn,))})
    problem, out = written(tmp_path / "p.json", write_problem(asks)), tmp_path / "s.json"
    assert run(problem, out, "--weeks", "1").returncode == 3
    outcome = read_solution(out.read_bytes())
    assert outcome.relaxed is not None
    assert RuleId.PINS in {one.violation.rule for one in outcome.relaxed.relaxations}
    assert verify.main([str(problem), str(out)]) == 0
    assert "agree with what was held outside weeks 1 to 1;" in capsys.readouterr().out
    assert read_result(asks, out) is not None
    content = json.loads(out.read_text(encoding="utf-8"))
    content["scope"]["held"]["assignments"] = {}
    assert verify.main([str(problem), str(written(out, content))]) == 1


def test_a_forged_alternative_is_found_out(
    tmp_path: Path, held: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    problem, _ = held
    out = tmp_path / "s.json"
    assert run(problem, out, "--alternatives", "1").returncode == 0
    assert verify.main([str(problem), str(out)]) == 0
    content = json.loads(out.read_text(encoding="utf-8"))
    content["alternatives"][0]["objective"] += 1
    content["alternatives"][0]["differs"] -= 1
    content["alternatives"][0]["assignments"]["R001"] = []
    capsys.readouterr()
    assert verify.main([str(problem), str(written(out, content))]) == 1
    false = [line for line in capsys.readouterr().out.splitlines() if line.startswith("FALSE")]
    assert all("alternative 1" in line for line in false)
    assert [word for word in ("rule", "objective", "differs") if any(word in line for line in false)] == [
        "rule", "objective", "differs",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--weeks", "50-60"), "weeks 50-60: the weeks run from 0 to 51."),
        (("--site", "NOWHERE"), "site 'NOWHERE': the problem has none of it."),
        (("--residents", "R001,R999"), "resident 'R999': the problem does not have them."),
        (
            ("--from", "2031-01-01"),
            "from 2031-01-01: the day lies outside the weeks 2026-06-29 to 2027-06-27.",
        ),
        ((), "--hold: say what may change: --weeks, --site, --residents or --from."),
    ],
)
def test_a_limit_that_the_problem_does_not_know_is_refused_in_one_line(
    tmp_path: Path, held: tuple[Path, Path], arguments: tuple[str, ...], says: str
) -> None:
    problem, solution = held
    done = run(problem, tmp_path / "s.json", "--hold", str(solution), *arguments)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, says)
    assert list(tmp_path.iterdir()) == []


def test_a_schedule_of_another_problem_or_none_at_all_cannot_be_held(
    tmp_path: Path, held: tuple[Path, Path]
) -> None:
    _, solution = held
    done = run(EXAMPLE, tmp_path / "s.json", "--weeks", "0", "--hold", str(solution))
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        2, f"--hold {solution}: it is of '18 residents, seed 5, variable half-days', the problem is 'example'.",
    )  # fmt: skip
    done = run(EXAMPLE, tmp_path / "s.json", "--weeks", "0")
    assert done.returncode == 2
    assert "nothing was published that could be held" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_past_is_held_as_it_was_published(tmp_path: Path) -> None:
    days = ("0 Mon AM", "0 Tue AM", "1 Mon AM", "1 Tue AM")
    mondays, tuesdays = days[::2], days[1::2]
    person = trainee("R1", days, (1, 1))
    year_to_be = tiny(days, (coach("F1", mondays), coach("F2", tuesdays)), (person,))
    published = replace(year_to_be, published={person.id: named(tuesdays)})
    problem, out = written(tmp_path / "p.json", write_problem(published)), tmp_path / "s.json"
    for more, attended in (((), mondays), (("--from", "2026-07-06"), (tuesdays[0], mondays[1]))):
        assert run(problem, out, *more).returncode == 0
        solution = read_solution(out.read_bytes()).solution
        assert solution is not None
        assert solution.assignments == {"R1": attended}
        assert verify.main([str(problem), str(out)]) == 0


@pytest.mark.parametrize("megabytes", [20, 60, 150])
def test_a_lack_of_memory_ends_with_status_4_and_a_line_that_says_so(
    tmp_path: Path, open_year: Path, megabytes: int
) -> None:
    done = run(open_year, tmp_path / "s.json", "--memory-limit", str(megabytes))
    assert done.returncode == 4
    said = done.stderr.splitlines()[-1]
    assert said == f"Out of memory: the solver may use {megabytes} MB; no schedule was found before."
    assert "Traceback" not in done.stderr
    outcome = read_solution((tmp_path / "s.json").read_bytes())
    assert (outcome.status, outcome.problem) == (
        Status.UNKNOWN,
        "60 residents, seed 3, variable half-days, interns open",
    )


def test_a_schedule_found_before_memory_ran_out_is_kept_with_status_0(
    tmp_path: Path, open_year: Path
) -> None:
    out = tmp_path / "s.json"
    whole = [*command(open_year, out, "--memory-limit", "4000")]
    with subprocess.Popen(whole, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if json.loads(line)["objective"] is not None:
                break
        take_memory_from(searching(process.pid))
        rest = process.stderr.read().splitlines()
        assert process.wait(LONG) == 0, rest
    assert rest[-1].startswith("Out of memory: ")
    assert "the best schedule so far is kept" in rest[-1]
    outcome = read_solution(out.read_bytes())
    assert outcome.solution is not None
    assert list(violations(read_problem(open_year.read_bytes()), outcome.solution)) == []


def searching(guard: int) -> int:
    """The process in which the search runs."""
    (child,) = Path(f"/proc/{guard}/task/{guard}/children").read_text(encoding="ascii").split()
    return int(child)


def take_memory_from(process: int) -> None:
    """Leave a process what it has, and nothing more."""
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize()
    resource.prlimit(process, resource.RLIMIT_AS, (most, most))


@pytest.mark.parametrize(
    ("end", "status"),
    [
        ("pass", 7),
        ("os._exit(3)", 3),
        ("os._exit(1)", 99),
        ("os.abort()", 99),
        ("os.kill(os.getpid(), signal.SIGSEGV)", 99),
        ("os.kill(os.getpid(), signal.SIGKILL)", 137),
        ("raise ValueError", 70),
        ("raise MemoryError", 99),
    ],
)
def test_the_guard_salvages_what_a_crash_left_and_hides_no_other_end(end: str, status: int) -> None:
    script = f"""
import os, signal, sys
from scheduling.solver.guard import guarded
def work():
    {end}
    return 7
sys.exit(guarded(work, lambda: 99))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=LONG, check=False
    )
    assert done.returncode == status
    assert ("ValueError" in done.stderr) is (status == 70)
