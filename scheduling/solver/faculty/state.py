"""What the search for half-days carries from step to step."""

from dataclasses import dataclass

from scheduling.solver.array_building import with_precepting
from scheduling.solver.arrays import Bools, Ints, ProblemArrays
from scheduling.solver.certify import grid
from scheduling.solver.faculty.scope import scope_of
from scheduling.solver.pairs import pair_table
from scheduling.solver.progress import Run
from scheduling.solver.schedule import ScheduleAnswer
from scheduling.solver.state import Search


@dataclass(frozen=True, slots=True)
class Plan:
    """Half-days (by unit of the offers) and a coach for everyone, with their schedule; ``objective`` counts the pairs."""

    units: Bools
    coach: Ints
    answer: ScheduleAnswer
    objective: float
    loose: bool  # the schedule is legal, but perhaps not the best under these half-days and pairs


class FacultySearch:
    """A run in which faculty's half-days are decided, everything that is known before any prices, and the best plan."""

    def __init__(self, run: Run, arrays: ProblemArrays) -> None:
        self.run, self.arrays = run, arrays
        self.scope = scope_of(arrays)
        self.whole = Search(run, self.scope.arrays, self.scope.table, grid(run.problem))
        self.best: Plan | None = None

    @property
    def ended(self) -> bool:
        """Whether nothing is left to do."""
        return self.run.over or self.run.closed

    def at(self, units: Bools, *, all_pairs: bool = False) -> Search:
        """The search for pairs and schedule under some half-days; ``all_pairs``: their pairs are to be valued too."""
        arrays = with_precepting(self.arrays, self.scope.offers.precepts(units))
        table = pair_table(arrays) if all_pairs else self.scope.table
        return Search(self.run, arrays, table, self.whole.step, partial=True)

    def schedule(self, units: Bools, coach: Ints, *, thorough: bool = False) -> ScheduleAnswer:
        """The schedule under some half-days and pairs, offered to the run and kept if it is the best."""
        state = self.at(units)
        answer = state.schedule(coach, thorough=thorough)
        if answer.attended is not None and answer.objective is not None:
            objective = answer.objective + state.arrays.pair_worth(coach)
            if self.best is None or objective > self.best.objective:
                self.best = Plan(units, coach, answer, objective, state.loose)
        return answer
