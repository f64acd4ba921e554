"""Where faculty are in any case, and where they could be, if that is to be decided."""

from scheduling.domain.ids import FacultyId, SessionId
from scheduling.domain.problem import Problem, Resident
from scheduling.solver.verifying.exact import There, earlier_coach


class Presence:
    """For each faculty member the sessions in which they are there whatever is decided, and those they may be given."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        decided = problem.decides_faculty
        self.sure: There = {
            member.id: frozenset(member.present if decided else (*member.sessions, *member.present))
            for member in problem.faculty
        }
        self.could: There = {
            member.id: frozenset(member.offers if decided else ()) - self.sure[member.id]
            for member in problem.faculty
        }

    def on(self, resident: Resident, session: SessionId) -> FacultyId | None:
        """The earlier coach who counts on the day of a session, or None."""
        return earlier_coach(resident, self.problem.session_by_id[session].half_day.date)

    def beside(self, resident: Resident, session: SessionId, weight: int) -> int:
        """The most that the team earns in a session while the coach is not there."""
        if any(session in self.sure[member] for member in resident.team):
            return weight
        if any(session in self.could[member] for member in resident.team):
            return max(weight, 0)
        return 0
