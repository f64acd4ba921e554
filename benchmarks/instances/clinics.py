"""Programs with their sites, and the clinic sessions that hold them: rooms follow what the yearly minima need."""

from dataclasses import dataclass
from random import Random

from benchmarks.instances.shape import Shape
from benchmarks.instances.week import SLOTS, day_of, session_name
from scheduling.domain.calendar import HalfDay
from scheduling.domain.ids import ProgramId, SiteId
from scheduling.domain.problem import ClinicSession

PROGRAMS = ("IM", "FM", "PED", "MP", "NEU", "OB", "PSY", "EM")
SITES = ("MAIN", "NORTH", "SOUTH", "EAST")
LENT_ROOMS_SHARE = 0.12  # weeks in which an eighth of the rooms is lent


@dataclass(frozen=True, slots=True)
class Household:
    """A program: its residents and coaches by number, and the sites (one or two) between which they are divided."""

    program: ProgramId
    residents: range
    coaches: range
    sites: tuple[SiteId, ...]

    def site_of(self, coach: int) -> SiteId:
        """Where a coach precepts; their residents are at home there."""
        return self.sites[coach % len(self.sites)]


def households(shape: Shape) -> list[Household]:
    """The programs, as equal as the numbers allow; neighbours share a site."""
    found = []
    last_coach = 0
    for number in range(shape.programs):
        first, last = (place * shape.residents // shape.programs for place in (number, number + 1))
        coaches = -(-(last - first) // shape.residents_per_coach)
        sites = {SITES[(number + step) % shape.sites]: None for step in range(2)}
        found.append(
            Household(
                ProgramId(PROGRAMS[number]),
                range(first, last),
                range(last_coach, last_coach + coaches),
                tuple(map(SiteId, sites)),
            )
        )
        last_coach += coaches
    return found


def open_clinics(
    shape: Shape, random: Random, homes: list[Household], least: list[int]
) -> tuple[ClinicSession, ...]:
    """Every half-day of every site. All sessions of a site have the same rooms but for weeks in which some are lent."""
    found = []
    for site in map(SiteId, SITES[: shape.sites]):
        demand = sum(
            sum(least[number] for number in home.residents) / len(home.sites)
            for home in homes
            if site in home.sites
        )
        rooms = round(demand / shape.rooms.value / (shape.weeks * len(SLOTS))) + 1
        for week in range(shape.weeks):
            here = rooms - (rooms // 8 if random.random() < LENT_ROOMS_SHARE else 0)
            for weekday, period in SLOTS:
                half_day = HalfDay(day_of(week, weekday), period)
                name = session_name(site, week, (weekday, period))
                found.append(ClinicSession(name, site, half_day, here))
    return tuple(found)
