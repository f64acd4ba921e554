"""The advisor: every question that one may ask about a schedule."""

from scheduling.domain.ids import ResidentId, SessionId
from scheduling.solver.advice.desk import Desk
from scheduling.solver.advice.fitting import MOST_LISTED, Fit, ranked_residents, ranked_sessions
from scheduling.solver.advice.reasons import Reason, reasons_against


class Advisor(Desk):
    """Answers questions about one schedule of one problem; neither is changed.

    Every resident must have a coach. Preparing it takes a fraction of a second; keep it while the schedule stays.
    """

    def fits(self, resident: ResidentId, week: int) -> list[Fit]:
        """The sessions of a week that a resident could attend in addition, the best first."""
        return ranked_sessions(self, resident, week)

    def who_fits(self, session: SessionId, *, most: int = MOST_LISTED) -> list[Fit]:
        """At most ``most`` residents who could attend a session in addition, the best first."""
        return ranked_residents(self, session, most)

    def why_not(self, resident: ResidentId, session: SessionId) -> list[Reason]:
        """The reasons against adding a session, hard rules first; no rule id among them: it can be added."""
        return reasons_against(self, resident, session)
