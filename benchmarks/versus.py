"""The solver beside other ways to make a schedule, on the same years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.instances import WEEKLY, Open, Shape, build, x_plus_y
from benchmarks.measure import SOLVER, gap
from benchmarks.rivals import RIVALS
from benchmarks.rows import Row, attempted, effort, quality, remark_of, rounded, solved
from scheduling.domain.problem import Problem

LONG, SHORT = 60.0, 20.0  # seconds of time limit: for engines that prove, and for those that relax
LIMITS = {"cp-sat": LONG, "scip": 30.0}
OURSELVES = "this solver"


@dataclass(frozen=True, slots=True)
class Match:
    """A year, and who tries it."""

    shape: Shape
    rivals: Sequence[str]


MATCHES = (
    Match(Shape(170), tuple(RIVALS)),
    Match(Shape(170, style=WEEKLY), tuple(RIVALS)),
    Match(Shape(170, style=x_plus_y(4, 1)), tuple(RIVALS)),
    Match(Shape(170, open=Open.INTERNS), ("cp-sat",)),
)
QUICK_SECONDS = 5.0
QUICK = (Match(Shape(60, attendings=1), tuple(RIVALS)), Match(Shape(24, open=Open.INTERNS), ("cp-sat",)))


def versus_rows(*, quick: bool) -> Iterator[Row]:
    """For each year the solver's row, then its rivals'; all gaps are to the solver's certified bound."""
    for match in QUICK if quick else MATCHES:
        yield from rows_of(match, QUICK_SECONDS if quick else None)


def rows_of(match: Match, seconds: float | None) -> Iterator[Row]:
    """The rows of one year; ``seconds`` is everyone's time limit, None the usual ones."""
    problem = build(match.shape)
    own = _row(match.shape, problem, OURSELVES, seconds or LONG, None)
    yield own
    bound = own.get("bound")
    certified = bound if isinstance(bound, float) else None
    for rival in match.rivals:
        yield _row(match.shape, problem, rival, seconds or LIMITS.get(rival, SHORT), certified)


def _row(shape: Shape, problem: Problem, who: str, limit: float, certified: float | None) -> Row:
    command = SOLVER if who == OURSELVES else ("benchmarks.rivals", who)

    def run() -> Row:
        one = solved(problem, limit=limit, command=command)
        bound = one.outcome.bound if certified is None else certified
        distance = rounded(gap(one.outcome.objective, bound), 4)
        return quality(one) | {"gap to certified [%]": distance} | effort(one) | remark_of(one)

    return attempted({"residents": shape.residents, "year": shape.name, "who": who, "limit [s]": limit}, run)
