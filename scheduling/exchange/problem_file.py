"""The file format ``connectedness-problem/1``: a scheduling problem as JSON, read strictly and written in full."""

import contextlib
import json
import re
from sys import intern
from typing import Any

from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.errors import ProblemError
from scheduling.domain.ids import (
    Decision,
    FacultyId,
    FacultyPattern,
    ProgramId,
    ResidentId,
    SessionId,
    SiteId,
)
from scheduling.domain.problem import (
    Affinity,
    ClinicSession,
    EarlierCoach,
    FacultyMember,
    Objective,
    OverlapPiece,
    Pins,
    Preference,
    Problem,
    Program,
    Resident,
    ResidentWeek,
    Rules,
)
from scheduling.exchange import json_reading as read
from scheduling.exchange.problem_writing import problem_as_json

FORMAT = "connectedness-problem/1"

_PROBLEM = frozenset(
    ("format", "name", "first_monday", "weeks", "decide", "programs", "sessions", "faculty", "residents")
)
_PROBLEM_MAY = frozenset(
    ("rules", "objective", "pins", "preferences", "affinities", "published", "frozen_before")
)
_RULES = frozenset(("max_sessions_per_day", "max_gap_weeks", "contact_window_weeks", "faculty_pattern"))
_OBJECTIVE = frozenset(("overlap_pieces", "missed_window", "changed_assignment", "team_overlap"))
_PROGRAM = frozenset(("id", "supervision_ratio"))
_SESSION = frozenset(("id", "site", "date", "half_day", "rooms"))
_SESSION_MAY = frozenset(("min_residents",))
_FACULTY = frozenset(("id", "program", "panel_min", "panel_max", "sessions"))
_FACULTY_MAY = frozenset(("present", "offered", "weekly_quota"))
_RESIDENT = frozenset(("id", "program", "pgy", "coach", "coach_fixed", "year_min", "year_max", "weeks"))
_RESIDENT_MAY = frozenset(("candidates", "team", "earlier_coaches"))
_WEEK = frozenset(("week", "min", "max", "sessions"))
_WEEK_MAY = frozenset(("supervision_weight",))


def read_problem(content: str | bytes) -> Problem:
    """The problem in a file's content. Raises `ProblemError`, one line that names the place."""
    data = read.parse(content)
    if isinstance(data, dict) and data.get("format") != FORMAT:
        read.refuse("format", f"'{FORMAT}'", data.get("format"))
    data = read.fields(data, "the file", _PROBLEM, _PROBLEM_MAY)
    return Problem(
        name=read.text(data["name"], "name"),
        first_monday=read.day(data["first_monday"], "first_monday"),
        weeks=read.whole(data["weeks"], "weeks"),
        decide=_decide(data["decide"]),
        programs=tuple(_program(item, place) for item, place in read.items(data["programs"], "programs")),
        sessions=tuple(_session(item, place) for item, place in read.items(data["sessions"], "sessions")),
        faculty=tuple(_faculty(item, place) for item, place in read.items(data["faculty"], "faculty")),
        residents=tuple(_resident(item, place) for item, place in read.items(data["residents"], "residents")),
        rules=_rules(data.get("rules", {})),
        objective=_objective(data.get("objective", {})),
        **_wishes(data),
    )


def name_of(content: bytes) -> str:
    """The problem's name, for who had no time to read the file; "unknown" where none is to be seen."""
    found = re.search(rb'(?<!\\)"name"\s*:\s*("(?:[^"\\]|\\.)+")', content)
    with contextlib.suppress(ValueError):
        return str(json.loads(found[1])) if found else "unknown"
    return "unknown"


def write_problem(problem: Problem) -> str:
    """The file's text, every key written; `read_problem` gives the same problem back."""
    content = {"format": FORMAT, **problem_as_json(problem)}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def _decide(value: Any) -> frozenset[Decision]:
    words = read.texts(value, "decide")
    for word in words:
        if word not in set(Decision):
            read.refuse("decide", "a list of " + ", ".join(Decision), word)
    if len(set(words)) != len(words):
        raise ProblemError("decide: a word is listed twice.")
    return frozenset(Decision(word) for word in words)


def _rules(value: Any) -> Rules:
    data = dict(read.fields(value, "rules", frozenset(), _RULES))
    pattern = data.pop("faculty_pattern", FacultyPattern.DATE.value)
    if pattern not in tuple(FacultyPattern):
        read.refuse("rules: faculty_pattern", "one of " + ", ".join(FacultyPattern), pattern)
    figures = {key: read.whole(figure, f"rules: {key}") for key, figure in data.items()}
    return Rules(**figures, faculty_pattern=FacultyPattern(pattern))


def _objective(value: Any) -> Objective:
    data = dict(read.fields(value, "objective", frozenset(), _OBJECTIVE))
    pieces = data.pop("overlap_pieces", None)
    weights: dict[str, Any] = {key: read.number(weight, f"objective: {key}") for key, weight in data.items()}
    if pieces is not None:
        rows = read.items(pieces, "objective: overlap_pieces")
        weights["overlap_pieces"] = tuple(_piece(item, place) for item, place in rows)
    return Objective(**weights)


def _piece(value: Any, place: str) -> OverlapPiece:
    share, weight = read.row(value, place, 2)
    return OverlapPiece(read.optional(share, place, read.decimal), read.number(weight, place))


def _program(value: Any, place: str) -> Program:
    data = read.fields(value, place, _PROGRAM)
    return Program(
        id=ProgramId(read.text(data["id"], f"{place}.id")),
        supervision_ratio=read.number(data["supervision_ratio"], f"{place}.supervision_ratio"),
    )


def _session(value: Any, place: str) -> ClinicSession:
    data = read.fields(value, place, _SESSION, _SESSION_MAY)
    period = data["half_day"]
    if period not in ("AM", "PM", "EVE"):
        read.refuse(f"{place}.half_day", "AM, PM or EVE", period)
    return ClinicSession(
        id=SessionId(intern(read.text(data["id"], f"{place}.id"))),
        site=SiteId(read.text(data["site"], f"{place}.site")),
        half_day=HalfDay(read.day(data["date"], f"{place}.date"), Period(period)),
        rooms=read.whole(data["rooms"], f"{place}.rooms"),
        min_residents=read.whole(data.get("min_residents", 0), f"{place}.min_residents"),
    )


def _sessions(value: Any, place: str) -> tuple[SessionId, ...]:
    """A large year names each of its sessions hundreds of times; interned, each id is in memory once."""
    return tuple(map(SessionId, map(intern, read.texts(value, place))))


def _people(value: Any, place: str) -> tuple[FacultyId, ...]:
    return tuple(map(FacultyId, read.texts(value, place)))


def _faculty(value: Any, place: str) -> FacultyMember:
    data = read.fields(value, place, _FACULTY, _FACULTY_MAY)
    return FacultyMember(
        id=FacultyId(read.text(data["id"], f"{place}.id")),
        program=ProgramId(read.text(data["program"], f"{place}.program")),
        panel_min=read.whole(data["panel_min"], f"{place}.panel_min"),
        panel_max=read.whole(data["panel_max"], f"{place}.panel_max"),
        sessions=_sessions(data["sessions"], f"{place}.sessions"),
        present=_sessions(data.get("present", []), f"{place}.present"),
        offered=_sessions(data.get("offered", []), f"{place}.offered"),
        weekly_quota=read.optional(data.get("weekly_quota"), f"{place}.weekly_quota", read.whole),
    )


def _resident(value: Any, place: str) -> Resident:
    data = read.fields(value, place, _RESIDENT, _RESIDENT_MAY)
    coach = read.optional(data["coach"], f"{place}.coach", read.text)
    earlier = read.items(data.get("earlier_coaches", []), f"{place}.earlier_coaches")
    return Resident(
        id=ResidentId(read.text(data["id"], f"{place}.id")),
        program=ProgramId(read.text(data["program"], f"{place}.program")),
        pgy=read.whole(data["pgy"], f"{place}.pgy"),
        coach=None if coach is None else FacultyId(coach),
        coach_fixed=read.truth(data["coach_fixed"], f"{place}.coach_fixed"),
        year_min=read.whole(data["year_min"], f"{place}.year_min"),
        year_max=read.whole(data["year_max"], f"{place}.year_max"),
        weeks=tuple(_week(item, spot) for item, spot in read.items(data["weeks"], f"{place}.weeks")),
        candidates=read.optional(data.get("candidates"), f"{place}.candidates", _people),
        team=_people(data.get("team", []), f"{place}.team"),
        earlier_coaches=tuple(_earlier(item, spot) for item, spot in earlier),
    )


def _earlier(value: Any, place: str) -> EarlierCoach:
    data = read.fields(value, place, frozenset(("coach", "until")))
    coach = FacultyId(read.text(data["coach"], f"{place}.coach"))
    return EarlierCoach(coach, read.day(data["until"], f"{place}.until"))


def _week(value: Any, place: str) -> ResidentWeek:
    data = read.fields(value, place, _WEEK, _WEEK_MAY)
    return ResidentWeek(
        week=read.whole(data["week"], f"{place}.week"),
        min=read.whole(data["min"], f"{place}.min"),
        max=read.whole(data["max"], f"{place}.max"),
        sessions=_sessions(data["sessions"], f"{place}.sessions"),
        supervision_weight=read.number(data.get("supervision_weight", 1), f"{place}.supervision_weight"),
    )


def _wishes(data: dict[str, Any]) -> dict[str, Any]:
    """The keys that may be missing as a whole: pins, preferences, affinities, published, frozen_before."""
    return {
        "pins": _pins(data.get("pins", {})),
        "preferences": tuple(
            Preference(ResidentId(resident), SessionId(session), weight)
            for resident, session, weight in _weighted(data, "preferences")
        ),
        "affinities": tuple(
            Affinity(ResidentId(resident), FacultyId(faculty), weight)
            for resident, faculty, weight in _weighted(data, "affinities")
        ),
        "published": read.optional(data.get("published"), "published", _published),
        "frozen_before": read.optional(data.get("frozen_before"), "frozen_before", read.day),
    }


def _pins(value: Any) -> Pins:
    data = read.fields(value, "pins", frozenset(), frozenset(("attend", "avoid")))
    return Pins(
        attend=_pinned(data.get("attend", []), "pins: attend"),
        avoid=_pinned(data.get("avoid", []), "pins: avoid"),
    )


def _pinned(value: Any, place: str) -> frozenset[tuple[ResidentId, SessionId]]:
    pairs = (read.texts(read.row(item, spot, 2), spot) for item, spot in read.items(value, place))
    return frozenset((ResidentId(resident), SessionId(session)) for resident, session in pairs)


def _weighted(data: dict[str, Any], key: str) -> list[tuple[str, str, float]]:
    found = []
    for item, place in read.items(data.get(key, []), key):
        first, second, weight = read.row(item, place, 3)
        found.append((read.text(first, place), read.text(second, place), read.number(weight, place)))
    return found


def _published(value: Any, place: str) -> dict[ResidentId, tuple[SessionId, ...]]:
    data = read.mapping(value, place)
    return {
        ResidentId(resident): _sessions(sessions, f"{place}: {resident}")
        for resident, sessions in data.items()
    }
