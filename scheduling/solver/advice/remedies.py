"""The steps that could mend something broken: who could leave a session, or take one, and go where instead."""

from collections.abc import Iterable, Iterator

from scheduling.domain.ids import ResidentId, RuleId, SessionId
from scheduling.domain.problem import ResidentWeek
from scheduling.solver.advice.board import Board, Position, Step
from scheduling.solver.advice.facts import Person, Place
from scheduling.solver.advice.narrow import SHARED

Remedy = tuple[list[SessionId], list[SessionId]]


def hardest(position: Position) -> Place:
    """What to mend next: a resident's own trouble before a session's, for it leaves less choice."""
    return min(position.breaches, key=lambda place: (place[0] in SHARED, str(place)))


class Choice:
    """The steps of one search; which other weeks could take a resident is found once, for it is long to find."""

    def __init__(self, board: Board, start: Position) -> None:
        self.board = board
        self.start = start
        self._other_weeks: dict[ResidentId, list[SessionId]] = {}

    def steps(self, position: Position, place: Place, *, last: bool) -> Iterator[Step]:
        """Steps that could mend ``place``: within the week first, then across weeks, where the coach is there first.

        No full session is entered from another week or by the ``last`` step.
        """
        remedies = list(self._remedies(position, place))
        for person, remedy in remedies:
            for step in self._near(position, person, *remedy):
                if not last or step.add is None or self.board.has_room(position, person, step.add):
                    yield step
        for together in (True, False):
            for person, (surplus, wanted) in remedies:
                yield from self._leave_the_week(position, person, surplus, together=together)
                if place[0] is not RuleId.YEARLY_LOAD:
                    yield from self._from_other_weeks(position, person, wanted, together=together)

    def _remedies(self, position: Position, place: Place) -> Iterator[tuple[Person, Remedy]]:
        """Whose steps could help: of which sessions one must go, or one must come."""
        rule, name, where = place
        if rule not in SHARED:
            person = self.board.people[ResidentId(name)]
            surplus, wanted = _own_remedy(self.board, position, person, place)
            yield person, (_free(position, person, surplus), _free(position, person, wanted))
            return
        session = SessionId(str(where))
        for who in self.board.in_session(position, session):
            person = self.board.people[who]
            if rule is not RuleId.SUPERVISION or person.program == name:
                yield person, ([session], [])
        if rule is RuleId.OPEN_SESSION:
            yield from self._who_could_come(position, session)

    def _who_could_come(self, position: Position, session: SessionId) -> Iterator[tuple[Person, Remedy]]:
        for person in self.board.listing(session):
            if not self.board.attends(position, person.id, session):
                yield person, ([], _free(position, person, [session]))

    def _near(
        self, position: Position, person: Person, surplus: list[SessionId], wanted: list[SessionId]
    ) -> Iterator[Step]:
        """Drops and additions, and moves within a week."""
        week_of = self.board.week_of
        for session in surplus:
            yield Step(person.id, session, None)
            same_week = person.weeks.get(week_of[session])
            if same_week is not None:
                others = self._others(position, person, same_week)
                yield from (Step(person.id, session, other) for other in _free(position, person, others))
        for session in wanted:
            yield Step(person.id, None, session)
            attended = self.board.attended(position, person.id, week_of[session])
            yield from (
                Step(person.id, other, session) for other in _free(position, person, sorted(attended))
            )

    def _leave_the_week(
        self, position: Position, person: Person, surplus: Iterable[SessionId], *, together: bool
    ) -> Iterator[Step]:
        week_of = self.board.week_of
        for session in surplus:
            if _can_lose(self.board, position, person, week_of[session]):
                for target in self._open_elsewhere(position, person):
                    if week_of[target] != week_of[session] and person.meets(target) is together:
                        yield Step(person.id, session, target)

    def _from_other_weeks(
        self, position: Position, person: Person, wanted: Iterable[SessionId], *, together: bool
    ) -> Iterator[Step]:
        board = self.board
        for session in wanted:
            if person.meets(session) is together and board.has_room(position, person, session):
                for source in _free(position, person, _attended(board, position, person)):
                    week = board.week_of[source]
                    if week != board.week_of[session] and _can_lose(board, position, person, week):
                        yield Step(person.id, source, session)

    def _open_elsewhere(self, position: Position, person: Person) -> list[SessionId]:
        """The sessions that a resident could attend in addition, by rooms and weekly maximum."""
        if person.id in position.years:
            return self._open(position, person)
        if person.id not in self._other_weeks:
            self._other_weeks[person.id] = self._open(self.start, person)
        return self._other_weeks[person.id]

    def _open(self, position: Position, person: Person) -> list[SessionId]:
        board, found = self.board, list[SessionId]()
        for week in person.weeks.values():
            if len(board.attended(position, person.id, week.week)) < week.max:
                others = _free(position, person, self._others(position, person, week))
                found += [one for one in others if board.has_room(position, person, one)]
        return found

    def _others(self, position: Position, person: Person, week: ResidentWeek) -> list[SessionId]:
        """The sessions of a week that a resident does not attend."""
        attended = self.board.attended(position, person.id, week.week)
        return [session for session in week.sessions if session not in attended]


def _own_remedy(board: Board, position: Position, person: Person, place: Place) -> Remedy:
    """Of which sessions one must go, or one must come, to mend what a resident breaks alone."""
    rule, _, where = place
    attended = _attended(board, position, person)
    others = [session for session in person.listed if not board.attends(position, person.id, session)]
    match rule:
        case RuleId.WEEKLY_LOAD:
            held = [session for session in attended if board.week_of[session] == where]
            open_in_week = [session for session in others if person.listed[session] == where]
            return (held, []) if len(held) > person.weeks[int(str(where))].max else ([], open_in_week)
        case RuleId.YEARLY_LOAD:
            return (attended, []) if len(attended) > person.resident.year_max else ([], others)
        case RuleId.GAP:
            run = range(int(str(where)), int(str(where)) + board.problem.rules.max_gap_weeks)
            return [], [session for session in others if person.listed[session] in run]
        case RuleId.ONE_PLACE:
            half_days = ((session, board.problem.session_by_id[session].half_day) for session in attended)
            return [session for session, half_day in half_days if where in (half_day, half_day.date)], []
        case _:
            session = SessionId(str(where))
            return ([session], []) if session in attended else ([], [session] if session in others else [])


def _can_lose(board: Board, position: Position, person: Person, week: int) -> bool:
    """Whether a week keeps its minimum with one session less."""
    listed = person.weeks.get(week)
    return listed is None or len(board.attended(position, person.id, week)) > listed.min


def _attended(board: Board, position: Position, person: Person) -> list[SessionId]:
    weeks = board.year(position, person.id).weeks
    return [session for week in sorted(weeks) for session in sorted(weeks[week].attended)]


def _free(position: Position, person: Person, sessions: Iterable[SessionId]) -> list[SessionId]:
    """What the edit and earlier steps did stays."""
    return [session for session in sessions if (person.id, session) not in position.cells]
