"""``python -m benchmarks``: measure the solver on invented years; write docs/benchmarks.md and docs/benchmarks.json."""

import argparse
import sys
import time
from pathlib import Path

from benchmarks.golden import write_golden
from benchmarks.machine import load, machine
from benchmarks.measure import PROJECT
from benchmarks.page import PLOT, page
from benchmarks.parts import PARTS
from benchmarks.plot import growth_svg
from benchmarks.rows import REMARK, Row
from benchmarks.store import Measured, read_figures, write_figures

DOCS = PROJECT / "docs"
TRIED = PROJECT / "var" / "benchmarks"


def main(arguments: list[str]) -> int:
    """Measure what was asked for, part by part; each is written as soon as it is done."""
    options = _options(arguments)
    if options.golden:
        return write_golden()
    folder = options.folder or (TRIED if options.quick else DOCS)
    figures = folder / "benchmarks.json"
    if not options.page:
        for name in options.only or PARTS:
            measured = measure_part(name, quick=options.quick)
            write_figures(figures, read_figures(figures) | {name: measured})
            write_page(folder)
    write_page(folder)
    sys.stdout.write(f"{folder / 'benchmarks.md'}\n")
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=sorted(PARTS), metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="small sizes, about three minutes")
    parser.add_argument(
        "--page", action="store_true", help="measure nothing; write the page from its figures"
    )
    parser.add_argument("--folder", type=Path, help="where to write, instead of docs/")
    parser.add_argument("--golden", action="store_true", help="write the golden cases of the tests anew")
    return parser.parse_args(arguments)


def measure_part(name: str, *, quick: bool) -> Measured:
    """The rows of a part, printed as they come; a part that breaks keeps the rows it had and says why."""
    began, busy = time.monotonic(), load()
    sys.stdout.write(f"\n{name}: {PARTS[name].title}\n")
    rows: list[Row] = []
    try:
        for row in PARTS[name].rows(quick=quick):
            rows.append(row)
            sys.stdout.write("  " + ", ".join(f"{key} {value}" for key, value in row.items()) + "\n")
            sys.stdout.flush()
    except Exception as fault:  # noqa: BLE001  the other parts go on
        rows.append({REMARK: f"{type(fault).__name__}: {fault}"})
    return Measured(machine(), busy, quick, round(time.monotonic() - began, 1), rows)


def write_page(folder: Path) -> None:
    """The page and its drawing from the figures beside them."""
    measured = read_figures(folder / "benchmarks.json")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "benchmarks.md").write_text(page(measured), encoding="utf-8")
    if "growth" in measured:
        (folder / PLOT).parent.mkdir(exist_ok=True)
        (folder / PLOT).write_text(growth_svg(measured["growth"].rows), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
