"""An invented year put together: residents' chances, then rooms by what the yearly minima need, then who coaches whom."""

from dataclasses import replace
from random import Random

from benchmarks.instances.clinics import Household, households, open_clinics
from benchmarks.instances.people import draw_coaches, draw_residents
from benchmarks.instances.shape import Shape
from benchmarks.instances.week import FIRST_MONDAY, Chance
from scheduling.domain.ids import Decision
from scheduling.domain.problem import Problem, Program

SUPERVISION_RATIO = 4


def build(shape: Shape) -> Problem:
    """The year of a shape. Raises `ProblemError` if it asks for what this version does not know."""
    random = Random(shape.seed)  # noqa: S311  invented data, not secrets
    chances = [shape.style.weeks(random, number, shape.weeks) for number in range(shape.residents)]
    least = [_least(shape, one) for one in chances]
    homes = households(shape)
    sessions = open_clinics(shape, random, homes, least)
    faculty = draw_coaches(shape, random, homes)
    residents = draw_residents(shape, random, homes, chances, least)
    if shape.min_residents:
        sessions = tuple(replace(session, min_residents=shape.min_residents) for session in sessions)
    return Problem(
        name=f"{shape.residents} residents, seed {shape.seed}, {shape.name}",
        first_monday=FIRST_MONDAY,
        weeks=shape.weeks,
        decide=_decide(shape),
        programs=_programs(homes),
        sessions=sessions,
        faculty=faculty,
        residents=residents,
    )


def _least(shape: Shape, chances: tuple[Chance, ...]) -> int:
    return round(shape.style.least_share * sum(chance.rotation.max for chance in chances))


def _decide(shape: Shape) -> frozenset[Decision]:
    offered = (Decision.FACULTY_SESSIONS,) if shape.offered else ()
    return frozenset((Decision.SESSIONS, Decision.PAIRING, *offered))


def _programs(homes: list[Household]) -> tuple[Program, ...]:
    return tuple(Program(home.program, SUPERVISION_RATIO) for home in homes)
