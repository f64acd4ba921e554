"""Every family of invented years once: how it ends, how good the answer is, what it took."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from benchmarks.instances import (
    FIFTY_FIFTY,
    STYLES,
    VARIABLE,
    WEEKLY,
    Open,
    Rooms,
    Shape,
    build,
    heavy_interns,
    sized,
    x_plus_y,
)
from benchmarks.measure import gap
from benchmarks.rows import Row, attempted, effort, quality, remark_of, rounded, solved

LIMIT, QUICK_LIMIT = 30.0, 10.0
ROOMS_SHARED = 21  # one in so many residents makes a session worth opening: 8 of 170
HARDER = (
    heavy_interns(170, attendings=0),
    *(sized(700, style=style) for style in (WEEKLY, x_plus_y(4, 1), FIFTY_FIFTY)),
)
TWISTS: tuple[dict[str, object], ...] = (
    {"rooms": Rooms.TIGHT},
    {"rooms": Rooms.LOOSE},
    {"programs": 2, "sites": 1},
    {"programs": 4, "sites": 2},
    {"open": Open.INTERNS},
    {"open": Open.EVERYONE},
    {"offered": True},
)


def family_shapes(residents: int) -> tuple[Shape, ...]:
    """One shape for each style, then variable half-days with one twist each."""
    usual = Shape(residents, attendings=1)
    styles = (replace(usual, style=style) for style in STYLES)
    twists = (replace(usual, style=VARIABLE, **twist) for twist in TWISTS)  # type: ignore[arg-type]
    at_least = replace(usual, min_residents=max(2, residents // ROOMS_SHARED))
    return (*styles, *twists, at_least, heavy_interns(residents))


def family_rows(*, quick: bool) -> Iterator[Row]:
    """One row for each family."""
    limit = QUICK_LIMIT if quick else LIMIT
    shapes = family_shapes(24) if quick else (*family_shapes(170), *HARDER)
    for shape in shapes:
        yield attempted({"residents": shape.residents, "year": shape.name}, partial(_solved, shape, limit))


def _solved(shape: Shape, limit: float) -> Row:
    one = solved(build(shape), limit=limit)
    distance = rounded(gap(one.outcome.objective, one.outcome.bound), 4)
    return quality(one) | {"gap [%]": distance} | effort(one) | remark_of(one)
