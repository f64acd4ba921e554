"""A coach's panel over the years: whom they coached, how often they were together of what could be, and how often they met."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from coaching.models import Meeting, MeetingState
from scheduling.models import (
    AcademicYear,
    Assignment,
    Faculty,
    Resident,
    ResidentYear,
    ScheduleCoach,
    ScheduleState,
)

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ResidentThen:
    """One resident in one year."""

    resident: int
    name: str
    pgy: str
    reached: int
    attainable: int | None
    meetings: int
    has_left: bool


@dataclass(frozen=True, slots=True)
class CoachYear:
    """One published year of the panel."""

    name: str
    rows: tuple[ResidentThen, ...]

    @property
    def reached(self) -> int:
        """Half-days together of the whole panel."""
        return sum(row.reached for row in self.rows)

    @property
    def attainable(self) -> int:
        """What the panel could have had."""
        return sum(row.attainable or 0 for row in self.rows)

    @property
    def meetings(self) -> int:
        """Meetings held."""
        return sum(row.meetings for row in self.rows)


def coach_years(faculty: Faculty, today: date) -> tuple[CoachYear, ...]:
    """Every published year in which a resident was counted with this coach, the latest first. Four queries."""
    counted = list(
        ScheduleCoach.objects.filter(faculty=faculty, schedule__state=ScheduleState.PUBLISHED)
        .select_related("schedule__year", "resident")
        .order_by("-schedule__year__first_monday", "resident__name")
    )
    reached, pgys = _reached(faculty, counted), _pgys(counted)
    meetings = _meetings(faculty, [row.schedule.year for row in counted])
    years: dict[AcademicYear, list[ResidentThen]] = defaultdict(list)
    for row in counted:
        year, resident = row.schedule.year, row.resident
        place = (year.pk, resident.pk)
        years[year].append(
            ResidentThen(
                resident=resident.pk,
                name=resident.full_name,
                pgy=f"PGY-{pgys[place]}" if place in pgys else "",
                reached=reached.get((row.schedule_id, resident.pk), 0),
                attainable=row.attainable,
                meetings=meetings[place],
                has_left=_has_left(resident, today),
            )
        )
    return tuple(CoachYear(year.name, tuple(rows)) for year, rows in years.items())


def residents_in(years: Iterable[CoachYear]) -> int:
    """How many residents these are, each counted once."""
    return len({row.resident for year in years for row in year.rows})


def _reached(faculty: Faculty, counted: Sequence[ScheduleCoach]) -> Mapping[Place, int]:
    rows = (
        Assignment.objects.filter(
            Q(
                resident__schedule_coaches__schedule=F("schedule"),
                resident__schedule_coaches__faculty=faculty,
            ),
            schedule__in={row.schedule_id for row in counted},
        )
        .with_together()
        .order_by()
        .values("schedule", "resident")
        .annotate(reached=Count("pk", filter=Q(together=True)))
    )
    return {(row["schedule"], row["resident"]): row["reached"] for row in rows}


def _pgys(counted: Sequence[ScheduleCoach]) -> Mapping[Place, int]:
    years = {row.schedule.year_id for row in counted}
    places = ResidentYear.objects.filter(year__in=years, resident__in={row.resident_id for row in counted})
    return {(year, resident): pgy for year, resident, pgy in places.values_list("year", "resident", "pgy")}


def _meetings(faculty: Faculty, years: Sequence[AcademicYear]) -> Counter[Place]:
    held = Meeting.objects.filter(faculty=faculty, state=MeetingState.HELD).order_by()
    found: Counter[Place] = Counter()
    for resident, day in held.values_list("resident", "date"):
        for year in {year.pk: year for year in years}.values():
            if year.first_monday <= day <= year.last_date:
                found[year.pk, resident] += 1
    return found


def _has_left(resident: Resident, today: date) -> bool:
    return resident.left_on is not None and resident.left_on <= today
