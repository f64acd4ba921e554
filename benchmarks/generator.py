"""Invented academic years of realistic tightness, from a seed: variable half-days, two-week rotations, three classes.

Every figure that shapes a year stands at the top. The same size and seed give the same problem everywhere.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from scheduling.domain.calendar import HalfDay, Period
from scheduling.domain.ids import Decision, FacultyId, ProgramId, ResidentId, SessionId, SiteId
from scheduling.domain.problem import (
    ClinicSession,
    FacultyMember,
    Problem,
    Program,
    Resident,
    ResidentWeek,
)

FIRST_MONDAY = date(2026, 6, 29)
WEEKS = 52
BLOCK_WEEKS = 2
CLASSES = 3
PROGRAM, SITE = ProgramId("IM"), SiteId("MAIN")
TEACHING = (1, Period.PM)  # no clinic on Tuesday afternoons
SUPERVISION_RATIO = 4
RESIDENTS_PER_COACH = 3
PANEL = (2, 5)
YEARLY_MIN_SHARE, YEARLY_SPREAD = 0.69, 1.25  # of the sum of weekly maxima; of the minimum
ROOM_USE = 0.84  # of all rooms, by the yearly minima
PATTERN = 3  # half-days a week that a coach precepts
COACH_AWAY, RESIDENT_AWAY = 7, 3  # weeks a year
LENT_ROOMS_SHARE = 0.12  # weeks in which an eighth of the rooms is lent

Slot = tuple[int, Period]
SLOTS: tuple[Slot, ...] = tuple(
    (day, period) for day in range(5) for period in (Period.AM, Period.PM) if (day, period) != TEACHING
)


@dataclass(frozen=True, slots=True)
class Rotation:
    """What a rotation allows in a week."""

    slots: tuple[Slot, ...]
    min: int
    max: int


def _without(day: int) -> tuple[Slot, ...]:
    return tuple(slot for slot in SLOTS if slot[0] != day)


def _afternoons(*days: int) -> tuple[Slot, ...]:
    return tuple((day, Period.PM) for day in days if (day, Period.PM) in SLOTS)


NO_CLINIC = Rotation((), 0, 0)
AMBULATORY = Rotation(SLOTS, 3, 5)
WITH_CLINIC = (
    *(Rotation(_without(day), 1, 2) for day in range(4)),
    Rotation(_afternoons(0, 2, 4), 1, 1),
    Rotation(_afternoons(0, 3, 4), 1, 1),
    Rotation(_afternoons(0, 2, 3, 4), 0, 1),
    Rotation(SLOTS, 1, 3),
)


def year(residents: int, seed: int, *, interns_open: bool) -> Problem:
    """A year of so many residents; every third is an intern, whose coach is open or drawn like the others'."""
    random = Random(seed)  # noqa: S311  invented data, not secrets
    coaches = -(-residents // RESIDENTS_PER_COACH)
    chances = [_allowed(random, number) for number in range(residents)]
    loads = [sum(week.max for week in weeks) for weeks in chances]
    least = [round(YEARLY_MIN_SHARE * load) for load in loads]
    sessions = _sessions(random, sum(least))
    faculty = tuple(_coach(random, number) for number in range(coaches))
    order = random.sample(range(residents), residents)
    people = tuple(
        _resident(number, order[number] % coaches, chances[number], least[number], interns_open=interns_open)
        for number in range(residents)
    )
    return Problem(
        name=f"{residents} residents, seed {seed}, interns {'open' if interns_open else 'paired'}",
        first_monday=FIRST_MONDAY,
        weeks=WEEKS,
        decide=frozenset((Decision.SESSIONS, Decision.PAIRING)),
        programs=(Program(PROGRAM, SUPERVISION_RATIO),),
        sessions=sessions,
        faculty=faculty,
        residents=people,
    )


def _name(day: date, period: Period) -> SessionId:
    return SessionId(f"{SITE}/{day}/{period}")


def _day(week: int, weekday: int) -> date:
    return FIRST_MONDAY + timedelta(weeks=week, days=weekday)


def _sessions(random: Random, demand: int) -> tuple[ClinicSession, ...]:
    rooms = round(demand / ROOM_USE / (WEEKS * len(SLOTS))) + 1
    found = []
    for week in range(WEEKS):
        here = rooms - (rooms // 8 if random.random() < LENT_ROOMS_SHARE else 0)
        for weekday, period in SLOTS:
            day = _day(week, weekday)
            found.append(ClinicSession(_name(day, period), SITE, HalfDay(day, period), here))
    return tuple(found)


def _coach(random: Random, number: int) -> FacultyMember:
    pattern = random.sample(SLOTS, PATTERN)
    away = set(random.sample(range(WEEKS), COACH_AWAY))
    sessions = tuple(
        _name(_day(week, weekday), period)
        for week in range(WEEKS)
        if week not in away
        for weekday, period in sorted(pattern)
    )
    return FacultyMember(FacultyId(f"F{number + 1:03d}"), PROGRAM, *PANEL, sessions=sessions)


def _allowed(random: Random, number: int) -> tuple[ResidentWeek, ...]:
    """A year of blocks: never two without clinic in a row, ambulatory every fifth, the rest drawn."""
    away = set(random.sample(range(WEEKS), RESIDENT_AWAY))
    found: list[ResidentWeek] = []
    rotation = NO_CLINIC
    for block in range(WEEKS // BLOCK_WEEKS):
        may_rest = rotation is not NO_CLINIC
        rotation = random.choice(WITH_CLINIC)
        if block % 5 == number % 5:
            rotation = AMBULATORY
        elif may_rest and random.random() < 0.55:
            rotation = NO_CLINIC
        weeks = range(block * BLOCK_WEEKS, (block + 1) * BLOCK_WEEKS)
        found += [_week(week, rotation) for week in weeks if rotation.slots and week not in away]
    return tuple(found)


def _week(week: int, rotation: Rotation) -> ResidentWeek:
    sessions = tuple(_name(_day(week, weekday), period) for weekday, period in rotation.slots)
    return ResidentWeek(week, rotation.min, rotation.max, sessions)


def _resident(
    number: int, coach: int, weeks: tuple[ResidentWeek, ...], least: int, *, interns_open: bool
) -> Resident:
    pgy = number % CLASSES + 1
    is_open = interns_open and pgy == 1
    return Resident(
        id=ResidentId(f"R{number + 1:03d}"),
        program=PROGRAM,
        pgy=pgy,
        coach=None if is_open else FacultyId(f"F{coach + 1:03d}"),
        coach_fixed=not is_open,
        year_min=least,
        year_max=round(YEARLY_SPREAD * least),
        weeks=weeks,
    )
