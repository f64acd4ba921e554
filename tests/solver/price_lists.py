"""Certificates of random prices, as anybody could write them into a solution file."""

from random import Random
from typing import Any

from scheduling.domain.problem import Problem, Resident

SCALE = 8


def random_certificate(problem: Problem, random: Random, stages: int) -> dict[str, Any]:
    """Prices of the right sign and of a size that matters, in so many stages."""
    return {
        "kind": "prices/2" if problem.decides_faculty else "prices/1",
        "scale": SCALE,
        "stages": [_stage(problem, random) for _ in range(stages)],
    }


def _stage(problem: Problem, random: Random) -> dict[str, Any]:
    """Prices of every kind; some kinds are left out as a whole now and then, so that the others tell."""
    everyone = problem.residents
    presence = {resident.id: _presence(problem, random) for resident in everyone}
    stage = {
        "rooms": {session.id: _price(random) for session in problem.sessions},
        "supervision": {
            program.id: {session.id: _price(random) for session in problem.sessions}
            for program in problem.programs
        },
        "gap": {resident.id: _gaps(problem, resident, random) for resident in everyone},
        "contact": {resident.id: _windows(problem, random) for resident in everyone},
        "pairs": {
            resident.id: {
                coach: [random.randint(-8, 64), random.randint(-24, 24), *_own_windows(problem, random)]
                for coach in problem.candidates_of(resident)
            }
            for resident in everyone
        },
        "panels": {member.id: random.randint(-32, 32) for member in problem.faculty},
        **({"presence": presence} if problem.decides_faculty else {}),
    }
    left_out = random.choice((set(), set(stage) - {"pairs", "presence"}, set(stage) - {"presence"}))
    return {kind: {} if kind in left_out else prices for kind, prices in stage.items()}


def _presence(problem: Problem, random: Random) -> dict[str, list[list[Any]]]:
    """Prices for whatever presence is to be decided, also of faculty whom the resident never meets."""
    return {
        member.id: [
            [session, random.randint(0, 64)]
            for session in sorted({*member.sessions, *member.offered} - {*member.present})
            if random.random() < 0.7
        ]
        for member in problem.faculty
    }


def _price(random: Random) -> int:
    return random.choice((0, 0, random.randint(0, 64)))


def _gaps(problem: Problem, resident: Resident, random: Random) -> list[list[int]]:
    length = problem.rules.max_gap_weeks
    listed = {week.week for week in resident.weeks if week.sessions}
    firsts = [f for f in range(problem.weeks - length + 1) if not listed.isdisjoint(range(f, f + length))]
    return [[first, random.randint(0, 24)] for first in firsts]


def _windows(problem: Problem, random: Random) -> list[list[int]]:
    firsts = range(problem.weeks - problem.rules.contact_window_weeks + 1)
    return [[first, random.randint(0, 48)] for first in firsts]


def _own_windows(problem: Problem, random: Random) -> list[list[list[int]]]:
    return random.choice(([], [_windows(problem, random)]))
