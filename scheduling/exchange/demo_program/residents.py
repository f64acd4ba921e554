"""The demo program's residents: their classes, coaches, rotations, leave, and how many clinics a year they need."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from scheduling.domain.calendar import Period, monday_of
from scheduling.exchange.demo_program.clinic import WEEKS
from scheduling.exchange.demo_program.faculty import PRONOUNS
from scheduling.exchange.demo_program.invented_names import email_of
from scheduling.exchange.demo_program.rotations import BLOCKS_A_YEAR, ROTATIONS, year_of_rotations
from scheduling.exchange.workbook.tables import (
    AssignmentRow,
    AwayRow,
    BlockColumn,
    FacultyRow,
    PersonKind,
    ResidentRow,
)

CLASSES = (1, 2, 3)
LARGEST_KEPT_PANEL = 3
VACATION_WEEKS = 3
POST_CALLS_A_YEAR = 3
# The yearly minimum is this share of the clinics that the rotations' weekly maxima would allow without leave or holidays.
SHARE_OF_POSSIBLE = 0.66
YEAR_MAX_OVER_MIN = 1.25


def demo_residents(
    names: Iterator[str], count: int, faculty: Sequence[FacultyRow], first_monday: date, rng: Random
) -> tuple[list[ResidentRow], dict[str, list[str]]]:
    """Residents by class, interns first, and the rotation of each in each block; only interns have no coach."""
    panels: Counter[str] = Counter({member.name: 0 for member in faculty})
    residents: list[ResidentRow] = []
    rotations: dict[str, list[str]] = {}
    in_clinic = [0] * BLOCKS_A_YEAR
    for pgy in CLASSES:
        size = count // len(CLASSES) + (1 if pgy <= count % len(CLASSES) else 0)
        for name in sorted(next(names) for _ in range(size)):
            coach = _coach(panels, rng) if pgy > 1 else None
            rotations[name] = year_of_rotations(pgy, in_clinic, rng)
            start = _program_start(pgy, first_monday)
            residents.append(_resident(name, pgy, start, coach, _possible(rotations[name])))
    return [_with_contacts(resident, number) for number, resident in enumerate(residents)], rotations


def _coach(panels: Counter[str], rng: Random) -> str:
    """Somebody whose panel is among the smaller ones."""
    smallest = min(panels.values())
    coach = rng.choice(
        [name for name, size in panels.items() if size <= min(smallest + 1, LARGEST_KEPT_PANEL - 1)]
    )
    panels[coach] += 1
    return coach


def _program_start(pgy: int, first_monday: date) -> date:
    """The Wednesday before the academic year in which the training began."""
    first = monday_of(first_monday.replace(year=first_monday.year - pgy + 1))
    return first - timedelta(days=5)


def _resident(name: str, pgy: int, start: date, coach: str | None, possible: int) -> ResidentRow:
    least = round(SHARE_OF_POSSIBLE * possible)
    return ResidentRow(
        name=name,
        email=email_of(name),
        pgy=pgy,
        program_start=start,
        coach=coach,
        coach_since=start if coach else None,
        clinics_min=least,
        clinics_max=round(YEAR_MAX_OVER_MIN * least),
    )


def _with_contacts(resident: ResidentRow, number: int) -> ResidentRow:
    return replace(
        resident,
        phone=f"555-01{number % 100:02}",
        pager=f"555-01{(number + 50) % 100:02}" if number % 2 else "",
        pronouns=PRONOUNS[(number + 3) % len(PRONOUNS)],
    )


def _possible(rotations: Sequence[str]) -> int:
    most = {rotation.code: rotation.clinics_max for rotation in ROTATIONS}
    return sum(2 * most[code] for code in rotations)


def demo_assignments(
    residents: Sequence[ResidentRow], rotations: dict[str, list[str]], blocks: Sequence[BlockColumn]
) -> Iterator[AssignmentRow]:
    """The block schedule, seniors first as on the sheet."""
    for resident in sorted(residents, key=lambda row: -row.pgy):
        for block, code in zip(blocks, rotations[resident.name], strict=True):
            yield AssignmentRow(resident.name, block.label, block.first, block.last, code)


def demo_residents_away(
    residents: Sequence[ResidentRow], first_monday: date, rng: Random
) -> Iterator[AwayRow]:
    """Weeks of vacation, and half-days after call."""
    for resident in residents:
        for week in sorted(rng.sample(range(WEEKS), VACATION_WEEKS)):
            monday = first_monday + timedelta(weeks=week)
            yield AwayRow(
                resident.name, PersonKind.RESIDENT, monday, monday + timedelta(days=6), None, "vacation"
            )
        for week in sorted(rng.sample(range(WEEKS), POST_CALLS_A_YEAR)):
            day = first_monday + timedelta(weeks=week, days=rng.randrange(5))
            period = rng.choice((Period.AM, Period.AM, Period.PM))
            yield AwayRow(resident.name, PersonKind.RESIDENT, day, day, period, "post-call")
