"""The schedule as a board on which changes are tried: each position knows what is broken and what it scores."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from scheduling.domain.ids import ProgramId, ResidentId, RuleId, SessionId
from scheduling.domain.problem import Problem
from scheduling.domain.solution import Solution
from scheduling.solver.advice.capacity import Capacity
from scheduling.solver.advice.edits import Add, Change, Drop, Move
from scheduling.solver.advice.facts import NO_WEEK, Breaches, Person, Year, people

Spot = tuple[SessionId, ProgramId]


@dataclass(frozen=True, slots=True)
class Step:
    """One resident leaves a session, takes one, or both."""

    resident: ResidentId
    drop: SessionId | None
    add: SessionId | None

    def change(self) -> Change:
        """The same as an edit."""
        if self.add is None:
            assert self.drop is not None
            return Drop(self.resident, self.drop)
        return Add(self.resident, self.add) if self.drop is None else Move(self.resident, self.drop, self.add)


@dataclass(frozen=True, slots=True)
class Position:
    """The board after some changes; only what differs from the schedule at hand is held.

    ``cells`` says of every changed resident-session whether it is attended now; ``breaches`` are those that the
    schedule at hand does not have, or not so badly.
    """

    years: Mapping[ResidentId, Year]
    cells: Mapping[tuple[ResidentId, SessionId], bool]
    counts: Mapping[SessionId, int]
    loads: Mapping[Spot, int]
    breaches: Breaches
    gain: float
    steps: tuple[Step, ...] = ()


class Board:
    """A schedule, judged once; after an edit of the facts, ``people`` and ``supervised`` are those that hold then."""

    def __init__(self, problem: Problem, solution: Solution) -> None:
        self.problem = problem
        self.week_of = {session.id: problem.week_of(session.id) for session in problem.sessions}
        capacity = Capacity(problem, solution)
        self.capacity, self.supervised = capacity, capacity.supervised
        self.people: Mapping[ResidentId, Person] = people(problem, solution, problem.residents)
        self.years: Mapping[ResidentId, Year] = self._judged(self.people, solution)
        self._count(solution)

    def revised(
        self, problem: Problem, solution: Solution, before: Solution, changed: Collection[ResidentId]
    ) -> "Board":
        """The board of the same facts after edits: only the ``changed`` have other pins or attendance than ``before``."""
        board = object.__new__(Board)
        board.__dict__ |= self.__dict__
        board.problem = problem
        again = people(problem, solution, (problem.resident_by_id[who] for who in changed))
        board.people = {**self.people, **again}
        board.years = {**self.years, **self._judged(again, solution)}
        board._recount(
            solution,
            {key for who in changed for one in (before, solution) for key in one.assignments.get(who, ())},
        )
        return board

    @staticmethod
    def _judged(persons: Mapping[ResidentId, Person], solution: Solution) -> dict[ResidentId, Year]:
        return {who: person.year(solution.assignments.get(who, ())) for who, person in persons.items()}

    def _count(self, solution: Solution) -> None:
        """What is in each session, and what is broken from the start."""
        self.members: dict[SessionId, list[ResidentId]] = {}
        self.loads: Counter[Spot] = Counter()
        self.breaches_in: dict[SessionId, Breaches] = {}
        self._take(solution.by_session())

    def _recount(self, solution: Solution, touched: Collection[SessionId]) -> None:
        """The same where only some sessions have other members than before."""
        members = solution.by_session()
        self.members, self.breaches_in = dict(self.members), dict(self.breaches_in)
        self.loads = self.loads.copy()
        for session in touched:
            for program in self.problem.program_by_id:
                self.loads.pop((session, program), None)
        self._take({session: members.get(session, []) for session in touched})

    def _take(self, members: Mapping[SessionId, list[ResidentId]]) -> None:
        self.members |= members
        self.counts = {session: len(who) for session, who in self.members.items()}
        for session, who in members.items():
            if session in self.problem.session_by_id:
                for resident in dict.fromkeys(who):
                    self._count_load(resident, session)
            self.breaches_in[session] = self._session_breaches(session, {}, {})
        self.tolerated: Breaches = {}
        for breaches in (*(year.breaches for year in self.years.values()), *self.breaches_in.values()):
            self.tolerated.update(breaches)

    def _count_load(self, resident: ResidentId, session: SessionId) -> None:
        person = self.people.get(resident)
        if person is not None:
            self.loads[session, person.program] += self.capacity.weight(person, self.week_of[session])

    def edited(self, changed: Mapping[ResidentId, Person], supervised: Counter[Spot]) -> "Board":
        """The same schedule where some residents, or the supervision of sessions, are bound by other facts."""
        board = object.__new__(Board)
        board.__dict__ |= self.__dict__
        board.people = {**self.people, **changed}
        board.supervised = supervised
        return board

    def without_supervisor(self, program: ProgramId, sessions: Iterable[SessionId]) -> Counter[Spot]:
        """What the faculty may supervise when one of them leaves some sessions."""
        left = self.supervised.copy()
        for session in sessions:
            left[session, program] -= self.capacity.ratio(program)
        return left

    def start(
        self,
        years: Mapping[ResidentId, Year],
        cells: Mapping[tuple[ResidentId, SessionId], bool],
        sessions: Iterable[SessionId],
    ) -> Position:
        """The position after an edit: the years that it changes, its cells, and the sessions that it touches."""
        counts: Counter[SessionId] = Counter()
        loads: Counter[Spot] = Counter()
        for (who, session), attended in cells.items():
            person, sign = self.people[who], 1 if attended else -1
            counts[session] += sign
            loads[session, person.program] += sign * self.capacity.weight(person, self.week_of[session])
        breaches: Breaches = {}
        gain = 0.0
        for who, year in years.items():
            breaches |= self._worse(year.breaches)
            gain += year.score - self.years[who].score
        for session in sessions:
            breaches |= self._worse(self._session_breaches(session, counts, loads))
        return Position(years, cells, counts, loads, breaches, gain)

    def after(self, at: Position, step: Step) -> Position:
        """The position one step further."""
        who, person = step.resident, self.people[step.resident]
        old = self.year(at, who)
        year = person.changed(old, step.drop, step.add)
        cells, counts, loads = dict(at.cells), dict(at.counts), dict(at.loads)
        breaches = dict(at.breaches)
        for place in old.breaches:
            breaches.pop(place, None)
        breaches |= self._worse(year.breaches)
        for session, sign in ((step.drop, -1), (step.add, 1)):
            if session is None:
                continue
            weight = sign * self.capacity.weight(person, self.week_of[session])
            spot = (session, person.program)
            cells[who, session] = sign > 0
            counts[session] = counts.get(session, 0) + sign
            loads[spot] = loads.get(spot, 0) + weight
            breaches.pop((RuleId.ROOMS, "", session), None)
            breaches.pop((RuleId.OPEN_SESSION, "", session), None)
            breaches.pop((RuleId.SUPERVISION, person.program, session), None)
            breaches |= self._worse(self._session_breaches(session, counts, loads, (person.program,)))
        gain = at.gain + year.score - old.score
        return Position({**at.years, who: year}, cells, counts, loads, breaches, gain, (*at.steps, step))

    def year(self, at: Position, who: ResidentId) -> Year:
        """A resident's year in a position."""
        return at.years.get(who) or self.years[who]

    def attended(self, at: Position, who: ResidentId, week: int) -> frozenset[SessionId]:
        """What a resident attends in a week of a position."""
        return self.year(at, who).weeks.get(week, NO_WEEK).attended

    def attends(self, at: Position, who: ResidentId, session: SessionId) -> bool:
        """Whether a resident attends a session in a position."""
        return session in self.attended(at, who, self.week_of[session])

    def in_session(self, at: Position, session: SessionId) -> Iterator[ResidentId]:
        """Those who attend a session and were not moved yet."""
        return (
            who
            for who in self.members.get(session, ())
            if (who, session) not in at.cells and who in self.people
        )

    def has_room(self, at: Position, person: Person, session: SessionId) -> bool:
        """Whether one more resident fits in: rooms and supervision; and a session is not opened for one alone."""
        known, count = self.problem.session_by_id[session], self.count(at, session)
        if count >= known.rooms or (not count and known.min_residents > 1):
            return False
        spot = (session, person.program)
        weight = self.capacity.weight(person, self.week_of[session])
        return self.loads[spot] + at.loads.get(spot, 0) + weight <= self.supervised[spot]

    def count(self, at: Position, session: SessionId) -> int:
        """How many attend a session in a position."""
        return self.counts.get(session, 0) + at.counts.get(session, 0)

    def listing(self, session: SessionId) -> Iterator[Person]:
        """Those for whom a session is listed."""
        return (person for person in self.people.values() if session in person.listed)

    def rooms_left(self, session: SessionId) -> int:
        """Empty rooms of a session; negative where it is too full."""
        return self.problem.session_by_id[session].rooms - self.counts.get(session, 0)

    def _worse(self, breaches: Breaches) -> Breaches:
        tolerated = self.tolerated
        return {place: over for place, over in breaches.items() if over > tolerated.get(place, 0)}

    def _session_breaches(
        self,
        session: SessionId,
        counts: Mapping[SessionId, int],
        loads: Mapping[Spot, int],
        programs: Collection[ProgramId] | None = None,
    ) -> Breaches:
        known = self.problem.session_by_id.get(session)
        if known is None:
            return {}
        found: Breaches = {}
        count = self.counts.get(session, 0) + counts.get(session, 0)
        if count > known.rooms:
            found[RuleId.ROOMS, "", session] = count - known.rooms
        if 0 < count < known.min_residents:
            found[RuleId.OPEN_SESSION, "", session] = known.min_residents - count
        for program in self.problem.program_by_id if programs is None else programs:
            spot = (session, program)
            over = self.loads[spot] + loads.get(spot, 0) - self.supervised[spot]
            if over > 0:
                found[RuleId.SUPERVISION, program, session] = over
        return found
