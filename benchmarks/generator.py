"""The usual year: variable half-days in two-week rotations, three classes, one program at one site."""

from benchmarks.instances import Open, Shape, build
from scheduling.domain.problem import Problem


def year(residents: int, seed: int, *, interns_open: bool) -> Problem:
    """A year of so many residents; every third is an intern, whose coach is open or drawn like the others'."""
    return build(Shape(residents, seed, open=Open.INTERNS if interns_open else Open.NOBODY))
