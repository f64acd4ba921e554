"""The cells of a version: a resident's half-day, what stands in it, and what a step of work makes of it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from scheduling.domain.calendar import HalfDay, Period
from scheduling.models import Assignment, EditedCell, PinnedFree, Schedule
from scheduling.models.keys import is_key


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell is: whose row, by primary key, and which half-day."""

    resident: int
    half_day: HalfDay

    @property
    def key(self) -> str:
        """As pages name it: ``12/2026-12-02/AM``."""
        return f"{self.resident}/{self.half_day.date.isoformat()}/{self.half_day.period}"

    @classmethod
    def from_key(cls, key: str) -> "Place":
        """The place of that name. Raises ``ValueError`` for what is none."""
        resident, day, period = key.split("/")
        return cls(_primary_key(resident), HalfDay(date.fromisoformat(day), Period(period)))


@dataclass(frozen=True, slots=True)
class State:
    """What stands in a cell: the session's primary key, None where it is free; and whether that is pinned."""

    session: int | None = None
    pinned: bool = False

    @property
    def key(self) -> str:
        """As pages name it: ``311p``, ``311``, ``p``, or nothing."""
        return f"{self.session or ''}{'p' if self.pinned else ''}"

    @classmethod
    def from_key(cls, key: str) -> "State":
        """The state of that name. Raises ``ValueError`` for what is none."""
        session = key.removesuffix("p")
        return cls(_primary_key(session) if session else None, key.endswith("p"))


FREE = State()
# As many as one question to the database may name.
BATCH = 200


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell before and after a step of work."""

    place: Place
    before: State
    after: State

    @property
    def key(self) -> str:
        """As pages send it: ``12/2026-12-02/AM:311>402p``."""
        return f"{self.place.key}:{self.before.key}>{self.after.key}"

    @classmethod
    def from_key(cls, key: str) -> "CellChange":
        """The change of that name. Raises ``ValueError`` for what is none."""
        place, _, states = key.partition(":")
        before, arrow, after = states.partition(">")
        if not arrow:
            raise ValueError(f"“{key}” names no change of a cell.")
        return cls(Place.from_key(place), State.from_key(before), State.from_key(after))

    @property
    def moves_a_pin(self) -> bool:
        """Whether something else would stand there than what a person pinned."""
        return self.before.pinned and self.before.session != self.after.session

    @property
    def reversed(self) -> "CellChange":
        """What takes it back."""
        return CellChange(self.place, self.after, self.before)


def change_of(cell: EditedCell) -> CellChange:
    """The change that a row tells of."""
    return CellChange(
        Place(cell.resident_id, HalfDay(cell.date, Period(cell.period))),
        State(cell.session_before_id, cell.pinned_before),
        State(cell.session_after_id, cell.pinned_after),
    )


def states_at(schedule: Schedule, places: Collection[Place]) -> dict[Place, State]:
    """What stands in each of these cells, in two queries; of many cells the whole version is read."""
    if len(places) > BATCH:
        found = all_states(schedule)
    else:
        at = cells_at(places)
        found = _states(Assignment.objects.filter(at), PinnedFree.objects.filter(at), schedule)
    return {place: found.get(place, FREE) for place in places}


def all_states(schedule: Schedule) -> dict[Place, State]:
    """Every cell of a version that is not simply free, in two queries."""
    return _states(Assignment.objects.all(), PinnedFree.objects.all(), schedule)


def _states(
    attended: QuerySet[Assignment], free: QuerySet[PinnedFree], schedule: Schedule
) -> dict[Place, State]:
    fields = ("resident_id", "date", "period")
    found = {}
    for who, day, period in free.filter(schedule=schedule).values_list(*fields):
        found[Place(who, HalfDay(day, Period(period)))] = State(None, pinned=True)
    rows = attended.filter(schedule=schedule).values_list(*fields, "session_id", "pinned")
    for who, day, period, session, pinned in rows:
        found[Place(who, HalfDay(day, Period(period)))] = State(session, pinned)
    return found


def clear_cells(schedule: Schedule, places: Collection[Place]) -> None:
    """Take away what stands in these cells."""
    for model in (Assignment, PinnedFree):
        rows: QuerySet[Assignment] | QuerySet[PinnedFree] = model.objects.filter(schedule=schedule)
        if len(places) <= BATCH:
            rows.filter(cells_at(places)).delete()
            continue
        fields = ("pk", "resident_id", "date", "period")
        there = [
            pk
            for pk, who, day, period in rows.values_list(*fields)
            if Place(who, HalfDay(day, Period(period))) in places
        ]
        for first in range(0, len(there), BATCH):
            rows.filter(pk__in=there[first : first + BATCH]).delete()


def cells_at(places: Iterable[Place]) -> Q:
    """Rows with a resident, a date and a period that are those of one of the places."""
    return reduce(
        or_,
        (
            Q(resident=place.resident, date=place.half_day.date, period=place.half_day.period)
            for place in places
        ),
    )


def _primary_key(text: str) -> int:
    """What a database can look for; raises ``ValueError`` for anything else."""
    number = int(text)
    if not is_key(number):
        raise ValueError(f"“{text}” is no primary key.")
    return number
