"""A broken rule, in words and with the ids of those concerned."""

from dataclasses import dataclass

from scheduling.domain.ids import FacultyId, ResidentId, RuleId, SessionId


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a hard rule does not hold, or, in an infeasible problem, cannot hold.

    ``message`` is a sentence; the ids that it concerns stand beside it, so that a page can put names in their place.
    """

    rule: RuleId
    message: str
    residents: tuple[ResidentId, ...] = ()
    sessions: tuple[SessionId, ...] = ()
    faculty: tuple[FacultyId, ...] = ()
    weeks: tuple[int, ...] = ()

    def __str__(self) -> str:
        return f"{self.rule}: {self.message}"
