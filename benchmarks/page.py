"""The page ``benchmarks.md`` from stored figures: nothing is measured here."""

from collections.abc import Iterator, Mapping, Sequence

from benchmarks.parts import PARTS
from benchmarks.rows import REMARK, Figure, Row
from benchmarks.store import Measured

HEAD = """# Benchmarks of the solver

Written by `make bench`; the figures are in `benchmarks.json` beside this page. All years are invented by
`benchmarks/instances/`: the same shape and seed give the same year everywhere. Every solve is a command in a process of
its own, from file to file. A row that could not be measured says why in its last column.

- **score** is what a schedule earns, **bound** what no legal schedule can exceed, **gap** the difference over the bound.
- **first legal** is the time to the first schedule that keeps every rule, **proof** the time to a proven best one.
- **wall** is the time that passed, **processor** the time that was worked; a busy machine raises the first. **memory** is
  the peak of the process.

`python -m benchmarks` measures everything in at most about {minutes:.0f} minutes; `--only NAME...` measures some parts
again and leaves the others as they are; `--page` only writes this page anew; `--quick` tries everything at
small sizes in about three minutes and writes to `var/benchmarks/`.
"""
PLOT = "images/benchmarks-growth.svg"
NONE_YET = "Not measured yet.\n"


def page(measured: Mapping[str, Measured]) -> str:
    """All parts in their order; those that were not measured say so."""
    sections = [HEAD.format(minutes=sum(part.minutes for part in PARTS.values()))]
    machines = [one.machine for one in measured.values()]
    shared = machines[0] if machines and all(one == machines[0] for one in machines) else None
    if shared is not None:
        sections.append("## The machine\n\n" + _machine(shared))
    for name, part in PARTS.items():
        sections.append(f"## {part.title}\n\n{part.words.strip()}\n")
        if name not in measured:
            sections.append(NONE_YET)
            continue
        sections += _figures(name, measured[name], told=shared is not None)
    return "\n".join(sections)


def _figures(name: str, one: Measured, *, told: bool) -> Iterator[str]:
    how = "the quick form, " if one.quick else ""
    yield f"Part `{name}`: {how}{one.seconds:.0f} s in all; load before it {one.load}.\n"
    if not told:
        yield _machine(one.machine)
    if name == "growth":
        yield f"![Time and memory over residents, for three lengths of year]({PLOT})\n"
    yield table(one.rows)


def _machine(machine: Mapping[str, str]) -> str:
    return "".join(f"- {key}: {value}\n" for key, value in machine.items())


def table(rows: Sequence[Row]) -> str:
    """Rows as a table; columns in the order in which they come first, remarks last."""
    columns = list(dict.fromkeys(column for row in rows for column in row if column != REMARK))
    columns += [REMARK] if any(REMARK in row for row in rows) else []
    lines = [
        columns,
        ["---"] * len(columns),
        *([_cell(row.get(column)) for column in columns] for row in rows),
    ]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def _cell(figure: Figure) -> str:
    if figure is None:
        return ""
    if isinstance(figure, float):
        return f"{figure:.10g}"
    return str(figure).replace("|", "\\|")
