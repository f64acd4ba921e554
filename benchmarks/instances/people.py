"""Coaches with their weekly half-days, and residents with the sessions that their rotations allow."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from benchmarks.instances.clinics import Household
from benchmarks.instances.shape import Open, Shape
from benchmarks.instances.week import SLOTS, Chance, Slot, session_name, share_of_year
from scheduling.domain.ids import FacultyId, ResidentId, SessionId, SiteId
from scheduling.domain.problem import FacultyMember, Resident, ResidentWeek

CLASSES = 3
PANEL_SPREAD = (-1, 2)  # a panel may be one smaller or two larger than usual
YEARLY_SPREAD = 1.25  # of the yearly minimum
COACH_AWAY = 7  # weeks a year
OFFERED = (6, 8)  # weekly half-days, where a coach has more to offer than the quota


def draw_coaches(shape: Shape, random: Random, homes: list[Household]) -> tuple[FacultyMember, ...]:
    """All coaches; each precepts on the same half-days of every week but for those away."""
    more = Random(f"{shape.seed}, offered")  # noqa: S311  its own stream, so that all else stays as it is
    coaches = [_coach(shape, random, more, home, number) for home in homes for number in home.coaches]
    return (*coaches, *_attendings(shape, homes))


def _attendings(shape: Shape, homes: list[Household]) -> Iterator[FacultyMember]:
    """Those who keep every half-day supervised and coach nobody."""
    for home in homes:
        for site in home.sites:
            sessions = _sessions(site, list(range(shape.weeks)), list(SLOTS))
            for number in range(shape.attendings):
                yield FacultyMember(
                    FacultyId(f"{home.program}-{site}-{number + 1}"), home.program, 0, 0, sessions
                )


def _coach(shape: Shape, random: Random, more: Random, home: Household, number: int) -> FacultyMember:
    pattern = random.sample(SLOTS, shape.half_days)
    away = set(random.sample(range(shape.weeks), share_of_year(COACH_AWAY, shape.weeks)))
    weeks = [week for week in range(shape.weeks) if week not in away]
    low, high = (shape.residents_per_coach + spread for spread in PANEL_SPREAD)
    site = home.site_of(number)
    member = FacultyMember(_coach_id(number), home.program, low, high, _sessions(site, weeks, pattern))
    if not shape.offered:
        return member
    others = [slot for slot in SLOTS if slot not in pattern]
    offered = pattern + more.sample(others, more.randint(*OFFERED) - shape.half_days)
    return replace(member, offered=_sessions(site, weeks, offered), weekly_quota=shape.half_days)


def _sessions(site: SiteId, weeks: list[int], pattern: list[Slot]) -> tuple[SessionId, ...]:
    return tuple(session_name(site, week, slot) for week in weeks for slot in sorted(pattern))


def draw_residents(
    shape: Shape, random: Random, homes: list[Household], chances: list[tuple[Chance, ...]], least: list[int]
) -> tuple[Resident, ...]:
    """All residents; every third is an intern."""
    found = []
    for home in homes:
        order = random.sample(range(len(home.residents)), len(home.residents))
        for number, place in zip(home.residents, order, strict=True):
            coach = home.coaches[place % len(home.coaches)]
            weeks = tuple(_week(shape, home, coach, number, chance) for chance in chances[number])
            one = _resident(number, home, weeks, least[number])
            found.append(_paired(shape, one, _coach_id(coach)))
    return tuple(found)


def _pgy(number: int) -> int:
    return number % CLASSES + 1


def _week(shape: Shape, home: Household, coach: int, number: int, chance: Chance) -> ResidentWeek:
    """At the home site; in a week without wards, at every site of the program."""
    rotation = chance.rotation
    sites = home.sites if rotation.slots == SLOTS else (home.site_of(coach),)
    sessions = tuple(session_name(site, chance.week, slot) for site in sites for slot in rotation.slots)
    heavy = _pgy(number) == 1 and 2 * chance.week < shape.weeks
    weight = shape.intern_weight if heavy else 1.0
    return ResidentWeek(chance.week, rotation.min, rotation.max, sessions, weight)


def _resident(number: int, home: Household, weeks: tuple[ResidentWeek, ...], least: int) -> Resident:
    return Resident(
        id=ResidentId(f"R{number + 1:03d}"),
        program=home.program,
        pgy=_pgy(number),
        coach=None,
        coach_fixed=False,
        year_min=least,
        year_max=round(YEARLY_SPREAD * least),
        weeks=weeks,
    )


def _paired(shape: Shape, one: Resident, coach: FacultyId) -> Resident:
    is_open = shape.open is Open.EVERYONE or (shape.open is Open.INTERNS and one.pgy == 1)
    return one if is_open else replace(one, coach=coach, coach_fixed=True)


def _coach_id(number: int) -> FacultyId:
    return FacultyId(f"F{number + 1:03d}")
