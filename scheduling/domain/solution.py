"""A schedule, and how the solve that found it ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scheduling.domain.ids import FacultyId, ResidentId, SessionId, Status
from scheduling.domain.scope import Scope
from scheduling.domain.violations import Violation


@dataclass(frozen=True, slots=True)
class Solution:
    """Who attends what, who coaches whom, and who precepts where. Nothing here says that it is legal."""

    coach: Mapping[ResidentId, FacultyId]
    assignments: Mapping[ResidentId, tuple[SessionId, ...]]
    precepting: Mapping[FacultyId, tuple[SessionId, ...]]

    def by_session(self) -> dict[SessionId, list[ResidentId]]:
        """The residents in each session that has any, in the order of the assignments."""
        found: dict[SessionId, list[ResidentId]] = {}
        for resident, sessions in self.assignments.items():
            for session in sessions:
                found.setdefault(session, []).append(resident)
        return found

    def panels(self) -> dict[FacultyId, list[ResidentId]]:
        """The residents paired with each coach who has any."""
        found: dict[FacultyId, list[ResidentId]] = {}
        for resident, coach in self.coach.items():
            found.setdefault(coach, []).append(resident)
        return found


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another legal schedule of nearly the same score, to choose from.

    ``differs`` counts the resident-sessions that differ from the main schedule; ``differs_least`` those that differ
    from whichever of the main schedule and the other alternatives is nearest.
    """

    objective: float
    solution: Solution
    differs: int
    differs_least: int


@dataclass(frozen=True, slots=True)
class Relaxation:
    """A rule that a schedule does not keep, and by how much: sessions, residents, places or weight; 1 if it is or is not."""

    violation: Violation
    amount: float


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A schedule that breaks some rules, each named with by how much, and its score."""

    objective: float
    solution: Solution
    relaxations: tuple[Relaxation, ...]


@dataclass(frozen=True, slots=True)
class Spared:
    """A schedule of a little less than the best score, because it changes far less of what was published.

    ``changes`` counts the resident-sessions in which it differs from that; ``best_changes`` those of the best schedule.
    """

    changes: int
    best_objective: float
    best_changes: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a solve ended. ``solution`` is None when no schedule was found; ``bound`` is certified, or None.

    ``seconds`` holds read, build, solve and total; ``conflicts`` says what collides in an infeasible problem, and
    ``relaxed`` is the schedule that breaks least there. With a ``scope``, status, bound and conflicts speak of the
    schedules that agree with this one outside it; where there is none, with ``held``. With ``spared``, the bound is
    still that of the best score.
    """

    problem: str
    status: Status
    solution: Solution | None
    objective: float | None
    bound: float | None
    engine: str
    seed: int
    seconds: Mapping[str, float] = field(default_factory=dict)
    conflicts: tuple[Violation, ...] = ()
    certificate: Mapping[str, Any] | None = None
    scope: Scope | None = None
    held: Solution | None = None
    alternatives: tuple[Alternative, ...] = ()
    relaxed: Relaxed | None = None
    spared: Spared | None = None
