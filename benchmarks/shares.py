"""Where the time of a solve goes, and how the whole compares with the bare engine on the same arrays."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from benchmarks.instances import WEEKLY, Shape, build, sized, x_plus_y
from benchmarks.measure import Measurement
from benchmarks.rows import Row, attempted, rounded, solved
from scheduling.solver import Stage

YEARS = (Shape(60), Shape(170), Shape(170, style=WEEKLY), Shape(170, style=x_plus_y(4, 1)), sized(700))
QUICK = (Shape(60), Shape(170))
LIMIT = 60.0


def share_rows(*, quick: bool) -> Iterator[Row]:
    """One row for each year, pairing given."""
    for shape in QUICK if quick else YEARS:
        yield attempted(
            {"residents": shape.residents, "year": shape.name},
            partial(_shares, shape, 1 if quick else 3),
        )


def _shares(shape: Shape, runs: int) -> Row:
    problem = build(shape)
    whole = solved(problem, limit=LIMIT, runs=runs)
    bare = solved(problem, limit=LIMIT, runs=runs, command=("benchmarks.rivals", "highs"))
    engine = bare.outcome.seconds["engine"]
    ratio: Row = {"engine alone [s]": engine, "whole [s]": rounded(whole.seconds)}
    return ratio | {"ratio": rounded(whole.seconds / max(engine, 0.001), 2)} | dict(steps(whole))


def steps(run: Measurement) -> Iterator[tuple[str, float]]:
    """The seconds between the lines that a solve writes on its way; they sum to the whole."""
    marks = [
        0.0,
        *(_first(run, stage) for stage in (Stage.READ, Stage.BUILD, Stage.FIRST_SCHEDULE, Stage.CHECK)),
    ]
    written = marks[1] + run.outcome.seconds["total"]
    marks += [max(marks[-1], min(written, run.seconds)), run.seconds]
    names = ("start", "read", "build", "solve", "check", "write")
    for name, (before, after) in zip(names, pairwise(marks), strict=True):
        yield f"{name} [s]", round(after - before, 3)


def _first(run: Measurement, stage: Stage) -> float:
    return next(moment.seconds for moment in run.moments if moment.stage == stage.value)
