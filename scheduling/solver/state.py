"""What the search carries from step to step, and how a pairing becomes a checked schedule."""

from dataclasses import dataclass, field

import numpy as np

from scheduling.domain.solution import Solution
from scheduling.solver.arrays import Bools, Floats, Ints, ProblemArrays, precepting_of
from scheduling.solver.certificate import StagePrices
from scheduling.solver.certify import on_grid, proves
from scheduling.solver.few_changes import with_few_changes
from scheduling.solver.pairs import PairTable
from scheduling.solver.progress import Certificate, Run
from scheduling.solver.schedule import BuiltSchedule, ScheduleAnswer, best_schedule, build_schedule


@dataclass(slots=True)
class Search:
    """A run with its arrays, the pairs that are left and the pairings that have been scheduled already.

    Under the pairings in ``spared`` few changes were asked for. ``dropped`` holds the prices at which pairs turned out to
    be in no better schedule, in the order of dropping.
    """

    run: Run
    arrays: ProblemArrays
    table: PairTable
    step: float | None
    tried: dict[bytes, float] = field(default_factory=dict)
    spared: set[bytes] = field(default_factory=set)
    dropped: tuple[StagePrices, ...] = ()
    best_coach: Ints | None = None
    partial: bool = False  # more is open than is searched here, so that bounds found here say nothing
    loose: bool = False  # the best schedule is legal, but perhaps not the best under its pairing

    def schedule(self, coach: Ints, *, thorough: bool) -> ScheduleAnswer:
        """A schedule under a pairing, the best one if ``thorough``; it is offered to the run."""
        # Where half-days may still move, rows that others imply today carry prices that tell what moving them is worth.
        built = build_schedule(self.arrays, coach, lean=not self.partial)
        answer = best_schedule(built, self.run.deadline, self.run.limits.seed, thorough=thorough)
        if answer.attended is not None and answer.objective is not None:
            objective = answer.objective + self.arrays.pair_worth(coach) + self.arrays.constant
            self.tried[coach.tobytes()] = objective
            if self._offer(built, answer.attended, objective):
                self.best_coach = coach
                self.loose = not thorough and not proves(answer.objective, answer.bound)
        return answer

    def _offer(self, built: BuiltSchedule, attended: Bools, objective: float) -> bool:
        """Offer the run a schedule, and if it is the best and has many changes, the best with few under its pairing."""
        run, coach = self.run, built.coach
        if not run.offer(solution_of(self.arrays, coach, attended), objective):
            return False
        if run.moves_too_much and coach.tobytes() not in self.spared:
            self.spared.add(coach.tobytes())
            fewer = with_few_changes(built, run.deadline, run.limits)
            if fewer.attended is not None and fewer.objective is not None:
                worth = fewer.objective + self.arrays.pair_worth(coach) + self.arrays.constant
                run.offer_few_changes(solution_of(self.arrays, coach, fewer.attended), worth)
        return True

    def hopeful(self, bound: float, loss: Floats) -> Bools:
        """Pairs whose loss leaves room for a better schedule; the score's grid says how much better it must be."""
        assert self.run.objective is not None
        least = self.run.objective - self.arrays.constant + (self.step or 0.0)
        slack = 1e-6 * max(1.0, abs(least))
        found: Bools = bound - loss >= least - slack
        return found

    def bound(self, bound: float, certificate: Certificate | None = None) -> None:
        """Tell the run a bound on the model's objective over all pairings, and the prices that prove it, if any do."""
        if self.partial:
            return
        self.run.bound_by(on_grid(bound, self.step) + self.arrays.constant, certificate)


def solution_of(arrays: ProblemArrays, coach: Ints, attended: Bools) -> Solution:
    """A pairing and the attended options with their ids."""
    problem = arrays.problem
    assignments: list[list[int]] = [[] for _ in problem.residents]
    for option in np.flatnonzero(attended):
        assignments[arrays.options.resident[option]].append(int(arrays.options.session[option]))
    return Solution(
        coach={
            resident.id: problem.faculty[number].id
            for resident, number in zip(problem.residents, coach, strict=True)
        },
        assignments={
            resident.id: tuple(problem.sessions[session].id for session in sessions)
            for resident, sessions in zip(problem.residents, assignments, strict=True)
        },
        precepting=precepting_of(arrays),
    )
