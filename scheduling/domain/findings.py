"""What a schedule comes to, in figures that people compare: together, attainable, the lowest share, cells that differ."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduling.domain.attainable import attainable
from scheduling.domain.calendar import HalfDay
from scheduling.domain.ids import ResidentId, SessionId
from scheduling.domain.overlap import overlapping, presence
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution

Cells = Mapping[tuple[ResidentId, HalfDay], SessionId]


@dataclass(frozen=True, slots=True)
class Reach:
    """How often resident and coach are together, and how often they could be, rooms ignored."""

    together: int
    attainable: int

    @property
    def share(self) -> float:
        """Together of attainable; whole where nothing is attainable."""
        return self.together / self.attainable if self.attainable else 1.0


@dataclass(frozen=True, slots=True)
class Findings:
    """The figures of one schedule; ``cells`` and ``people`` count what differs from the schedule it began from."""

    reach: Mapping[ResidentId, Reach]
    cells: int
    people: int

    @property
    def together(self) -> int:
        """Half-days together of everybody."""
        return sum(one.together for one in self.reach.values())

    @property
    def attainable(self) -> int:
        """The sum of everybody's own ceiling."""
        return sum(one.attainable for one in self.reach.values())

    @property
    def lowest(self) -> tuple[ResidentId, float] | None:
        """Who reaches the least share of their own ceiling; None without residents."""
        shares = ((who, one.share) for who, one in self.reach.items())
        return min(shares, key=lambda found: found[1], default=None)


def findings(problem: Problem, solution: Solution) -> Findings:
    """The figures of a schedule that knows everybody's coach."""
    there = presence(problem, solution.precepting)
    reach = {}
    for resident in problem.residents:
        coach = solution.coach[resident.id]
        attended = solution.assignments.get(resident.id, ())
        met = len(overlapping(problem, there, resident, coach, attended))
        reach[resident.id] = Reach(met, attainable(problem, resident, coach, solution.precepting))
    differing = _moved(problem, solution)
    return Findings(reach, len(differing), len({who for who, _ in differing}))


def _moved(problem: Problem, solution: Solution) -> set[tuple[ResidentId, HalfDay]]:
    if problem.published is None:
        return set()
    return differing_cells(cells_of(problem, problem.published), cells_of(problem, solution.assignments))


def cells_of(problem: Problem, assignments: Mapping[ResidentId, tuple[SessionId, ...]]) -> Cells:
    """Who attends what on which half-day, of the sessions that the problem knows."""
    known = problem.session_by_id
    return {
        (who, known[key].half_day): key
        for who, sessions in assignments.items()
        for key in sessions
        if key in known
    }


def differing_cells(one: Cells, other: Cells) -> set[tuple[ResidentId, HalfDay]]:
    """Where two schedules do not say the same of a resident's half-day."""
    return {cell for cell in one.keys() | other.keys() if one.get(cell) != other.get(cell)}
