"""One solve as its users run it: its own process, from file to file, with wall time and peak memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from resource import struct_rusage

from scheduling.domain.ids import Status
from scheduling.domain.problem import Problem
from scheduling.domain.score import score
from scheduling.exchange.problem_file import write_problem
from scheduling.exchange.solution_file import read_solution

KIB = 1024
PROJECT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one run took and reached; seconds of wall and of processor time, peak memory in MB."""

    status: Status
    objective: float
    overlap: float
    bound: float
    first_schedule: float
    seconds: float
    processor: float
    memory: float

    @property
    def gap(self) -> float:
        """How far the bound lies above the score, as a share of the bound."""
        return (self.bound - self.objective) / max(abs(self.bound), 1.0)


def measure(problem: Problem) -> Measurement:
    """Solve a problem by the command. Raises `RuntimeError` if it wrote no schedule."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "problem.json", Path(folder) / "solution.json"
        source.write_text(write_problem(problem), encoding="utf-8")
        lines, seconds, usage = _run(source, target)
        outcome = read_solution(target.read_bytes())
    if outcome.solution is None or outcome.objective is None or outcome.bound is None:
        raise RuntimeError(f"{problem.name}: {outcome.status}")
    reports = [json.loads(line) for line in lines]
    return Measurement(
        status=outcome.status,
        objective=outcome.objective,
        overlap=score(problem, outcome.solution).overlap,
        bound=outcome.bound,
        first_schedule=next(report["seconds"] for report in reports if report["objective"] is not None),
        seconds=seconds,
        processor=usage.ru_utime + usage.ru_stime,
        memory=usage.ru_maxrss / KIB,
    )


def _run(source: Path, target: Path) -> tuple[list[str], float, struct_rusage]:
    """The lines of progress, the seconds and the use of resources of one command."""
    began = time.monotonic()
    command = [sys.executable, "-m", "scheduling.solver", str(source), "--out", str(target)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=PROJECT)
    assert process.stderr is not None
    lines = process.stderr.read().splitlines()
    process.stderr.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return lines, time.monotonic() - began, usage
