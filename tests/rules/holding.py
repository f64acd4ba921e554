"""Asking the model about one schedule: everything is pinned to it."""

from dataclasses import replace

from scheduling.domain.problem import Pins, Problem
from scheduling.domain.solution import Solution


def held_to(problem: Problem, solution: Solution) -> Problem:
    """The same problem, in which exactly this schedule and these pairs are left to find."""
    residents = tuple(replace(r, coach=solution.coach[r.id], coach_fixed=True) for r in problem.residents)
    options = {(r.id, s) for r in problem.residents for week in r.weeks for s in week.sessions}
    attended = {(who, what) for who, sessions in solution.assignments.items() for what in sessions}
    pins = Pins(problem.pins.attend | attended, problem.pins.avoid | (options - attended))
    return replace(problem, residents=residents, pins=pins)
