"""What a person asks about on the grid: to move, add, take out or swap a clinic; as an edit, and as cells."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scheduling.domain.ids import ResidentId, SessionId
from scheduling.models import EditKind, Schedule, Session
from scheduling.selectors.program_year import key_of, resident_id
from scheduling.selectors.workbench.cells import FREE, CellChange, Place, State, states_at
from scheduling.selectors.workbench.desk import Desk
from scheduling.selectors.workbench.questions import session_keys
from scheduling.solver.advice import Add, Change, Drop, Move, Swap


class NotAsked(Exception):
    """The question makes no sense for what stands there; the message says why."""


@dataclass(frozen=True, slots=True)
class Question:
    """``place`` is the cell in hand, ``to`` where it would go; ``site`` where the person chose one, by primary key."""

    kind: EditKind
    place: Place
    to: Place | None = None
    site: int | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """A session to which one could go on the half-day in question."""

    key: SessionId
    site: int
    letter: str
    name: str
    is_chosen: bool
    is_together: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The edit that is meant, and the sessions among which its target was chosen."""

    edit: Change | Swap
    options: tuple[Option, ...] = ()


def asked(schedule: Schedule, desk: Desk, question: Question) -> Asked:
    """The edit that a question means. Raises `NotAsked`."""
    there = states_at(schedule, [place for place in (question.place, question.to) if place])
    match question.kind:
        case EditKind.DROP:
            return Asked(Drop(_who(desk, question.place), _held(there, question.place)))
        case EditKind.SWAP:
            return Asked(_swap(desk, question, there))
        case EditKind.ADD:
            options = _options(schedule, desk, question, question.to or question.place, near=None)
            return Asked(Add(_who(desk, question.place), _chosen(options)), options)
        case EditKind.MOVE:
            return _move(schedule, desk, question, there)
        case _:
            raise NotAsked("There is no price for that.")


def _move(schedule: Schedule, desk: Desk, question: Question, there: dict[Place, State]) -> Asked:
    target = question.to
    if target is None or target.resident != question.place.resident:
        raise NotAsked(
            "A clinic moves within its resident's row. Drop it on a colleague's clinic to swap the two."
        )
    source = _held(there, question.place)
    if target != question.place and there[target].session is not None:
        raise NotAsked(f"There is a clinic on {target.half_day} already. Take that out first, or move it.")
    options = _options(schedule, desk, question, target, near=source)
    chosen = _chosen(options)
    if chosen == source:
        raise NotAsked("It is there already.")
    return Asked(Move(_who(desk, question.place), source, chosen), options)


def _swap(desk: Desk, question: Question, there: dict[Place, State]) -> Swap:
    if question.to is None or question.to.resident == question.place.resident:
        raise NotAsked("Two residents swap. Choose a clinic of somebody else.")
    mine, theirs = question.place, question.to
    return Swap(_who(desk, mine), _held(there, mine), _who(desk, theirs), _held(there, theirs))


def _who(desk: Desk, place: Place) -> ResidentId:
    who = resident_id(place.resident)
    if who not in desk.problem.resident_by_id:
        raise NotAsked("This resident has no coach yet, so nothing can be said. Pair them first.")
    return who


def _held(there: dict[Place, State], place: Place) -> SessionId:
    session = there[place].session
    if session is None:
        raise NotAsked(f"There is no clinic on {place.half_day} any more. Load the page again.")
    return session_keys([session])[session]


def _options(
    schedule: Schedule, desk: Desk, question: Question, target: Place, near: SessionId | None
) -> tuple[Option, ...]:
    """The open sessions of the half-day; the one chosen, or else the best by what the resident has of it.

    Best is what is allowed, then has a room and supervision for one more, then the coach, then the site one comes from.
    """
    half_day = target.half_day
    rows = Session.objects.filter(
        site__program=schedule.year.program_id, date=half_day.date, period=half_day.period
    )
    known = {SessionId(row.key): row for row in rows.select_related("site")}
    known = {key: row for key, row in known.items() if key in desk.problem.session_by_id and key != near}
    if not known:
        raise NotAsked(f"The clinic is closed on {half_day}.")
    board, who = desk.advisor.board, _who(desk, question.place)
    person = board.people[who]
    source = desk.problem.session_by_id.get(near) if near else None
    site_near = source.site if source else None
    as_it_is = board.start({}, {}, ())

    def rank(key: SessionId) -> tuple[bool, bool, bool, bool, str]:
        session = desk.problem.session_by_id[key]
        full = not board.has_room(as_it_is, person, key)
        return (key not in person.listed, full, not person.meets(key), session.site != site_near, key)

    named = [key for key, row in known.items() if row.site_id == question.site]
    best = named[0] if named else min(known, key=rank)
    return tuple(
        Option(key, row.site_id, row.site.letter, row.site.name, key == best, person.meets(key))
        for key, row in sorted(known.items())
    )


def _chosen(options: Iterable[Option]) -> SessionId:
    return next(option.key for option in options if option.is_chosen)


def cells_of(schedule: Schedule, desk: Desk, edits: Sequence[Change | Swap]) -> list[CellChange]:
    """What a series of edits makes of the version's cells: each cell once, as it is and as it would be."""
    moves = [move for edit in edits for move in _moves(edit)]
    rows = _session_rows(schedule, desk, {session for _, session, _ in moves})
    places = [Place(key_of(who), rows[session].half_day) for who, session, _ in moves]
    before = states_at(schedule, places)
    after = dict(before)
    for place, (_, session, joins) in zip(places, moves, strict=True):
        if joins:
            after[place] = State(rows[session].pk)
        elif after[place].session == rows[session].pk:
            after[place] = FREE
    return [
        CellChange(place, before[place], after[place]) for place in before if before[place] != after[place]
    ]


def _moves(edit: Change | Swap) -> list[tuple[ResidentId, SessionId, bool]]:
    """Who leaves (False) or joins (True) which session; leaving first."""
    match edit:
        case Add(who, session):
            return [(who, session, True)]
        case Drop(who, session):
            return [(who, session, False)]
        case Move(who, source, target):
            return [(who, source, False), (who, target, True)]
        case Swap(a, of_a, b, of_b):
            return [(a, of_a, False), (b, of_b, False), (a, of_b, True), (b, of_a, True)]


def _session_rows(schedule: Schedule, desk: Desk, keys: set[SessionId]) -> dict[SessionId, Session]:
    days = {desk.problem.session_by_id[key].half_day.date for key in keys}
    rows = Session.objects.filter(site__program=schedule.year.program_id, date__in=days)
    return {SessionId(row.key): row for row in rows.select_related("site")}
