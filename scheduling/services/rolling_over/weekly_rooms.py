"""The usual rooms of each half-day of the week, read from the sessions of a year."""

from collections import defaultdict
from dataclasses import dataclass, field

from scheduling.domain.calendar import WEEKDAYS, Period
from scheduling.domain.next_year import weekly_value
from scheduling.models import AcademicYear, Holiday, Session, Site

Slot = tuple[Site, int, str]


@dataclass(frozen=True, slots=True)
class WeeklyRooms:
    """The rooms of a half-day of the week."""

    site: Site
    weekday: int
    period: str
    rooms: int


@dataclass(slots=True)
class Weekly:
    """What is usual, and the half-days with clinic in too few weeks to be."""

    rooms: list[WeeklyRooms] = field(default_factory=list)
    rare: list[str] = field(default_factory=list)


def weekly_rooms(year: AcademicYear) -> Weekly:
    """The usual rooms of a year's half-days; single dates with a note are not usual."""
    weekly = Weekly()
    for slot, rooms in sorted(_rooms_held(year).items(), key=lambda held: _week_order(held[0])):
        site, weekday, period = slot
        usual = weekly_value(rooms, year.weeks)
        if usual is None:
            weekly.rare.append(f"{WEEKDAYS[weekday]} {period}, {site}")
        elif usual:
            weekly.rooms.append(WeeklyRooms(site, weekday, period, usual))
    return weekly


def _rooms_held(year: AcademicYear) -> dict[Slot, list[int]]:
    closed = set(Holiday.objects.filter(program=year.program_id).values_list("date", flat=True))
    rows = Session.objects.filter(
        site__program=year.program_id, date__range=(year.first_monday, year.last_date), note=""
    )
    held: dict[Slot, list[int]] = defaultdict(list)
    for row in rows.exclude(date__in=closed).select_related("site"):
        held[row.site, row.date.weekday(), row.period].append(row.rooms)
    return held


def _week_order(slot: Slot) -> tuple[int, int, int]:
    site, weekday, period = slot
    return (site.pk, weekday, Period(period).order)
