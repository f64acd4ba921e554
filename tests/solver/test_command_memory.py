"""The command ``python -m scheduling.solver`` with too little memory, and the guard over it."""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.generator import year
from benchmarks.measure import measure
from scheduling.domain.ids import Status
from scheduling.domain.rules import violations
from scheduling.exchange.problem_file import read_problem
from scheduling.exchange.solution_file import read_solution
from tests.solver.running import LONG, command, run

MOST_AT_170 = 170  # MB; 145 to 156 are needed, 53 of them by the interpreter with the engines


def test_a_year_of_170_residents_needs_no_more_memory_than_is_documented() -> None:
    used = measure(year(170, 1, interns_open=False))
    assert used.outcome.status is Status.OPTIMAL
    assert used.memory <= MOST_AT_170


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
