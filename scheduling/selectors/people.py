"""Residents and faculty of a year as the people page lists them."""

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, F, Q

from scheduling.domain.calendar import WEEKDAYS, Period
from scheduling.domain.program_year import Duty
from scheduling.models import AcademicYear, Faculty, FacultyHalfDay, Pairing, Resident, ResidentYear
from scheduling.selectors.years import day_looked_at, program_today

DUTY_MARKS = {Duty.PRECEPTS: "P", Duty.OFFERED: "offered", Duty.OWN_CLINIC: "own"}
WORKDAYS = 5


class ResidentOrder(StrEnum):
    """How residents are sorted."""

    NAME = "name"
    PGY = "pgy"
    COACH = "coach"


@dataclass(frozen=True, slots=True)
class ResidentLine:
    """A resident in a row."""

    place: ResidentYear
    coach: Faculty | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What a faculty member does on a half-day: P, offered or own; at which site; in which weeks of the month."""

    text: str
    site: str
    weeks: str


@dataclass(frozen=True, slots=True)
class WeekSlot:
    """One half-day of a faculty member's week; several marks take turns by the week of the month."""

    slot: str
    marks: list[Mark]


@dataclass(frozen=True, slots=True)
class FacultyLine:
    """A faculty member in a row."""

    member: Faculty
    panel: int
    week: list[WeekSlot]

    @property
    def load(self) -> str:
        """Where the panel stands against its limits: under, within or over."""
        if self.panel > self.member.panel_max:
            return "over"
        return "under" if self.panel < self.member.panel_min else "within"


def residents(year: AcademicYear, *, search: str, order: ResidentOrder) -> list[ResidentLine]:
    """Residents of the year who have not left, in two queries."""
    present = Resident.objects.here_on(day_looked_at(year, program_today(year.program)))
    places = ResidentYear.objects.filter(year=year, resident__in=present).select_related("resident")
    if search:
        places = places.filter(Q(resident__name__icontains=search) | Q(resident__email__icontains=search))
    current = Pairing.objects.on(year.last_date).filter(resident__program_id=year.program_id)
    coaches = {pairing.resident_id: pairing.faculty for pairing in current.select_related("faculty")}
    lines = [ResidentLine(place, coaches.get(place.resident_id)) for place in places]
    lines.sort(key=lambda line: line.place.resident.name.casefold())
    if order is ResidentOrder.PGY:
        lines.sort(key=lambda line: line.place.pgy)
    elif order is ResidentOrder.COACH:
        lines.sort(key=lambda line: (line.coach is not None, line.coach.name if line.coach else ""))
    return lines


def faculty(year: AcademicYear, *, search: str) -> list[FacultyLine]:
    """Faculty who have not left, with panels and weekly patterns, in two queries."""
    day = day_looked_at(year, program_today(year.program))
    panel = Pairing.objects.on(year.last_date).filter(
        resident__years__year=year, resident__in=Resident.objects.here_on(day)
    )
    members = (
        Faculty.objects.here_on(day)
        .filter(program_id=year.program_id)
        .annotate(panel=Count("pairings", filter=Q(pairings__in=panel), distinct=True))
    )
    if search:
        members = members.filter(Q(name__icontains=search) | Q(email__icontains=search))
    members = members.order_by("name")
    weeks = _patterns(year)
    slots = slots_of_week(weeks)
    return [
        FacultyLine(
            member,
            member.panel,
            [WeekSlot(_slot_label(slot), weeks[member.pk].get(slot, [])) for slot in slots],
        )
        for member in members
    ]


def slots_of_week(weeks: dict[int, dict[tuple[int, Period], list[Mark]]]) -> list[tuple[int, Period]]:
    """Monday to Friday, AM and PM, and whatever else anybody has."""
    usual = {(day, period) for day in range(WORKDAYS) for period in (Period.AM, Period.PM)}
    used = {slot for week in weeks.values() for slot in week}
    return sorted(usual | used, key=lambda slot: (slot[0], slot[1].order))


def _patterns(year: AcademicYear) -> dict[int, dict[tuple[int, Period], list[Mark]]]:
    found: dict[int, dict[tuple[int, Period], list[Mark]]] = defaultdict(dict)
    rows = FacultyHalfDay.objects.filter(year=year).annotate(letter=F("site__letter"))
    for row in rows:
        slot = (row.weekday, Period(row.period))
        nth = ", ".join(str(week) for week in row.weeks_of_month)
        mark = Mark(DUTY_MARKS[Duty(row.duty)], row.letter, nth)
        found[row.faculty_id].setdefault(slot, []).append(mark)
    return found


def _slot_label(slot: tuple[int, Period]) -> str:
    return f"{WEEKDAYS[slot[0]]} {slot[1]}"
