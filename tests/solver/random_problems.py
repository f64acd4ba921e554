"""Random tiny problems, small enough to try every schedule, varied enough to meet every rule and part of the score."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from scheduling.domain.ids import Decision, FacultyId, FacultyPattern, ProgramId, ResidentId, SessionId
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
from tests.builders import FIRST_MONDAY, clinic

NAMES = tuple(
    f"{week} {day} {period}{site}"
    for week in (0, 1, 2)
    for day in ("Mon", "Thu")
    for period, site in (("AM", ""), ("PM", ""), ("AM", " B"))
)
WEEKLY = tuple(f"{week} {place}" for week in (0, 1, 2) for place in ("Mon AM", "Mon AM B", "Thu PM"))
PIECES = (
    OverlapPiece(Decimal("0.4"), 8.0),
    OverlapPiece(Decimal("0.6"), 4.0),
    OverlapPiece(Decimal("0.8"), 2.0),
    OverlapPiece(None, 1.0),
)
SCORES = (
    Objective(),
    Objective(overlap_pieces=PIECES[:2], missed_window=0.0),
    Objective(missed_window=5.0, team_overlap=0.75),
    Objective(changed_assignment=2.5, team_overlap=-0.5),
    Objective(overlap_pieces=(OverlapPiece(Decimal(1), 3.0), OverlapPiece(None, -1.5)), missed_window=0.25),
)


@st.composite
def half_day_problems(draw: st.DrawFn, *, pairing: bool, pattern: FacultyPattern) -> Problem:
    """A problem that decides faculty's half-days: up to two residents, two faculty and four sessions."""
    names = WEEKLY if pattern is FacultyPattern.YEAR else NAMES
    problem = draw(problems(pairing=pairing, names=names, most=(2, 2, 4)))
    return replace(
        problem,
        decide=problem.decide | {Decision.FACULTY_SESSIONS},
        faculty=tuple(_offering(draw, problem, member) for member in problem.faculty),
        rules=replace(problem.rules, faculty_pattern=pattern),
    )


def _offering(draw: st.DrawFn, problem: Problem, member: FacultyMember) -> FacultyMember:
    """With offers beside today's sessions, a quota that may cut into these, and present now and then."""
    return replace(
        member,
        sessions=member.sessions[:2],
        present=member.present[:1] if draw(st.booleans()) else (),
        offered=_some(draw, tuple(session.id for session in problem.sessions)),
        weekly_quota=draw(st.sampled_from((1, 1, 2, None))),
    )


@st.composite
def problems(
    draw: st.DrawFn,
    *,
    pairing: bool,
    names: tuple[str, ...] = NAMES,
    most: tuple[int, int, int] = (3, 3, 7),
) -> Problem:
    """A problem of at most so many residents, faculty and sessions, the sessions among ``names`` in up to three weeks."""
    residents, faculty, sessions = most
    held = draw(st.lists(st.sampled_from(names), min_size=2, max_size=sessions, unique=True))
    minima = draw(st.sampled_from(((0,), (0, 0, 1, 2, 3), (0, 0, 2, 2))))
    clinics = tuple(_session(draw, name, minima) for name in sorted(held))
    coaches = tuple(_faculty(draw, clinics, number) for number in range(draw(st.integers(1, faculty))))
    people = tuple(
        _resident(draw, clinics, coaches, number, pairing=pairing)
        for number in range(draw(st.integers(1, residents)))
    )
    easy = draw(st.booleans())  # else most problems would have no schedule at all
    if easy:
        coaches = tuple(replace(member, panel_min=0) for member in coaches)
        people = tuple(_with_light_weeks(resident, coaches) for resident in people)
    longest_gap = 4 if easy else draw(st.sampled_from((4, 3, 2, 1)))
    return Problem(
        name="random",
        first_monday=FIRST_MONDAY,
        weeks=3,
        decide=frozenset((Decision.SESSIONS, Decision.PAIRING))
        if pairing
        else frozenset((Decision.SESSIONS,)),
        programs=(Program(ProgramId("A"), draw(st.sampled_from((4, 2, 1.5, 1)))), Program(ProgramId("B"), 4)),
        sessions=clinics,
        faculty=coaches,
        residents=people,
        rules=Rules(draw(st.integers(1, 2)), longest_gap, draw(st.integers(1, 4))),
        objective=draw(st.sampled_from(SCORES)),
        pins=Pins() if easy else _pins(draw, people),
        **_wishes(draw, clinics, coaches, people),
    )


def _session(draw: st.DrawFn, name: str, minima: tuple[int, ...]) -> ClinicSession:
    """Now and then more residents are asked for than fit in: such a session stays empty."""
    rooms = draw(st.sampled_from((2, 2, 1, 1, 0, 3)))
    return clinic(name, rooms=rooms, min_residents=draw(st.sampled_from(minima)) if rooms else 0)


def _with_light_weeks(resident: Resident, faculty: tuple[FacultyMember, ...]) -> Resident:
    weeks = tuple(replace(week, min=0) for week in resident.weeks)
    candidates = None if resident.coach_fixed else tuple(member.id for member in faculty)
    return replace(resident, weeks=weeks, candidates=candidates)


def _some(draw: st.DrawFn, items: tuple[Any, ...]) -> tuple[Any, ...]:
    likely = st.sampled_from((True, True, False))
    kept = draw(st.lists(likely, min_size=len(items), max_size=len(items)))
    return tuple(item for item, keep in zip(items, kept, strict=True) if keep)


def _faculty(draw: st.DrawFn, sessions: tuple[ClinicSession, ...], number: int) -> FacultyMember:
    ids = tuple(session.id for session in sessions)
    low = draw(st.sampled_from((0, 0, 0, 0, 0, 1)))
    return FacultyMember(
        id=FacultyId(f"F{number}"),
        program=ProgramId(draw(st.sampled_from("AAAAB"))),
        panel_min=low,
        panel_max=draw(st.sampled_from((3, 3, 3, 2, max(low, 1)))),
        sessions=_some(draw, ids),
        present=_some(draw, ids[:3]),
    )


def _resident(
    draw: st.DrawFn,
    sessions: tuple[ClinicSession, ...],
    faculty: tuple[FacultyMember, ...],
    number: int,
    *,
    pairing: bool,
) -> Resident:
    everyone = tuple(member.id for member in faculty)
    is_open = pairing and draw(st.booleans())
    low = draw(st.sampled_from((0, 0, 0, 1, 2)))
    return Resident(
        id=ResidentId(f"R{number}"),
        program=ProgramId(draw(st.sampled_from("AAAAB"))),
        pgy=1,
        coach=None if is_open else draw(st.sampled_from(everyone)),
        coach_fixed=not is_open,
        year_min=low,
        year_max=low + draw(st.sampled_from((3, 2, 1, 4, 0))),
        weeks=tuple(_weeks(draw, _some(draw, sessions))),
        candidates=draw(st.sampled_from((None, everyone, everyone[:2]))) if is_open else None,
        team=_some(draw, everyone) if draw(st.booleans()) else (),
        earlier_coaches=_earlier(draw, everyone),
    )


def _earlier(draw: st.DrawFn, everyone: tuple[FacultyId, ...]) -> tuple[EarlierCoach, ...]:
    days = sorted(draw(st.sets(st.sampled_from((0, 3, 8)), max_size=2))) if draw(st.booleans()) else []
    return tuple(EarlierCoach(draw(st.sampled_from(everyone)), FIRST_MONDAY + timedelta(day)) for day in days)


def _weeks(draw: st.DrawFn, sessions: tuple[ClinicSession, ...]) -> list[ResidentWeek]:
    by_week: dict[int, list[ClinicSession]] = {}
    for session in sessions:
        by_week.setdefault((session.half_day.date - FIRST_MONDAY).days // 7, []).append(session)
    found = []
    for week, listed in sorted(by_week.items()):
        low = draw(st.sampled_from((0, 0, 0, 0, 1)))
        high = low + draw(st.sampled_from((2, 1, 1, 0)))
        weight = draw(st.sampled_from((1, 1, 1, 2, 0.5)))
        found.append(ResidentWeek(week, low, high, tuple(session.id for session in listed), weight))
    return found


def _pins(draw: st.DrawFn, residents: tuple[Resident, ...]) -> Pins:
    options = [(r.id, s) for r in residents for week in r.weeks for s in week.sessions]
    if not options or draw(st.integers(0, 3)):
        return Pins()
    pinned = draw(st.lists(st.sampled_from(options), max_size=2, unique=True))
    return Pins(frozenset(pinned[:1]), frozenset(pinned[1:]))


def _wishes(
    draw: st.DrawFn,
    sessions: tuple[ClinicSession, ...],
    faculty: tuple[FacultyMember, ...],
    residents: tuple[Resident, ...],
) -> dict[str, Any]:
    """In some problems: preferences, affinities, and a published schedule with, rarely, a frozen first week."""
    if not draw(st.booleans()):
        return {}
    weights = st.sampled_from((-1.0, 0.5, 3.0))
    liked = st.tuples(st.sampled_from(residents), st.sampled_from(sessions))
    preferred = draw(st.lists(liked, max_size=3, unique=True))
    matched = draw(
        st.lists(st.tuples(st.sampled_from(residents), st.sampled_from(faculty)), max_size=3, unique=True)
    )
    before = {
        resident.id: (*_published(draw, resident), SessionId("no longer there")) for resident in residents[1:]
    }
    return {
        "preferences": tuple(Preference(r.id, s.id, draw(weights)) for r, s in preferred),
        "affinities": tuple(Affinity(r.id, f.id, draw(weights)) for r, f in matched),
        "published": draw(st.sampled_from((None, before))),
        "frozen_before": draw(st.sampled_from((None, None, None, FIRST_MONDAY + timedelta(days=2)))),
    }


def _published(draw: st.DrawFn, resident: Resident) -> tuple[SessionId, ...]:
    """At most one session a week, so that freezing it is often possible."""
    return tuple(draw(st.sampled_from(week.sessions)) for week in resident.weeks if draw(st.booleans()))
