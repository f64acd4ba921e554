"""Ways to repair a week: few changes that give those who lost their clinic another one, without starting an engine.

The advisor speaks of the schedule from which the clinics that cannot be held were taken out already. Each way goes from
resident to resident and takes the best step there is, so that it is the same every time; what it comes to is checked by
the rules' own checkers.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import reduce

from scheduling.domain.ids import ResidentId, RuleId, SessionId
from scheduling.domain.violations import Violation
from scheduling.solver.advice.advisor import Advisor
from scheduling.solver.advice.board import Board, Position, Step
from scheduling.solver.advice.edits import Change
from scheduling.solver.advice.facts import Breaches

LATER_WEEKS = 4
MOST_MAKE_ROOM = 100  # clinics lost, beyond which nobody else is asked to make room: it would take too long
MOST_WAYS = 3
# What a clinic that is not made up may leave too small; nobody can attend where there is no clinic.
EXCUSED = (RuleId.WEEKLY_LOAD, RuleId.YEARLY_LOAD, RuleId.GAP, RuleId.OPEN_SESSION)


class WayKind(StrEnum):
    """What a way holds dear."""

    THIS_WEEK = "this_week"
    TOGETHER = "together"
    LATER = "later"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Loss:
    """A clinic that cannot be held, in which week, and whether the coach would have been there."""

    resident: ResidentId
    week: int
    was_together: bool


@dataclass(frozen=True, slots=True)
class Disrupted:
    """What a disruption leaves: clinics lost, clinics that stand without the coach, sessions that may be too full."""

    lost: tuple[Loss, ...] = ()
    alone: tuple[tuple[ResidentId, SessionId], ...] = ()
    pressed: tuple[SessionId, ...] = ()

    @property
    def overlaps_lost(self) -> int:
        """How many half-days with the coach are gone before anything is repaired."""
        return sum(loss.was_together for loss in self.lost) + len(self.alone)


@dataclass(frozen=True, slots=True)
class Way:
    """One way. ``overlaps`` compares with the schedule before the disruption; ``dropped`` counts clinics not made up.

    ``short`` are those who have fewer clinics in a disrupted week than it asks of them, ``too_full`` sessions that could
    not be relieved.
    """

    kind: WayKind
    steps: tuple[Step, ...]
    dropped: int
    overlaps: int
    short: tuple[ResidentId, ...]
    too_full: tuple[SessionId, ...]
    broken: tuple[Violation, ...]

    @property
    def changes(self) -> list[Change]:
        """The steps as edits of the schedule without the lost clinics."""
        return [step.change() for step in self.steps]


def ways_to_repair(advisor: Advisor, disrupted: Disrupted) -> list[Way]:
    """At most three ways that differ; the last makes nothing up. None breaks a rule other than those it is excused of.

    The weeks after are looked at by themselves only where one of the ways before them is none.
    """
    nothing, *others = (
        _Search(advisor, disrupted, kind).way()
        for kind in (WayKind.NOTHING, WayKind.THIS_WEEK, WayKind.TOGETHER, WayKind.LATER)
    )
    found: list[Way] = []
    for way in others:
        is_new = all(set(way.steps) != set(other.steps) for other in (nothing, *found))
        if is_new and _is_lawful(way):
            found.append(way)
    return [*found[: MOST_WAYS - 1], *([nothing] if _is_lawful(nothing) else [])]


def _is_lawful(way: Way) -> bool:
    return all(one.rule in EXCUSED for one in way.broken)


@dataclass
class _Search:
    """The search for one way."""

    advisor: Advisor
    disrupted: Disrupted
    kind: WayKind
    dropped: int = field(default=0, init=False)

    @property
    def board(self) -> Board:
        return self.advisor.board

    @property
    def _asks_others(self) -> bool:
        return self.kind is WayKind.TOGETHER and len(self.disrupted.lost) <= MOST_MAKE_ROOM

    def way(self) -> Way:
        at = self.board.start({}, {}, ())
        for session in self.disrupted.pressed:
            at = self._relieve(at, session)
        for loss in self.disrupted.lost:
            made_up = self._best(at, self._additions(at, loss)) if self.kind is not WayKind.NOTHING else None
            self.dropped += made_up is None
            at = made_up or at
        if self.kind is WayKind.TOGETHER:
            at = self._rejoin(at)
        return self._concluded(at)

    def _concluded(self, at: Position) -> Way:
        changes = [step.change() for step in at.steps]
        gained = sum(year.overlaps - self.board.years[who].overlaps for who, year in at.years.items())
        return Way(
            self.kind,
            at.steps,
            self.dropped,
            gained - self.disrupted.overlaps_lost,
            tuple(dict.fromkeys(self._short(at))),
            tuple(session for session in self.disrupted.pressed if self._excess(at, session)),
            self.advisor.together(changes).broken if changes else (),
        )

    def _short(self, at: Position) -> Iterator[ResidentId]:
        weeks = [(loss.resident, loss.week) for loss in self.disrupted.lost]
        weeks += [
            (step.resident, self.board.week_of[step.drop]) for step in at.steps if step.drop and not step.add
        ]
        for who, week in weeks:
            asked = self.board.people[who].weeks.get(week)
            if asked is not None and len(self.board.year(at, who).weeks[week].attended) < asked.min:
                yield who

    def _relieve(self, at: Position, session: SessionId) -> Position:
        """Let as many go as are too many: elsewhere in the week where that is allowed, else without a clinic."""
        while who := self._excess(at, session):
            moves = self._moves(at, session, who) if self.kind is not WayKind.NOTHING else ()
            after = self._best(at, moves)
            if after is None:
                after = self._dropped(at, session, who)
                self.dropped += after is not None
            if after is None:
                break
            at = after
        return at

    def _excess(self, at: Position, session: SessionId) -> list[ResidentId]:
        """Those of whom one must go; empty where rooms and supervision suffice."""
        board = self.board
        present = list(board.in_session(at, session))
        if board.count(at, session) > board.problem.session_by_id[session].rooms:
            return present
        return [
            who
            for program in board.problem.program_by_id
            if board.loads[session, program] + at.loads.get((session, program), 0)
            > board.supervised[session, program]
            for who in present
            if board.people[who].program == program
        ]

    def _moves(
        self, at: Position, session: SessionId, who: Collection[ResidentId]
    ) -> Iterator[tuple[Step, ...]]:
        week = self.board.week_of[session]
        for one in who:
            for target in self._targets(at, one, [week]):
                yield from self._with_room(at, Step(one, session, target))

    def _dropped(self, at: Position, session: SessionId, who: Collection[ResidentId]) -> Position | None:
        """Without the one whose clinic costs least; a pinned one stays."""
        tried = (self.board.after(at, Step(one, session, None)) for one in who)
        allowed = [one for one in tried if all(place[0] in EXCUSED for place in one.breaches)]
        return max(allowed, key=lambda one: (-len(one.breaches), round(one.gain, 6)), default=None)

    def _additions(self, at: Position, loss: Loss) -> Iterator[tuple[Step, ...]]:
        weeks = {
            WayKind.LATER: range(loss.week + 1, loss.week + 1 + LATER_WEEKS),
            WayKind.TOGETHER: range(loss.week, loss.week + 1 + LATER_WEEKS),
        }.get(self.kind, range(loss.week, loss.week + 1))
        for target in self._targets(at, loss.resident, weeks):
            yield from self._with_room(at, Step(loss.resident, None, target))

    def _rejoin(self, at: Position) -> Position:
        """Whoever is there without the coach goes where the coach is, if that is worth it."""
        for who, session in self.disrupted.alone:
            if (who, session) not in at.cells:
                steps = (
                    chain
                    for target in self._targets(at, who, [self.board.week_of[session]])
                    if self.board.people[who].meets(target)
                    for chain in self._with_room(at, Step(who, session, target))
                )
                after = self._best(at, steps)
                at = after if after is not None and after.gain > at.gain else at
        return at

    def _targets(self, at: Position, who: ResidentId, weeks: Collection[int]) -> Iterator[SessionId]:
        """Sessions of the weeks that are listed for a resident who does not attend them."""
        person = self.board.people[who]
        year = self.board.year(at, who)
        for week in weeks:
            listed = person.weeks.get(week)
            for session in listed.sessions if listed else ():
                if session not in year.weeks[week].attended and (who, session) not in at.cells:
                    yield session

    def _with_room(self, at: Position, step: Step) -> Iterator[tuple[Step, ...]]:
        """The step; where its session is full, and only to be with the coach, also what one other resident makes room by."""
        board, target = self.board, step.add
        assert target is not None
        person = board.people[step.resident]
        if board.has_room(at, person, target):
            yield (step,)
        elif self._asks_others and person.meets(target):
            for other in board.in_session(at, target):
                if other != step.resident:
                    for elsewhere in self._targets(at, other, [board.week_of[target]]):
                        if board.has_room(at, board.people[other], elsewhere):
                            yield (Step(other, target, elsewhere), step)

    def _best(self, at: Position, chains: Iterable[tuple[Step, ...]]) -> Position | None:
        """The best position after one of the chains of steps that break nothing more."""
        best: Position | None = None
        for chain in chains:
            after = reduce(self.board.after, chain, at)
            if _is_no_worse(after.breaches, at.breaches) and (best is None or _rank(after) > _rank(best)):
                best = after
        return best


def _rank(position: Position) -> tuple[float, int]:
    return round(position.gain, 6), -len(position.steps)


def _is_no_worse(after: Breaches, before: Breaches) -> bool:
    return all(over <= before.get(place, 0) for place, over in after.items())
