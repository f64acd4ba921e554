"""How time and memory grow with residents and weeks, pairing given."""

from collections.abc import Iterator
from functools import partial

from benchmarks.instances import build, sized
from benchmarks.rows import Row, attempted, effort, remark_of, solved

SIZES, QUICK_SIZES = (24, 60, 170, 700, 2500), (24, 60, 170)
WEEKS, QUICK_WEEKS = (13, 26, 52), (13, 52)
LIMIT = 150.0
REPEATED = 170  # up to so many residents a row is the middle of three runs


def growth_rows(*, quick: bool) -> Iterator[Row]:
    """One row for each size and length."""
    for weeks in QUICK_WEEKS if quick else WEEKS:
        for residents in QUICK_SIZES if quick else SIZES:
            runs = 1 if quick or residents > REPEATED else 3
            yield attempted(
                {"residents": residents, "weeks": weeks},
                partial(_grown, residents, weeks, runs),
            )


def _grown(residents: int, weeks: int, runs: int) -> Row:
    shape = sized(residents, weeks=weeks)
    problem = build(shape)
    options = sum(len(week.sessions) for one in problem.residents for week in one.weeks)
    one = solved(problem, limit=LIMIT, runs=runs)
    told: Row = {"programs": shape.programs, "choices": options, "status": one.outcome.status.value}
    return told | effort(one) | remark_of(one)
