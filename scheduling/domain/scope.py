"""What a limited solve may change; everything else is held as it is."""

from dataclasses import dataclass
from datetime import date

from scheduling.domain.ids import ResidentId, SessionId, SiteId
from scheduling.domain.problem import Problem


@dataclass(frozen=True, slots=True)
class Scope:
    """A resident-session may change if it lies inside every limit that is set; None sets no limit.

    ``weeks`` are the first and the last week, from 0; ``since`` is the first day that may change. With ``pairing``,
    coaches that the problem leaves open are found anew for the residents in scope; else they are held too.
    """

    weeks: tuple[int, int] | None = None
    sites: frozenset[SiteId] | None = None
    residents: frozenset[ResidentId] | None = None
    since: date | None = None
    pairing: bool = False

    def holds_resident(self, resident: ResidentId) -> bool:
        """Whether nothing of a resident may change."""
        return self.residents is not None and resident not in self.residents

    def holds_coach(self, resident: ResidentId) -> bool:
        """Whether a resident keeps the coach of the schedule, also where the problem leaves the coach open."""
        return not self.pairing or self.holds_resident(resident)

    def holds_session(self, problem: Problem, session: SessionId) -> bool:
        """Whether nobody's attendance of a session may change."""
        known = problem.session_by_id[session]
        return (
            (self.weeks is not None and not self.weeks[0] <= problem.week_of(session) <= self.weeks[1])
            or (self.sites is not None and known.site not in self.sites)
            or (self.since is not None and known.half_day.date < self.since)
        )
