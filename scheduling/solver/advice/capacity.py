"""What sessions hold, in whole numbers whatever residents weigh."""

from collections import Counter
from fractions import Fraction
from math import lcm

from scheduling.domain.ids import ProgramId, SessionId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.solver.advice.facts import Person


class Capacity:
    """How many residents each session holds, and how much of their weight each program's faculty may supervise."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        ratios = {program.id: Fraction(str(program.supervision_ratio)) for program in problem.programs}
        loads = {week.supervision_weight for resident in problem.residents for week in resident.weeks}
        weights = {load: Fraction(str(load)) for load in loads}
        scale = lcm(*(one.denominator for one in (*ratios.values(), *weights.values())))
        self._ratios = {program: int(ratio * scale) for program, ratio in ratios.items()}
        self._weights = {load: int(weight * scale) for load, weight in weights.items()}
        self._one = scale
        self.supervised: Counter[tuple[SessionId, ProgramId]] = Counter()
        for member in problem.faculty:
            for session in set(solution.precepting.get(member.id, ())):
                self.supervised[session, member.program] += self._ratios[member.program]

    def ratio(self, program: ProgramId) -> int:
        """What one faculty member may supervise, in the units of ``supervised``."""
        return self._ratios[program]

    def weight(self, person: Person, week: int) -> int:
        """What a resident weighs in a week, in the units of ``supervised``."""
        listed = person.weeks.get(week)
        return self._one if listed is None else self._weights[listed.supervision_weight]
