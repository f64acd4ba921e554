"""What this project promises of its solver, each promise beside what was measured."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.instances import Open, Shape, build, heavy_interns, sized
from benchmarks.measure import Measurement
from benchmarks.rows import REFUSED, REMARK, Row, attempted, rounded, solved

MEMORY_MB = 600
FIRST_LINE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Promise:
    """``measured`` gives a figure that is to be at most ``target``; None if it was never reached."""

    words: str
    target: float
    unit: str
    measured: Callable[[Measurement], float | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """A year and what is promised of its solve; the solve ends after ``limit`` seconds."""

    shape: Shape
    limit: float
    promises: tuple[Promise, ...]
    runs: int = 1


def proven(seconds: float) -> Promise:
    """Proven optimal in time."""
    return Promise("proven optimal within", seconds, "s", lambda run: run.seconds if run.proven else None)


def gap_at(seconds: float, percent: float) -> Promise:
    """The gap between schedule and bound at a time."""
    return Promise(f"gap after {seconds:g} s", percent, "%", lambda run: run.gap_at(seconds))


def done(seconds: float) -> Promise:
    """The search ends by itself."""
    return Promise("done within", seconds, "s", lambda run: run.seconds)


def first(seconds: float) -> Promise:
    """The first legal schedule."""
    return Promise("first legal schedule within", seconds, "s", lambda run: run.first_schedule)


def first_line() -> Promise:
    """From the start of the interpreter to the first line of progress."""
    return Promise(
        "first line of progress within",
        FIRST_LINE_SECONDS,
        "s",
        lambda run: run.moments[0].seconds if run.moments else None,
    )


def memory() -> Promise:
    """The peak memory of the process."""
    return Promise("memory below", MEMORY_MB, "MB", lambda run: run.memory)


INTERNS, EVERYONE = Open.INTERNS, Open.EVERYONE
BARS = (
    Bar(Shape(60), 30, (proven(2),), runs=3),
    Bar(Shape(60, open=INTERNS), 30, (done(10),)),
    Bar(Shape(170), 60, (proven(3), first(2), first_line()), runs=3),
    Bar(sized(700), 60, (proven(12), memory()), runs=3),
    Bar(heavy_interns(170), 60, (proven(15),)),
    Bar(Shape(170, min_residents=8), 60, (proven(30),)),
    Bar(Shape(170, open=INTERNS), 120, (first(2), gap_at(30, 0.1), gap_at(120, 0.02))),
    Bar(sized(700, open=INTERNS), 150, (gap_at(150, 0.1),)),
    Bar(Shape(170, open=EVERYONE), 300, (first(2), gap_at(60, 0.5), gap_at(300, 0.1))),
    Bar(Shape(170, offered=True), 300, (gap_at(300, 0.5),)),
)
QUICK = (
    Bar(Shape(60), 30, (proven(2), first_line())),
    Bar(Shape(60, open=INTERNS), 15, (done(10),)),
    Bar(Shape(170), 30, (proven(3), first(2))),
    Bar(Shape(170, min_residents=8), 30, (proven(30),)),
    Bar(Shape(60, offered=True), 15, (gap_at(15, 0.5),)),
)


def bar_rows(*, quick: bool) -> Iterator[Row]:
    """One row for each promise; the promises of one year are measured on one run."""
    for bar in QUICK if quick else BARS:
        yield from rows_of(bar)


def rows_of(bar: Bar) -> list[Row]:
    """The rows of one year; all have the same remark if it could not be solved."""
    runs: list[Measurement] = []

    def run() -> Row:
        runs.append(solved(build(bar.shape), limit=bar.limit, runs=bar.runs))
        return {}

    labels: Row = {"residents": bar.shape.residents, "year": bar.shape.name}
    failed = attempted({}, run)
    if str(failed.get(REMARK, "")).startswith(REFUSED):
        failed["met"] = REFUSED
    return [labels | _kept(promise, runs[0] if runs else None) | failed for promise in bar.promises]


def _kept(promise: Promise, run: Measurement | None) -> Row:
    row: Row = {"promise": promise.words, "target": promise.target, "measured": None, "unit": promise.unit}
    if run is None:
        return row | {"met": "no"}
    measured = promise.measured(run)
    met = measured is not None and measured <= promise.target
    told: Row = {"measured": rounded(measured), "met": "yes" if met else "no"}
    told |= {"processor [s]": rounded(run.processor), "memory [MB]": round(run.memory)}
    return row | told | ({} if measured is not None else {REMARK: f"not reached: {run.outcome.status.value}"})
