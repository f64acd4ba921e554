"""Small years for the coordinator's pages: one site, a rotation with clinic, and as many residents as asked for."""

from dataclasses import dataclass
from datetime import date, timedelta

from scheduling.domain.calendar import Period
from scheduling.models import (
    AcademicYear,
    Block,
    Faculty,
    FacultyHalfDay,
    Program,
    Resident,
    Rotation,
    RotationAssignment,
    Schedule,
    ScheduleState,
    Session,
    Site,
)
from tests.factories import (
    FIRST_MONDAY,
    assign,
    coach_in,
    make_block,
    make_faculty,
    make_resident,
    make_resident_year,
    make_rotation,
    make_schedule,
    make_session,
    make_site,
    make_year,
    precept,
)

WEEKS = 8
MONDAY, TUESDAY = FIRST_MONDAY, FIRST_MONDAY + timedelta(days=1)


@dataclass(frozen=True)
class SmallYear:
    """What was made. The coach precepts on Mondays AM, the residents may attend Mondays and Tuesdays AM."""

    program: Program
    year: AcademicYear
    site: Site
    rotation: Rotation
    coach: Faculty
    residents: list[Resident]

    def session(self, day: date, period: str = Period.AM) -> Session:
        """The session on that half-day."""
        return Session.objects.get(site=self.site, date=day, period=period)


def make_small_year(program: Program, *, residents: int = 2, **year_fields: object) -> SmallYear:
    """Eight weeks of clinic on Monday and Tuesday mornings; everybody on one ambulatory block."""
    year = make_year(program, weeks=WEEKS, **year_fields)
    site = make_site(program, code="MAIN", name="Main", letter="M", rooms=3)
    rotation = make_rotation(
        program,
        code="AMB",
        name="Ambulatory",
        hue="ambulatory",
        clinic_rule="any",
        min_per_week=0,
        max_per_week=2,
    )
    block = make_block(year, first=year.first_monday, weeks=WEEKS, label="Block 1")
    coach = make_faculty(program, "Lindqvist, Maja", panel_max=9)
    FacultyHalfDay.objects.create(
        faculty=coach, year=year, site=site, weekday=0, period=Period.AM, duty="precepts"
    )
    for week in range(WEEKS):
        for weekday in (0, 1):
            make_session(site, day=year.first_monday + timedelta(weeks=week, days=weekday), rooms=3)
    made = [_resident(program, year, rotation, block, number) for number in range(residents)]
    return SmallYear(program, year, site, rotation, coach, made)


def make_small_schedule(small: SmallYear, *, state: str = ScheduleState.DRAFT) -> Schedule:
    """Everybody attends the first Monday, together with the coach, and the first Tuesday, without."""
    published = {"published_at": "2026-07-01T12:00Z"} if state == ScheduleState.PUBLISHED else {}
    schedule = make_schedule(small.year, state=state, objective=16.0, bound=16.0, **published)
    first = small.year.first_monday
    monday, tuesday = small.session(first), small.session(first + timedelta(days=1))
    precept(schedule, small.coach, monday)
    for resident in small.residents:
        coach = coach_in(schedule, resident, small.coach)
        coach.attainable = 8
        coach.save()
        assign(schedule, resident, monday)
        assign(schedule, resident, tuesday)
    return schedule


def _resident(
    program: Program, year: AcademicYear, rotation: Rotation, block: Block, number: int
) -> Resident:
    names = ("Boateng, Nadia", "Farouk, Tomas", "Uchenna, Chidi", "Zamora, Rosa")
    resident = make_resident(program, names[number % 4], email=f"resident{number}@example.org")
    make_resident_year(resident, year, pgy=1 + number % 3, clinics_min=2, clinics_max=10)
    RotationAssignment.objects.create(resident=resident, block=block, rotation=rotation)
    return resident
