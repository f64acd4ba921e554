"""The command ``python -m scheduling.solver`` when it is asked to stop: by signals, by its time limit, by a kill."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scheduling.domain.ids import Status
from scheduling.domain.rules import violations
from scheduling.domain.score import score
from scheduling.exchange.problem_file import read_problem
from scheduling.exchange.solution_file import read_solution
from scheduling.solver import Stage
from tests.solver.running import LONG, command, run


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


def test_nothing_found_in_time_ends_with_status_4(tmp_path: Path, open_year: Path) -> None:
    done = run(open_year, tmp_path / "s.json", "--time-limit", "0.02")
    assert done.returncode == 4
    outcome = read_solution((tmp_path / "s.json").read_text(encoding="utf-8"))
    assert (outcome.status, outcome.solution, outcome.objective) == (Status.UNKNOWN, None, None)


def test_the_time_limit_is_kept_and_the_best_schedule_so_far_is_written(
    tmp_path: Path, open_year: Path
) -> None:
    began = time.monotonic()
    done = run(open_year, tmp_path / "s.json", "--time-limit", "4")
    took = time.monotonic() - began
    assert done.returncode == 0
    assert took < 4 + 1.0  # the machine may be busy
    assert read_solution((tmp_path / "s.json").read_text(encoding="utf-8")).bound is not None


EARLY = range(0, 110, 10)  # in imports: the command loads about so many modules of its own


def _stop_after_imports(process: subprocess.Popen[str], number: signal.Signals, count: int) -> list[str]:
    """Signal once the command listens and has loaded so many modules more; returns what else it said."""
    assert process.stderr is not None
    loaded = (line.split("|")[-1].strip() for line in process.stderr if line.startswith("import time:"))
    assert "threading" in loaded  # which it needs to listen
    for _ in range(count + 1):
        next(loaded)
    process.send_signal(number)
    said = [line for line in process.stderr if not line.startswith("import time:")]
    process.wait(LONG)
    return said


@both_signals
def test_an_interrupt_while_the_command_is_still_loaded_ends_with_status_4_and_no_traceback(
    tmp_path: Path, open_year: Path, number: signal.Signals
) -> None:
    for count in EARLY:
        out = tmp_path / f"{count}.json"
        watched = [sys.executable, "-X", "importtime", *command(open_year, out)[1:]]
        with subprocess.Popen(watched, stderr=subprocess.PIPE, text=True) as process:
            said = _stop_after_imports(process, number, count)
        assert [json.loads(line)["stage"] for line in said] == [Stage.READ], (count, said)
        assert (process.returncode, read_solution(out.read_bytes()).status) == (4, Status.UNKNOWN)
