"""What a person who schedules by hand keeps an eye on: rooms, supervision, one clinic a day, the week's and year's most."""

from collections import Counter, defaultdict
from datetime import date

from scheduling.domain.ids import FacultyId, ProgramId, ResidentId, SessionId
from scheduling.domain.problem import Problem, Resident, ResidentWeek
from scheduling.domain.solution import Solution


class Places:
    """A schedule that fills up, and what is left. Minima and gaps are nobody's business here."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.taken: dict[ResidentId, list[SessionId]] = {one.id: [] for one in problem.residents}
        self._rooms = {session.id: session.rooms for session in problem.sessions}
        self._supervision: defaultdict[tuple[SessionId, ProgramId], float] = defaultdict(float)
        self._of_date: Counter[tuple[ResidentId, date]] = Counter()
        self._of_week: Counter[tuple[ResidentId, int]] = Counter()
        ratio = {program.id: program.supervision_ratio for program in problem.programs}
        for member in problem.faculty:
            for session in member.sessions:
                self._supervision[session, member.program] += ratio[member.program]

    def load(self, who: Resident, week: ResidentWeek) -> int:
        """How many sessions a resident has taken in a week."""
        return self._of_week[who.id, week.week]

    def take(self, who: Resident, week: ResidentWeek, session: SessionId) -> bool:
        """Take a place if there is one; says whether."""
        day = self.problem.session_by_id[session].half_day.date
        free = (
            session not in self.taken[who.id]
            and len(self.taken[who.id]) < who.year_max
            and self.load(who, week) < week.max
            and self._of_date[who.id, day] < self.problem.rules.max_sessions_per_day
            and self._rooms[session] > 0
            and self._supervision[session, who.program] >= week.supervision_weight
        )
        if free:
            self.taken[who.id].append(session)
            self._rooms[session] -= 1
            self._supervision[session, who.program] -= week.supervision_weight
            self._of_date[who.id, day] += 1
            self._of_week[who.id, week.week] += 1
        return free

    def solution(self) -> Solution:
        """The schedule as it stands, under the pairing that the problem gives."""
        return Solution(
            coach={one.id: one.coach for one in self.problem.residents if one.coach is not None},
            assignments={who: tuple(sessions) for who, sessions in self.taken.items()},
            precepting={member.id: member.sessions for member in self.problem.faculty},
        )


def seniors_first(problem: Problem) -> list[Resident]:
    """The order in which people choose."""
    return sorted(problem.residents, key=lambda one: -one.pgy)


def sessions_of_coach(problem: Problem, coach: FacultyId | None) -> frozenset[SessionId]:
    """Where the coach is."""
    if coach is None:
        return frozenset()
    member = problem.faculty_by_id[coach]
    return frozenset((*member.sessions, *member.present))
