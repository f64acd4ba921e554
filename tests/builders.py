"""Tiny scheduling problems in one line.

A session is named by what it is: ``"0 Mon AM"`` is the Monday morning of week 0; ``"0 Mon AM B"`` is at site B.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from scheduling.domain.calendar import WEEKDAYS, HalfDay, Period
from scheduling.domain.ids import Decision, FacultyId, ProgramId, ResidentId, SessionId, SiteId
from scheduling.domain.problem import (
    ClinicSession,
    FacultyMember,
    Pins,
    Problem,
    Program,
    Resident,
    ResidentWeek,
)
from scheduling.domain.solution import Solution

FIRST_MONDAY = date(2026, 6, 29)
PAIR_AND_SCHEDULE = frozenset((Decision.SESSIONS, Decision.PAIRING))
PLENTY = 99


def clinic(name: str, rooms: int = PLENTY, **changes: Any) -> ClinicSession:
    """A session by its name."""
    week, weekday, period, *site = name.split()
    day = FIRST_MONDAY + timedelta(weeks=int(week), days=WEEKDAYS.index(weekday))
    half_day = HalfDay(day, Period(period))
    session = ClinicSession(SessionId(name), SiteId(site[0] if site else "MAIN"), half_day, rooms)
    return replace(session, **changes)


def coach(
    name: str, sessions: Iterable[str] = (), panel: tuple[int, int] = (0, PLENTY), **changes: Any
) -> FacultyMember:
    """A faculty member who precepts in the sessions."""
    member = FacultyMember(FacultyId(name), ProgramId("IM"), *panel, sessions=named(sessions))
    return replace(member, **changes)


def named(sessions: Iterable[str]) -> tuple[SessionId, ...]:
    """Session ids."""
    return tuple(map(SessionId, sessions))


def trainee(
    name: str,
    sessions: Iterable[str] = (),
    load: tuple[int, int] = (0, PLENTY),
    *,
    of: str | None = "F1",
    **changes: Any,
) -> Resident:
    """A resident of coach ``of`` (None: to be paired) with allowed sessions; each week has the same load."""
    by_week: dict[int, list[SessionId]] = {}
    for session in named(sessions):
        by_week.setdefault(int(session.split()[0]), []).append(session)
    weeks = tuple(ResidentWeek(week, *load, sessions=tuple(listed)) for week, listed in by_week.items())
    paired = None if of is None else FacultyId(of)
    resident = Resident(ResidentId(name), ProgramId("IM"), 1, paired, paired is not None, 0, PLENTY, weeks)
    return replace(resident, **changes)


def tiny(
    sessions: Iterable[ClinicSession | str],
    faculty: Iterable[FacultyMember],
    residents: Iterable[Resident],
    **changes: Any,
) -> Problem:
    """A problem of one program with supervision 1:4, as many weeks as the sessions need, unless changed."""
    clinics = tuple(clinic(s) if isinstance(s, str) else s for s in sessions)
    last = max((s.half_day.date for s in clinics), default=FIRST_MONDAY)
    content: dict[str, Any] = {
        "name": "tiny",
        "first_monday": FIRST_MONDAY,
        "weeks": (last - FIRST_MONDAY).days // 7 + 1,
        "decide": PAIR_AND_SCHEDULE,
        "programs": (Program(ProgramId("IM"), 4),),
        "sessions": clinics,
        "faculty": tuple(faculty),
        "residents": tuple(residents),
    }
    return Problem(**(content | changes))


def schedule(
    problem: Problem, attended: Mapping[str, Iterable[str]], pairs: Mapping[str, str] | None = None
) -> Solution:
    """A schedule; residents not named attend nothing, and keep their coach unless ``pairs`` says otherwise."""
    coaches = {r.id: r.coach for r in problem.residents if r.coach is not None}
    coaches |= {ResidentId(who): FacultyId(coach) for who, coach in (pairs or {}).items()}
    return Solution(
        coach=coaches,
        assignments={r.id: named(attended.get(r.id, ())) for r in problem.residents},
        precepting={member.id: member.sessions for member in problem.faculty},
    )


def pins(attend: Iterable[tuple[str, str]] = (), avoid: Iterable[tuple[str, str]] = ()) -> Pins:
    """What people decided."""
    return Pins(*(frozenset((ResidentId(r), SessionId(s)) for r, s in pairs) for pairs in (attend, avoid)))


def crowded(residents: int, weeks: int, least: int, rooms: int) -> Problem:
    """Every resident needs ``least`` clinics in each week, which has five sessions of so many rooms."""
    names = [f"{week} {day} AM" for week in range(weeks) for day in WEEKDAYS[:5]]
    faculty = [coach(f"F{number}", names) for number in range(1, residents // 4 + 2)]
    people = [trainee(f"R{number}", names, (least, 5)) for number in range(1, residents + 1)]
    return tiny([clinic(name, rooms) for name in names], faculty, people)
