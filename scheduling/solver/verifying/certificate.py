"""A certificate as it stands in a solution file: prices as whole numbers over a scale. Read strictly."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import FacultyId, ProgramId, ResidentId, SessionId
from scheduling.domain.problem import Problem
from scheduling.exchange import json_reading as read

KIND = "prices/1"
KIND_WITH_PRESENCE = "prices/2"  # where faculty's half-days are decided
LARGEST_SCALE = 10**12

_CERTIFICATE = frozenset(("kind", "scale", "stages"))
_STAGE = frozenset(("rooms", "supervision", "gap", "contact", "pairs", "panels"))
_STAGE_WITH_PRESENCE = _STAGE | {"presence"}
T = TypeVar("T")
ByWeek = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class PairPrices:
    """What an overlap is worth to one pair, what a session of its year costs, and its own prices of windows."""

    overlap: int
    load: int
    contact: ByWeek | None


@dataclass(frozen=True, slots=True)
class Stage:
    """One set of prices; what is not named has the price 0. Windows are named by their first week.

    ``presence`` is what a resident pays to meet a faculty member in a session, where that is to be decided.
    """

    rooms: Mapping[SessionId, int]
    supervision: Mapping[tuple[ProgramId, SessionId], int]
    gap: Mapping[ResidentId, ByWeek]
    contact: Mapping[ResidentId, ByWeek]
    pairs: Mapping[tuple[ResidentId, FacultyId], PairPrices]
    panels: Mapping[FacultyId, int]
    presence: Mapping[tuple[ResidentId, FacultyId], Mapping[SessionId, int]]


@dataclass(frozen=True, slots=True)
class Certificate:
    """Prices over ``scale``, in stages: each may drop pairs, the last must prove the bound for those that are left."""

    scale: int
    stages: tuple[Stage, ...]


def read_certificate(problem: Problem, value: Mapping[str, Any]) -> Certificate:
    """The certificate of a solution file. Raises `ProblemError`, one line that names the place."""
    data = read.fields(value, "certificate", _CERTIFICATE)
    kind = KIND_WITH_PRESENCE if problem.decides_faculty else KIND
    if data["kind"] != kind:
        read.refuse("certificate.kind", f"'{kind}'", data["kind"])
    scale = read.whole(data["scale"], "certificate.scale")
    if not 1 <= scale <= LARGEST_SCALE:
        read.refuse("certificate.scale", f"a whole number from 1 to {LARGEST_SCALE}", scale)
    stages = read.items(data["stages"], "certificate.stages")
    return Certificate(scale, tuple(_stage(problem, item, place) for item, place in stages))


def _stage(problem: Problem, value: Any, place: str) -> Stage:
    data = read.fields(value, place, _STAGE_WITH_PRESENCE if problem.decides_faculty else _STAGE)
    supervision = _known(
        data["supervision"],
        problem.program_by_id,
        f"{place}.supervision",
        lambda inner, spot: _known(inner, problem.session_by_id, spot, read.whole),
    )
    return Stage(
        rooms=_known(data["rooms"], problem.session_by_id, f"{place}.rooms", read.whole),
        supervision={
            (ProgramId(p), SessionId(s)): q for p, row in supervision.items() for s, q in row.items()
        },
        gap=_known(data["gap"], problem.resident_by_id, f"{place}.gap", _by_week),
        contact=_known(data["contact"], problem.resident_by_id, f"{place}.contact", _by_week),
        pairs=_pairs(problem, data["pairs"], f"{place}.pairs"),
        panels=_known(data["panels"], problem.faculty_by_id, f"{place}.panels", read.whole),
        presence=_presence(problem, data.get("presence", {}), f"{place}.presence"),
    )


def _presence(
    problem: Problem, value: Any, place: str
) -> dict[tuple[ResidentId, FacultyId], dict[SessionId, int]]:
    """By resident and faculty member a list of ``[session, price]``."""

    def by_session(rows: Any, spot: str) -> dict[SessionId, int]:
        found: dict[SessionId, int] = {}
        for item, where in read.items(rows, spot):
            session, price = read.row(item, where, 2)
            if session not in problem.session_by_id or session in found:
                raise ProblemError(f"{where}: {session!r} is unknown, or listed twice.")
            found[SessionId(session)] = read.whole(price, where)
        return found

    rows = _known(
        value,
        problem.resident_by_id,
        place,
        lambda inner, spot: _known(inner, problem.faculty_by_id, spot, by_session),
    )
    return {
        (ResidentId(who), FacultyId(member)): prices
        for who, row in rows.items()
        for member, prices in row.items()
    }


def _pairs(problem: Problem, value: Any, place: str) -> dict[tuple[ResidentId, FacultyId], PairPrices]:
    rows = _known(
        value,
        problem.resident_by_id,
        place,
        lambda inner, spot: _known(inner, problem.faculty_by_id, spot, _pair),
    )
    return {
        (ResidentId(who), FacultyId(coach)): prices
        for who, row in rows.items()
        for coach, prices in row.items()
    }


def _pair(value: Any, place: str) -> PairPrices:
    """``[overlap, load]``, or ``[overlap, load, windows]``."""
    if not isinstance(value, list) or len(value) not in (2, 3):
        read.refuse(place, "a list of 2 or 3", value)
    contact = _by_week(value[2], f"{place}[2]") if len(value) == 3 else None
    return PairPrices(read.whole(value[0], f"{place}[0]"), read.whole(value[1], f"{place}[1]"), contact)


def _by_week(value: Any, place: str) -> dict[int, int]:
    """A list of ``[first week, price]``."""
    found: dict[int, int] = {}
    for item, spot in read.items(value, place):
        week, price = (read.whole(number, spot) for number in read.row(item, spot, 2))
        if week in found:
            raise ProblemError(f"{spot}: week {week} is listed twice.")
        found[week] = price
    return found


def _known(value: Any, among: Mapping[Any, Any], place: str, reader: Callable[[Any, str], T]) -> dict[Any, T]:
    """An object whose keys are ids of the problem."""
    found = {}
    for key, item in read.mapping(value, place).items():
        if key not in among:
            raise ProblemError(f"{place}: unknown id {key!r}.")
        found[key] = reader(item, f"{place}: {key}")
    return found
