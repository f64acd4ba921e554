"""The score of a schedule in plain arithmetic: the same sum that the solver's model maximises, computed anew."""

from dataclasses import dataclass

from scheduling.domain.ids import FacultyId, SessionId
from scheduling.domain.overlap import (
    Presence,
    contact_windows,
    overlapping,
    piece_lengths,
    presence,
)
from scheduling.domain.problem import Problem, Resident
from scheduling.domain.solution import Solution


@dataclass(frozen=True, slots=True)
class Score:
    """The parts of a score, each with its sign; ``total`` is the objective that is reported."""

    overlap: float
    missed_windows: float
    changed_assignments: float
    preferences: float
    affinities: float
    team: float

    @property
    def total(self) -> float:
        """The sum of all parts."""
        return (
            self.overlap
            + self.missed_windows
            + self.changed_assignments
            + self.preferences
            + self.affinities
            + self.team
        )


def score(problem: Problem, solution: Solution) -> Score:
    """The score of a schedule that pairs every resident. It need not be legal."""
    there = presence(problem, solution.precepting)
    overlap = missed = team = 0.0
    for resident in problem.residents:
        coach = solution.coach[resident.id]
        attended = solution.assignments.get(resident.id, ())
        together = overlapping(problem, there, resident, coach, attended)
        overlap += concave(piece_lengths(problem.objective, resident), len(together))
        missed += _missed_windows(problem, there, resident, coach, together)
        team += _team_sessions(problem, there, resident, coach, attended)
    return Score(
        overlap=overlap,
        missed_windows=-problem.objective.missed_window * missed,
        changed_assignments=-problem.objective.changed_assignment * changes(problem, solution),
        preferences=_preferences(problem, solution),
        affinities=sum(w.weight for w in problem.affinities if solution.coach[w.resident] == w.faculty),
        team=problem.objective.team_overlap * team,
    )


def concave(pieces: list[tuple[int, float]], overlaps: int) -> float:
    """What so many overlaps earn when the pieces fill in their order."""
    total = 0.0
    for length, weight in pieces:
        taken = min(length, overlaps)
        total += weight * taken
        overlaps -= taken
    return total


def changes(problem: Problem, solution: Solution) -> int:
    """Resident-sessions in which the schedule differs from the published one; a move counts 2."""
    if problem.published is None:
        return 0
    count = 0
    for resident in problem.residents:
        before = set(problem.published.get(resident.id, ()))
        count += len(before ^ set(solution.assignments.get(resident.id, ())))
    return count


def _missed_windows(
    problem: Problem, there: Presence, resident: Resident, coach: FacultyId, together: list[SessionId]
) -> int:
    met = {problem.week_of(session) for session in together}
    return sum(met.isdisjoint(window) for window in contact_windows(problem, there, resident, coach))


def _team_sessions(
    problem: Problem, there: Presence, resident: Resident, coach: FacultyId, attended: tuple[SessionId, ...]
) -> int:
    """Sessions where the coach is not there but someone of the team is."""
    if not resident.team or not problem.objective.team_overlap:
        return 0
    team = frozenset[SessionId]().union(*(there[member] for member in resident.team))
    together = set(overlapping(problem, there, resident, coach, attended))
    return sum(session in team and session not in together for session in attended)


def _preferences(problem: Problem, solution: Solution) -> float:
    attended = {who: set(what) for who, what in solution.assignments.items()}
    return sum(wish.weight for wish in problem.preferences if wish.session in attended.get(wish.resident, ()))
