"""The ways to repair a version, as cells and in words."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduling.domain.ids import ResidentId, RuleId, SessionId
from scheduling.domain.wording import counted
from scheduling.models import Resident, Schedule, Session
from scheduling.selectors.program_year import key_of, resident_id
from scheduling.selectors.repair.breakage import Breakage
from scheduling.selectors.workbench.cells import FREE, CellChange, Place, State, states_at
from scheduling.selectors.workbench.words import Words
from scheduling.solver.advice import Way, WayKind, ways_to_repair

NAMED = 4
TITLES = {
    WayKind.THIS_WEEK: "Move within the week",
    WayKind.TOGETHER: "Keep the time together",
    WayKind.LATER: "Make it up in the weeks after",
    WayKind.NOTHING: "Make nothing up",
}
TEXTS = {
    WayKind.THIS_WEEK: "Only those affected move, to free rooms of the same week.",
    WayKind.TOGETHER: "Those affected go where their coach is, up to four weeks later, and others make room if need be.",
    WayKind.LATER: "Those affected come on a free half-day of the four weeks after.",
    WayKind.NOTHING: "What cannot be held is dropped, whatever the week’s minimum. Nobody else moves.",
}
NOT_TOGETHER = (
    "Make it up within four weeks",
    "Those affected come on a free half-day of this week or the four after. No more time together can be had.",
)


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a clinic is: as words, as the letter of its site, and whether it is with the coach."""

    label: str
    letter: str
    site: str
    is_overlap: bool


@dataclass(frozen=True, slots=True)
class MoveShown:
    """One resident's clinic before and after; no ``target``: it is dropped. ``makes_room`` for somebody affected."""

    resident: str
    source: Stop
    target: Stop | None
    makes_room: bool


@dataclass(frozen=True, slots=True)
class WayShown:
    """One way: its figures, its moves, what stays broken, what a pin holds, and the cells that it changes.

    ``overlaps`` compares with the schedule before the disruption, ``regained`` with making nothing up.
    """

    kind: WayKind
    people: int
    overlaps: int
    regained: int
    dropped: int
    moves: tuple[MoveShown, ...]
    remains: tuple[str, ...]
    pinned: tuple[str, ...]
    changes: tuple[CellChange, ...]

    @property
    def title(self) -> str:
        """What it is called; time together is not promised where none can be regained."""
        return NOT_TOGETHER[0] if self._is_not_together else TITLES[self.kind]

    @property
    def text(self) -> str:
        """What it holds dear, and what it drops."""
        text = NOT_TOGETHER[1] if self._is_not_together else TEXTS[self.kind]
        if not self.dropped:
            return text
        verb = "is" if self.dropped == 1 else "are"
        return f"{text} {counted(self.dropped, 'clinic')} {verb} dropped."

    @property
    def _is_not_together(self) -> bool:
        return self.kind is WayKind.TOGETHER and self.regained <= 0

    @property
    def digest(self) -> str:
        """Names exactly this way, so that what is chosen is what was seen."""
        said = " ".join([self.kind, *sorted(change.key for change in self.changes)])
        return hashlib.sha256(said.encode()).hexdigest()[:32]


def ways_shown(version: Schedule, broken: Breakage) -> list[WayShown]:
    """The ways, each different; empty where there is nothing to repair."""
    ways = ways_to_repair(broken.advisor, broken.disrupted)
    if not broken.lost and not any(way.steps for way in ways):
        return []
    shown = _Shown(version, broken, ways)
    return [shown.way(way) for way in ways if broken.lost or way.steps]


class _Shown:
    """What the ways of one version are told with."""

    def __init__(self, version: Schedule, broken: Breakage, ways: Sequence[Way]) -> None:
        self.version, self.broken = version, broken
        steps = [step for way in ways for step in way.steps]
        keys = {key for step in steps for key in (step.drop, step.add) if key is not None}
        self.sessions = _session_rows(version, keys)
        people = Resident.objects.filter(pk__in={key_of(step.resident) for step in steps})
        self.names = {resident_id(one.pk): one.full_name for one in (*people, *broken.residents)}
        self.words = Words(broken.desk.problem, version.year.program)

    def way(self, way: Way) -> WayShown:
        changes = self._changes(way)
        return WayShown(
            way.kind,
            len({change.place.resident for change in changes}),
            way.overlaps,
            way.overlaps + self.broken.disrupted.overlaps_lost,
            way.dropped,
            tuple(self._moves(way)),
            tuple(self._remains(way)),
            tuple(
                f"{self.names[resident_id(one.place.resident)]}, {one.place.half_day}"
                for one in changes
                if one.moves_a_pin
            ),
            changes,
        )

    def _changes(self, way: Way) -> tuple[CellChange, ...]:
        after: dict[Place, State] = {clinic.place: FREE for clinic in self.broken.lost}
        for step in way.steps:
            if step.drop is not None:
                after[self._place(step.resident, step.drop)] = FREE
        for step in way.steps:
            if step.add is not None:
                after[self._place(step.resident, step.add)] = State(self.sessions[step.add].pk)
        before = states_at(self.version, after)
        return tuple(CellChange(place, before[place], state) for place, state in after.items())

    def _place(self, who: ResidentId, key: SessionId) -> Place:
        return Place(key_of(who), self.sessions[key].half_day)

    def _moves(self, way: Way) -> Iterator[MoveShown]:
        added: dict[ResidentId, list[SessionId]] = defaultdict(list)
        for step in way.steps:
            if step.drop is None and step.add is not None:
                added[step.resident].append(step.add)
        for clinic in self.broken.lost:
            who = resident_id(clinic.resident.pk)
            target = self._stop(who, added[who].pop(0)) if added[who] else None
            yield MoveShown(
                clinic.resident.full_name,
                _stop(clinic.session, is_overlap=clinic.was_together),
                target,
                makes_room=False,
            )
        for step in way.steps:
            if step.drop is not None:
                target = None if step.add is None else self._stop(step.resident, step.add)
                room = step.add is not None and step.drop not in self.broken.pressed
                yield MoveShown(
                    self.names[step.resident], self._stop(step.resident, step.drop), target, makes_room=room
                )

    def _stop(self, who: ResidentId, key: SessionId) -> Stop:
        return _stop(self.sessions[key], is_overlap=self.broken.desk.advisor.board.people[who].meets(key))

    def _remains(self, way: Way) -> Iterator[str]:
        for key in way.too_full:
            yield f"{self.words.session(key)} still holds more residents than its rooms or preceptors allow."
        if way.short:
            names = ", ".join(self.names[who] for who in way.short[:NAMED])
            more = f" and {len(way.short) - NAMED} more" if len(way.short) > NAMED else ""
            yield f"Fewer clinics in the week than the rotation asks: {names}{more}."
        yield from self.words.sentences(one for one in way.broken if one.rule is not RuleId.WEEKLY_LOAD)


def _stop(session: Session, *, is_overlap: bool) -> Stop:
    site = session.site
    return Stop(f"{session.half_day} at {site.name}", site.letter, site.name, is_overlap)


def _session_rows(version: Schedule, keys: set[SessionId]) -> dict[SessionId, Session]:
    days = {key.split("/")[1] for key in keys}
    rows = Session.objects.filter(site__program=version.year.program_id, date__in=days)
    return {SessionId(row.key): row for row in rows.select_related("site")}
