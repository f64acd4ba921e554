"""The ways in which programmes give clinic its place beside the wards: which weeks of a resident allow which half-days."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from benchmarks.instances.week import NO_CLINIC, SLOTS, Chance, Rotation, Slot, share_of_year
from scheduling.domain.calendar import Period

Chances = tuple[Chance, ...]
RESIDENT_AWAY = 3  # weeks a year
BLOCK_WEEKS = 2
CHOICES = 3  # half-days among which a cohort's weekly clinic is chosen
HALF_YEAR_BLOCK = 4  # weeks on the wards, then as many in clinic


@dataclass(frozen=True, slots=True)
class Style:
    """``weeks(random, number, weeks)`` draws the chances of resident ``number``; the yearly minimum is a share of them."""

    name: str
    weeks: Callable[[Random, int, int], Chances]
    least_share: float


def _without(day: int) -> tuple[Slot, ...]:
    return tuple(slot for slot in SLOTS if slot[0] != day)


def _afternoons(*days: int) -> tuple[Slot, ...]:
    return tuple((day, Period.PM) for day in days if (day, Period.PM) in SLOTS)


AMBULATORY = Rotation(SLOTS, 3, 5)
HALF_AMBULATORY = Rotation(SLOTS, 1, 3)
WITH_CLINIC = (
    *(Rotation(_without(day), 1, 2) for day in range(4)),
    Rotation(_afternoons(0, 2, 4), 1, 1),
    Rotation(_afternoons(0, 3, 4), 1, 1),
    Rotation(_afternoons(0, 2, 3, 4), 0, 1),
    Rotation(SLOTS, 1, 3),
)


def _away(random: Random, weeks: int) -> set[int]:
    return set(random.sample(range(weeks), share_of_year(RESIDENT_AWAY, weeks)))


def _variable(random: Random, number: int, weeks: int) -> Chances:
    """A year of blocks: never two without clinic in a row, ambulatory every fifth, the rest drawn."""
    away = _away(random, weeks)
    found: list[Chance] = []
    rotation = NO_CLINIC
    for block in range(weeks // BLOCK_WEEKS):
        may_rest = rotation is not NO_CLINIC
        rotation = random.choice(WITH_CLINIC)
        if block % 5 == number % 5:
            rotation = AMBULATORY
        elif may_rest and random.random() < 0.55:
            rotation = NO_CLINIC
        inside = range(block * BLOCK_WEEKS, (block + 1) * BLOCK_WEEKS)
        found += [Chance(week, rotation) for week in inside if rotation.slots and week not in away]
    return tuple(found)


def _weekly(random: Random, number: int, weeks: int) -> Chances:
    """One half-day a week among the cohort's few; a heavy week may do without it, nights have none."""
    away = _away(random, weeks)
    choices = tuple(SLOTS[(number + 2 * k) % len(SLOTS)] for k in range(CHOICES))

    def drawn() -> Iterator[Chance]:
        for week in range(weeks):
            luck = random.random()
            if week not in away and luck < 0.8:
                yield Chance(week, Rotation(choices, int(luck < 0.6), 1))

    return tuple(drawn())


def x_plus_y(wards: int, clinic: int) -> Style:
    """``clinic`` ambulatory weeks after every ``wards`` weeks without clinic; the cohorts take turns."""
    cycle = wards + clinic

    def chances(random: Random, number: int, weeks: int) -> Chances:
        away = _away(random, weeks)
        here = (week for week in range(weeks) if (week - clinic * number) % cycle < clinic)
        return tuple(Chance(week, AMBULATORY) for week in here if week not in away)

    return Style(f"{wards}+{clinic}", chances, 0.75)


def _fifty_fifty(random: Random, number: int, weeks: int) -> Chances:
    """Half of the residents are on the wards while the others are in clinic; they change every few weeks."""
    away = _away(random, weeks)
    here = (week for week in range(weeks) if (week // HALF_YEAR_BLOCK + number) % 2 == 0)
    return tuple(Chance(week, HALF_AMBULATORY) for week in here if week not in away)


VARIABLE = Style("variable half-days", _variable, 0.69)
WEEKLY = Style("weekly half-day", _weekly, 0.85)
FIFTY_FIFTY = Style("50/50", _fifty_fifty, 0.69)
STYLES = (VARIABLE, WEEKLY, x_plus_y(4, 1), x_plus_y(3, 1), x_plus_y(6, 2), FIFTY_FIFTY)
