"""Today's page of those who build the schedule: what is in, what is missing, and the one next step."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from scheduling.models import (
    AcademicYear,
    Block,
    Faculty,
    FacultyHalfDay,
    Holiday,
    Pairing,
    Program,
    ResidentYear,
    Rotation,
    RotationAssignment,
    RunState,
    Schedule,
    ScheduleEvent,
    ScheduleState,
    Session,
    SolveRun,
    Upload,
    UploadState,
)

SHOWN = 6


class Step(StrEnum):
    """What a coordinator does next, in the order of the work."""

    BRING_IN = "bring_in"
    CONFIRM = "confirm"
    BUILD = "build"
    WATCH = "watch"
    OPEN_DRAFT = "open_draft"
    PUBLISH = "publish"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class Roster:
    """How many of what is in."""

    residents: int = 0
    faculty: int = 0
    blocks: int = 0
    rotations: int = 0
    sessions: int = 0
    holidays: int = 0
    runs: int = 0


@dataclass(frozen=True, slots=True)
class Missing:
    """People and settings of whom something is not known yet."""

    unpaired: int = 0
    off_the_block_schedule: int = 0
    never_in_clinic: int = 0
    unreachable: int = 0
    no_holidays: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether all is known; residents without a coach are what a run is for."""
        return not (
            self.off_the_block_schedule or self.never_in_clinic or self.unreachable or self.no_holidays
        )


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step, and the row it is about where there is one."""

    step: Step
    row: Upload | SolveRun | Schedule | None = None


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything on the page."""

    roster: Roster
    missing: Missing
    next_step: NextStep
    published: Schedule | None
    runs: list[SolveRun]
    events: list[ScheduleEvent]


def dashboard(program: Program, year: AcademicYear | None) -> Dashboard:
    """The page's content in a fixed number of queries."""
    events = list(ScheduleEvent.objects.filter(program=program).select_related("actor")[:SHOWN])
    waiting = Upload.objects.filter(program=program, state=UploadState.PREVIEWED).defer("content").first()
    if year is None:
        return Dashboard(Roster(), Missing(), _first_step(waiting), None, [], events)
    runs = list(_runs(year)[:SHOWN])
    versions = list(year.schedules.select_related("published_by"))
    published = next((v for v in versions if v.state == ScheduleState.PUBLISHED), None)
    roster = _roster(program, year)
    step = _first_step(waiting) if waiting or not roster.sessions else _next_step(runs, versions, published)
    return Dashboard(roster, _missing(program, year, roster), step, published, runs, events)


def _runs(year: AcademicYear) -> QuerySet[SolveRun]:
    return year.runs.select_related("created_by").defer("problem", "outcome")


def _first_step(waiting: Upload | None) -> NextStep:
    return NextStep(Step.CONFIRM, waiting) if waiting else NextStep(Step.BRING_IN)


def _next_step(runs: list[SolveRun], versions: list[Schedule], published: Schedule | None) -> NextStep:
    """The furthest thing under way; a draft older than what is published no longer waits for anybody."""
    under_way = next((run for run in runs if run.is_open), None)
    if under_way:
        return NextStep(Step.WATCH, under_way)
    newest = versions[0] if versions else None
    kept = next((run for run in runs if run.state == RunState.FINISHED and run.objective is not None), None)
    if kept and not any(version.run_id == kept.pk for version in versions):
        return NextStep(Step.OPEN_DRAFT, kept)
    if newest and newest.state == ScheduleState.DRAFT:
        return NextStep(Step.PUBLISH, newest)
    return NextStep(Step.LIVE, published) if published else NextStep(Step.BUILD)


def _roster(program: Program, year: AcademicYear) -> Roster:
    return Roster(
        residents=ResidentYear.objects.filter(year=year, resident__left_on__isnull=True).count(),
        faculty=Faculty.objects.filter(program=program, left_on__isnull=True).count(),
        blocks=Block.objects.filter(year=year).count(),
        rotations=Rotation.objects.filter(program=program).count(),
        sessions=Session.objects.filter(
            site__program=program, date__range=(year.first_monday, year.last_date), rooms__gt=0
        ).count(),
        holidays=Holiday.objects.filter(
            program=program, date__range=(year.first_monday, year.last_date)
        ).count(),
        runs=SolveRun.objects.filter(year=year).count(),
    )


def _missing(program: Program, year: AcademicYear, roster: Roster) -> Missing:
    paired = Pairing.objects.filter(resident=OuterRef("resident"), last_date__isnull=True)
    placed = RotationAssignment.objects.filter(resident=OuterRef("resident"), block__year=year)
    residents = ResidentYear.objects.filter(year=year, resident__left_on__isnull=True).aggregate(
        unpaired=Count("pk", filter=~Q(Exists(paired))),
        off_blocks=Count("pk", filter=~Q(Exists(placed))),
        unreachable=Count("pk", filter=Q(resident__email="")),
    )
    in_clinic = FacultyHalfDay.objects.filter(faculty=OuterRef("pk"), year=year)
    faculty = Faculty.objects.filter(program=program, left_on__isnull=True).aggregate(
        absent=Count("pk", filter=~Q(Exists(in_clinic))), unreachable=Count("pk", filter=Q(email=""))
    )
    return Missing(
        unpaired=residents["unpaired"],
        off_the_block_schedule=residents["off_blocks"],
        never_in_clinic=faculty["absent"],
        unreachable=residents["unreachable"] + faculty["unreachable"],
        no_holidays=roster.holidays == 0,
    )
