"""How different the alternatives to a best schedule are, what they give up, and how long they take to find."""

import time
from dataclasses import dataclass

from benchmarks.generator import year
from scheduling.solver import solve
from scheduling.solver.alternatives import alternatives

COUNT = 3
WITHIN = 0.01


@dataclass(frozen=True, slots=True)
class Choice:
    """One alternative to the best schedule of a generated year; ``attended`` counts all that is attended in it.

    ``processor_seconds`` is its share of finding all of them.
    """

    residents: int
    attended: int
    differs: int
    differs_least: int
    loss: float
    processor_seconds: float


def choices(residents: int, seed: int) -> list[Choice]:
    """The alternatives to the best schedule of a year with its pairing given."""
    problem = year(residents, seed, interns_open=False)
    outcome = solve(problem)
    if outcome.objective is None:
        raise RuntimeError(f"{problem.name}: {outcome.status}")
    spent = time.process_time()
    found = alternatives(problem, outcome, COUNT, WITHIN)
    spent = time.process_time() - spent
    return [
        Choice(
            residents=residents,
            attended=sum(map(len, one.solution.assignments.values())),
            differs=one.differs,
            differs_least=one.differs_least,
            loss=(outcome.objective - one.objective) / outcome.objective,
            processor_seconds=round(spent / len(found), 2),
        )
        for one in found
    ]
