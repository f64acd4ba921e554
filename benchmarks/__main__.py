"""``python -m benchmarks``: measure the solver on generated years; write docs/benchmarks.md and docs/benchmarks.json."""

import argparse
import json
import os
import platform
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks.advice import advice_section
from benchmarks.generator import year
from benchmarks.measure import Measurement, measure

DOCS = Path(__file__).parent.parent / "docs"
SEED = 1
TARGETS = {(60, False): 2.0, (60, True): 10.0, (170, False): 5.0, (170, True): 30.0}
MOST_MEMORY = 600
ADVICE_RESIDENTS = 170


@dataclass(frozen=True, slots=True)
class Row:
    """The median of several runs of one instance."""

    residents: int
    pairing: str
    status: str
    objective: float
    overlap: float
    bound: float
    gap_percent: float
    first_schedule_seconds: float
    seconds: float
    processor_seconds: float
    target_seconds: float
    memory_mb: float
    runs: int


def main() -> int:
    """Measure every row, print it, and write both files."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="runs of each row; the median is reported")
    parser.add_argument(
        "--advice", action="store_true", help="only ask for advice on a schedule; write nothing"
    )
    arguments = parser.parse_args()
    advice = advice_section(ADVICE_RESIDENTS, SEED)
    sys.stdout.write(advice)
    if arguments.advice:
        return 0
    runs = arguments.runs
    rows = []
    for (residents, interns_open), target in TARGETS.items():
        rows.append(_row(residents, runs, target, interns_open=interns_open))
        sys.stdout.write(_line(rows[-1]) + "\n")
        sys.stdout.flush()
    machine = _machine()
    content = {"machine": machine, "rows": [asdict(row) for row in rows]}
    (DOCS / "benchmarks.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    (DOCS / "benchmarks.md").write_text(_page(machine, rows) + advice, encoding="utf-8")
    return 0


def _row(residents: int, runs: int, target: float, *, interns_open: bool) -> Row:
    found = [measure(year(residents, SEED, interns_open=interns_open)) for _ in range(runs)]
    if len({(one.objective, one.bound) for one in found}) > 1:
        raise RuntimeError(f"{residents} residents: runs of one seed differ.")
    first: Measurement = found[0]
    return Row(
        residents=residents,
        pairing="interns open" if interns_open else "given",
        status=first.status.value,
        objective=first.objective,
        overlap=first.overlap,
        bound=first.bound,
        gap_percent=round(100 * first.gap, 3),
        first_schedule_seconds=round(median(one.first_schedule for one in found), 2),
        seconds=round(median(one.seconds for one in found), 2),
        processor_seconds=round(median(one.processor for one in found), 2),
        target_seconds=target,
        memory_mb=round(median(one.memory for one in found)),
        runs=runs,
    )


def _machine() -> dict[str, str]:
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "load before the first run": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        "ortools": version("ortools"),
        "numpy": version("numpy"),
    }


def _processor() -> str:
    """The processor's name where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def _line(row: Row) -> str:
    return (
        f"| {row.residents} | {row.pairing} | {row.status} | {row.objective:g} | {row.overlap:g} | {row.bound:g} "
        f"| {row.gap_percent:.3f} % | {row.first_schedule_seconds:.2f} s | {row.seconds:.2f} s "
        f"| {row.processor_seconds:.2f} s | {row.target_seconds:g} s | {row.memory_mb:g} MB |"
    )


def _page(machine: dict[str, str], rows: list[Row]) -> str:
    head = (
        "# Benchmarks of the solver\n\n"
        "Written by `make bench`; the figures beside it are in `benchmarks.json`. Years are invented by\n"
        f"`benchmarks/generator.py` (variable half-days, 52 weeks, seed {SEED}). Each row is the median of {rows[0].runs} runs of\n"
        "`python -m scheduling.solver`, from file to file in a process of its own. Memory is the peak of that process;\n"
        f"the target is below {MOST_MEMORY} MB.\n\n"
        + "".join(f"- {key}: {value}\n" for key, value in machine.items())
        + "\n| residents | pairing | status | objective | overlap part | certified bound | gap | first schedule | wall | processor | target | memory |\n"
        + "|" + "---|" * 12 + "\n"
    )  # fmt: skip
    return head + "".join(_line(row) + "\n" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
