"""A schedule that the independent checkers have passed and scored."""

from dataclasses import dataclass

from scheduling.domain.problem import Problem
from scheduling.domain.rules import violations
from scheduling.domain.score import Score, changes, score
from scheduling.domain.solution import Solution

AGREEMENT = 1e-6


class SolverFaultError(RuntimeError):
    """The model and the checkers disagree: a fault of this program, never of the problem."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A legal schedule with its score; ``changes`` counts the resident-sessions that differ from what was published."""

    solution: Solution
    score: Score
    changes: int

    @property
    def objective(self) -> float:
        """What is maximised."""
        return self.score.total

    @property
    def worth(self) -> float:
        """The score, stability apart."""
        return self.score.total - self.score.changed_assignments

    def is_proven_by(self, bound: float) -> bool:
        """Whether no schedule scores more, by this bound and within 1e-6 relative."""
        return bound - self.objective <= AGREEMENT * max(1.0, abs(self.objective))


def check(problem: Problem, solution: Solution, objective: float) -> Checked:
    """A schedule that keeps every rule and scores what the model says, with its plain score; else a fault."""
    for violation in violations(problem, solution):
        raise SolverFaultError(f"the model's schedule breaks a rule: {violation}")
    plain = score(problem, solution)
    if abs(plain.total - objective) > AGREEMENT * max(1.0, abs(plain.total)):
        raise SolverFaultError(f"the model's score {objective} differs from {plain.total}.")
    return Checked(solution, plain, changes(problem, solution))
