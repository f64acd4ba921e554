"""The demo program's faculty: when they precept, and when they are away."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from scheduling.domain.calendar import Period
from scheduling.domain.program_year import Duty
from scheduling.exchange.demo_program.clinic import CLINIC_SLOTS, EAST, WEEKS
from scheduling.exchange.demo_program.invented_names import email_of
from scheduling.exchange.workbook.tables import AwayRow, DutyCell, FacultyRow, PersonKind, Slot

PANEL_MIN, PANEL_MAX = 2, 5
PRECEPTS, OFFERED, OWN_CLINIC = (DutyCell(duty) for duty in Duty)
PRECEPTS_EAST = DutyCell(Duty.PRECEPTS, EAST)
HALF_DAYS_A_WEEK = (3, 3, 4, 2)
OFFERED_A_WEEK = (3, 2, 2, 3, 2)
# One preceptor at the east site on each of these half-days.
EAST_SLOTS: tuple[Slot, ...] = (
    (0, Period.AM),
    (1, Period.AM),
    (2, Period.PM),
    (3, Period.AM),
    (3, Period.PM),
    (4, Period.AM),
)
PRONOUNS = ("she/her", "he/him", "", "they/them", "", "she/her", "he/him")
# Mornings have more preceptors than afternoons, as in most clinics.
PRECEPTORS_WANTED: dict[Slot, int] = {
    (0, Period.AM): 3,
    (0, Period.PM): 2,
    (1, Period.AM): 4,
    (2, Period.AM): 4,
    (2, Period.PM): 1,
    (3, Period.AM): 2,
    (3, Period.PM): 2,
    (4, Period.AM): 1,
    (4, Period.PM): 1,
}
WEEKS_AWAY = (5, 6, 7)
MEETINGS_A_YEAR = 4


def demo_faculty(names: Iterator[str], count: int, rng: Random) -> list[FacultyRow]:
    """Faculty whose precepting half-days are spread over the week, with one at the east site on most days."""
    precepting = _spread_precepting(count, rng)
    east = {
        slot: rng.choice([n for n, slots in enumerate(precepting) if slot in slots]) for slot in EAST_SLOTS
    }
    return [
        _member(
            next(names),
            number,
            precepting[number],
            {slot for slot, who in east.items() if who == number},
            rng,
        )
        for number in range(count)
    ]


def _spread_precepting(count: int, rng: Random) -> list[set[Slot]]:
    """Each member's half-days, dealt out so that every half-day of the week has its share of preceptors."""
    load = dict.fromkeys(PRECEPTORS_WANTED, 0)
    precepting: list[set[Slot]] = []
    for number in range(count):
        own: set[Slot] = set()
        for _ in range(HALF_DAYS_A_WEEK[number % len(HALF_DAYS_A_WEEK)]):
            free = [slot for slot in PRECEPTORS_WANTED if slot not in own]
            slot = min(free, key=lambda slot: (load[slot] / PRECEPTORS_WANTED[slot], rng.random()))
            own.add(slot)
            load[slot] += 1
        precepting.append(own)
    return precepting


def _member(name: str, number: int, precepting: set[Slot], east: set[Slot], rng: Random) -> FacultyRow:
    pattern = {slot: (PRECEPTS_EAST if slot in east else PRECEPTS,) for slot in precepting}
    rest = [slot for slot in CLINIC_SLOTS if slot not in precepting]
    rng.shuffle(rest)
    for slot in rest[: OFFERED_A_WEEK[number % len(OFFERED_A_WEEK)]]:
        pattern[slot] = (OFFERED,)
    if number % 4 == 0:
        pattern[rest[-1]] = (OWN_CLINIC,)
    return FacultyRow(
        name=name,
        email=email_of(name),
        panel_min=PANEL_MIN,
        panel_max=PANEL_MAX,
        weekly_quota=len(precepting),
        pattern=pattern,
        phone=f"555-01{(number + 60) % 100:02}",
        pager=f"555-01{(number + 20) % 100:02}" if number % 3 else "",
        pronouns=PRONOUNS[number % len(PRONOUNS)],
    )


def demo_faculty_away(faculty: list[FacultyRow], first_monday: date, rng: Random) -> Iterator[AwayRow]:
    """Whole weeks away, and single half-days in meetings."""
    for member in faculty:
        for week in sorted(rng.sample(range(WEEKS), rng.choice(WEEKS_AWAY))):
            monday = first_monday + timedelta(weeks=week)
            yield AwayRow(member.name, PersonKind.FACULTY, monday, monday + timedelta(days=6), None, "away")
        for week in sorted(rng.sample(range(WEEKS), MEETINGS_A_YEAR)):
            weekday, period = rng.choice(sorted(member.pattern))
            day = first_monday + timedelta(weeks=week, days=weekday)
            yield AwayRow(member.name, PersonKind.FACULTY, day, day, period, "meeting")
