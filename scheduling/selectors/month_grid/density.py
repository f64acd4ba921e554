"""The year of one version at a glance: residents down, weeks across, clinics and overlaps counted in each."""

from collections import Counter
from datetime import date, timedelta

from scheduling.domain.calendar import MONTHS, week_index
from scheduling.domain.program_year import ResidentYear as Described
from scheduling.models import ResidentYear, Schedule
from scheduling.selectors.month_grid.choices import Choices
from scheduling.selectors.month_grid.content import WeekCell, WeekHead, YearDensity
from scheduling.selectors.month_grid.grouping import wanted
from scheduling.selectors.month_grid.offers import offered
from scheduling.selectors.month_grid.reading import GridFacts, read_grid
from scheduling.selectors.month_grid.rows import groups
from scheduling.selectors.month_grid.windows import window_of
from scheduling.selectors.program_year import key_of

SOLID = 2


def year_density(schedule: Schedule, choices: Choices, today: date) -> YearDensity:
    """The whole year of the residents chosen."""
    year = schedule.year
    facts = read_grid(schedule, window_of(year, year.first_monday, year.weeks))
    counted = _counted(facts)
    described = {key_of(resident.id): resident for resident in facts.frame.described.residents}
    this_week = week_index(today, year.first_monday)

    def cells(place: ResidentYear) -> tuple[WeekCell, ...]:
        weeks = counted.get(place.resident_id, {})
        possible = _possible(facts, described[place.resident_id])
        return tuple(
            _cell(weeks.get(week, (0, 0)), is_possible=week in possible, is_today=week == this_week)
            for week in range(year.weeks)
        )

    places = wanted(facts, choices)
    return YearDensity(
        weeks=tuple(_head(year.first_monday, week, this_week) for week in range(year.weeks)),
        groups=groups(facts, ("density", today), places, choices, cells),
        shown=len(places),
        total=len(facts.frame.places),
        offered=offered(facts),
    )


def _counted(facts: GridFacts) -> dict[int, dict[int, tuple[int, int]]]:
    """Clinics and overlaps by resident and week."""
    first = facts.frame.window.first
    clinics = Counter(
        (who, week_index(half_day.date, first))
        for who, half_days in facts.attended.items()
        for half_day in half_days
    )
    together = Counter((who, week) for who, weeks in facts.version.weeks_together.items() for week in weeks)
    found: dict[int, dict[int, tuple[int, int]]] = {}
    for (who, week), count in clinics.items():
        found.setdefault(who, {})[week] = (count, together[who, week])
    return found


def _possible(facts: GridFacts, resident: Described) -> set[int]:
    """The weeks in which some day is on a rotation with clinic."""
    first = facts.frame.window.first
    found: set[int] = set()
    for block in resident.assignments:
        rotation = facts.frame.rotations.get(block.rotation)
        if rotation is not None and rotation.max_per_week > 0:
            found.update(range(week_index(block.first, first), week_index(block.last, first) + 1))
    return found


def _cell(counts: tuple[int, int], *, is_possible: bool, is_today: bool) -> WeekCell:
    clinics, together = counts
    kind = "heat-2" if together >= SOLID else "heat-1" if together else "heat-0"
    return WeekCell(clinics, together, kind if clinics or is_possible else "heat-none", is_today=is_today)


def _head(first_monday: date, week: int, this_week: int) -> WeekHead:
    monday = first_monday + timedelta(weeks=week)
    return WeekHead(
        monday, week + 1, MONTHS[monday.month - 1] if _is_named(monday, week) else "", week == this_week
    )


def _is_named(monday: date, week: int) -> bool:
    """Whether the month's name stands here: where it begins, or the year does and there is room for it."""
    step = timedelta(weeks=1)
    return (monday + step).month == monday.month if week == 0 else (monday - step).month != monday.month
