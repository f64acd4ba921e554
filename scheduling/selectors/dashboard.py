"""Today's page of those who build the schedule: what is in, what is missing, and the one next step."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from connectedness.trail.models import Event
from scheduling.domain.wording import counted
from scheduling.models import (
    AcademicYear,
    Block,
    Disruption,
    Faculty,
    FacultyHalfDay,
    Holiday,
    Pairing,
    Program,
    Resident,
    ResidentYear,
    Rotation,
    RotationAssignment,
    ScheduleState,
    Session,
    Upload,
    UploadState,
)
from scheduling.selectors.next_step import BRING_IN, NextStep, confirm, next_step
from scheduling.selectors.repair.disruptions import waiting_disruptions
from scheduling.selectors.requests.lines import how_many_wait
from scheduling.selectors.versions import Version, figures_of
from scheduling.selectors.years import day_looked_at, program_today

EVENTS_SHOWN = 6
RUNS_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Roster:
    """How many of what is in."""

    residents: int = 0
    faculty: int = 0
    blocks: int = 0
    rotations: int = 0
    sessions: int = 0
    holidays: int = 0

    @property
    def rotations_words(self) -> str:
        """``13 rotations``."""
        return counted(self.rotations, "rotation")

    @property
    def holidays_words(self) -> str:
        """``8 holidays``."""
        return counted(self.holidays, "holiday")


@dataclass(frozen=True, slots=True)
class Missing:
    """People and settings of whom something is not known yet."""

    unpaired: int = 0
    off_the_block_schedule: int = 0
    never_in_clinic: int = 0
    unreachable: int = 0
    no_holidays: bool = False

    @property
    def unpaired_words(self) -> str:
        """What a run is for, rather than a fault."""
        return f"{self.unpaired:,} without a coach" if self.unpaired else "all have a coach"

    @property
    def sentences(self) -> list[str]:
        """What is missing, and what that means."""
        found = []
        if self.off_the_block_schedule:
            found.append(
                f"{counted(self.off_the_block_schedule, 'resident')} not in the block schedule: no clinic."
            )
        if self.never_in_clinic:
            found.append(
                f"{self.never_in_clinic:,} of the faculty without a half-day in clinic: never together."
            )
        if self.unreachable:
            found.append(
                f"{counted(self.unreachable, 'person', 'people')} without an e-mail address: cannot sign in."
            )
        if self.no_holidays:
            found.append("No holiday is marked: clinics run on every weekday.")
        return found


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything on the page."""

    roster: Roster
    missing: Missing
    next_step: NextStep
    published: Version | None
    events: list[Event]
    disruptions: list[Disruption]
    requests: int = 0

    @property
    def requests_words(self) -> str:
        """``2 requests wait for you.``"""
        waits = "waits" if self.requests == 1 else "wait"
        return f"{counted(self.requests, 'request')} {waits} for you." if self.requests else ""


def dashboard(program: Program, year: AcademicYear | None) -> Dashboard:
    """The page's content in a fixed number of queries."""
    events = list(Event.objects.filter(program=program)[:EVENTS_SHOWN])
    waiting = Upload.objects.filter(program=program, state=UploadState.PREVIEWED).defer("content").first()
    if year is None:
        return Dashboard(Roster(), Missing(), confirm(waiting) if waiting else BRING_IN, None, events, [])
    runs = list(year.runs.defer("problem", "outcome")[:RUNS_LOOKED_AT])
    versions = list(year.schedules.select_related("published_by"))
    published = next((v for v in versions if v.state == ScheduleState.PUBLISHED), None)
    roster = _roster(program, year)
    step = next_step(runs, versions) if roster.sessions else BRING_IN
    if waiting:
        step = confirm(waiting)
    figures = figures_of(published) if published else None
    missing = _missing(program, year, roster)
    requests = how_many_wait(program, program_today(program))
    return Dashboard(roster, missing, step, figures, events, waiting_disruptions(year), requests)


def _roster(program: Program, year: AcademicYear) -> Roster:
    places, members = _present(program, year)
    return Roster(
        residents=places.count(),
        faculty=members.count(),
        blocks=Block.objects.filter(year=year).count(),
        rotations=Rotation.objects.filter(program=program).count(),
        sessions=Session.objects.filter(
            site__program=program, date__range=(year.first_monday, year.last_date), rooms__gt=0
        ).count(),
        holidays=Holiday.objects.filter(
            program=program, date__range=(year.first_monday, year.last_date)
        ).count(),
    )


def _present(program: Program, year: AcademicYear) -> tuple[QuerySet[ResidentYear], QuerySet[Faculty]]:
    """The year's residents and the program's faculty who have not left."""
    day = day_looked_at(year, program_today(program))
    places = ResidentYear.objects.filter(year=year, resident__in=Resident.objects.here_on(day))
    return places, Faculty.objects.here_on(day).filter(program=program)


def _missing(program: Program, year: AcademicYear, roster: Roster) -> Missing:
    paired = Pairing.objects.on(year.last_date).filter(resident=OuterRef("resident"))
    placed = RotationAssignment.objects.filter(resident=OuterRef("resident"), block__year=year)
    places, members = _present(program, year)
    residents = places.aggregate(
        unpaired=Count("pk", filter=~Q(Exists(paired))),
        off_blocks=Count("pk", filter=~Q(Exists(placed))),
        unreachable=Count("pk", filter=Q(resident__email="")),
    )
    in_clinic = FacultyHalfDay.objects.filter(faculty=OuterRef("pk"), year=year)
    faculty = members.aggregate(
        absent=Count("pk", filter=~Q(Exists(in_clinic))), unreachable=Count("pk", filter=Q(email=""))
    )
    return Missing(
        unpaired=residents["unpaired"],
        off_the_block_schedule=residents["off_blocks"],
        never_in_clinic=faculty["absent"],
        unreachable=residents["unreachable"] + faculty["unreachable"],
        no_holidays=roster.holidays == 0,
    )
