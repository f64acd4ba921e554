"""Teams steer: from rows of the database to the schedule that the solver finds."""

import gzip
from datetime import date, timedelta
from decimal import Decimal

import pytest

from scheduling.domain.ids import FacultyId, ResidentId, Status
from scheduling.domain.problem_building import build_problem
from scheduling.exchange.problem_file import read_problem
from scheduling.models import (
    AcademicYear,
    ClinicRule,
    Faculty,
    FacultyHalfDay,
    Program,
    Resident,
    RotationAssignment,
    Team,
    TeamMember,
)
from scheduling.selectors.program_year import faculty_id, program_year, resident_id
from scheduling.services.data_changes import data_changed_under
from scheduling.services.drafts import make_draft
from scheduling.services.runs import request_run
from scheduling.solver import solve
from tests.factories import (
    FIRST_MONDAY,
    make_block,
    make_faculty,
    make_nurse,
    make_pairing,
    make_resident,
    make_resident_year,
    make_rotation,
    make_session,
    make_site,
    make_team,
    make_year,
)
from tests.services.small_year import make_small_year

pytestmark = pytest.mark.django_db
WEEKS = 2
OTHER_COACH = "Other, Olga"


@pytest.fixture
def year(program: Program) -> AcademicYear:
    """One clinic a week, on Monday where the coach precepts or on Tuesday where another does; an overlap is worth 1."""
    program.overlap_pieces = [[None, 1]]
    program.missed_window = Decimal(0)
    program.save()
    year = make_year(program, weeks=WEEKS)
    site = make_site(program, code="MAIN")
    for week in range(WEEKS):
        for weekday in (0, 1):
            make_session(site, day=FIRST_MONDAY + timedelta(weeks=week, days=weekday))
    nadia, coach = make_resident(program, "Boateng, Nadia"), make_faculty(program, "Dahl, Ingrid")
    other = make_faculty(program, "Reyes, Omar", panel_max=0)
    for member, weekday in ((coach, 0), (other, 1)):
        FacultyHalfDay.objects.create(
            faculty=member, year=year, site=site, weekday=weekday, period="AM", duty="precepts"
        )
    ambulatory = make_rotation(program, clinic_rule=ClinicRule.ANY, min_per_week=1, max_per_week=1)
    RotationAssignment.objects.create(
        resident=nadia, block=make_block(year, weeks=WEEKS), rotation=ambulatory
    )
    make_resident_year(nadia, year, clinics_min=WEEKS, clinics_max=WEEKS)
    make_pairing(nadia, coach)
    return year


@pytest.fixture
def team(year: AcademicYear) -> Team:
    """The resident, the coach, the one of Tuesdays, and a nurse who precepts nobody."""
    nadia, nurse = Resident.objects.get(), make_nurse(year.program)
    return make_team(year.program, nadia, *Faculty.objects.all(), nurse, name="Juniper")


def weekdays_attended(year: AcademicYear) -> set[int]:
    """On which days of the week the best schedule has the resident."""
    outcome = solve(
        build_problem(program_year(AcademicYear.objects.select_related("program").get(pk=year.pk)))
    )
    assert outcome.status == Status.OPTIMAL
    assert outcome.solution is not None
    (attended,) = outcome.solution.assignments.values()
    assert len(attended) == WEEKS
    return {date.fromisoformat(session.split("/")[1]).weekday() for session in attended}


def weigh(year: AcademicYear, worth: str) -> None:
    Program.objects.filter(pk=year.program_id).update(team_overlap=Decimal(worth))


@pytest.mark.parametrize(("worth", "weekdays"), [("0", {0}), ("0.5", {0}), ("1.5", {1})])
def test_switching_team_overlap_on_moves_clinics_to_where_the_team_is(
    team: Team, year: AcademicYear, worth: str, weekdays: set[int]
) -> None:
    weigh(year, worth)
    assert weekdays_attended(year) == weekdays


def test_without_the_team_the_same_worth_moves_nobody(team: Team, year: AcademicYear) -> None:
    weigh(year, "1.5")
    assert weekdays_attended(year) == {1}
    TeamMember.objects.filter(faculty__name="Reyes, Omar").delete()
    assert weekdays_attended(year) == {0}


# --- who is in the team of a year


def teams_of(year: AcademicYear) -> dict[ResidentId, tuple[FacultyId, ...]]:
    fresh = AcademicYear.objects.select_related("program").get(pk=year.pk)
    return {resident.id: resident.team for resident in build_problem(program_year(fresh)).residents}


def test_a_residents_team_is_the_faculty_of_all_their_teams(team: Team, year: AcademicYear) -> None:
    weigh(year, "1")
    nadia = resident_id(Resident.objects.get().pk)
    every = tuple(faculty_id(pk) for pk in Faculty.objects.order_by("pk").values_list("pk", flat=True))
    assert teams_of(year) == {nadia: every}
    TeamMember.objects.filter(faculty__name="Reyes, Omar").delete()
    assert teams_of(year) == {nadia: every[:1]}
    make_team(year.program, Resident.objects.get(), Faculty.objects.get(name="Reyes, Omar"), name="Harbor")
    assert teams_of(year) == {nadia: every}


@pytest.mark.parametrize(
    "change",
    [
        lambda team: TeamMember.objects.update(last_date=date(2026, 7, 1)),
        lambda team: TeamMember.objects.update(first_date=date(2027, 7, 1)),
        lambda team: TeamMember.objects.filter(resident__isnull=False).delete(),
        lambda team: Faculty.objects.filter(name="Reyes, Omar").update(left_on=date(2026, 7, 2)),
    ],
    ids=["ended before the year's end", "begins later", "without the resident", "the member leaves"],
)
def test_who_does_not_belong_to_it_as_the_year_ends_does_not_count(
    team: Team, year: AcademicYear, change: object
) -> None:
    weigh(year, "1")
    omar = faculty_id(Faculty.objects.get(name="Reyes, Omar").pk)
    assert omar in next(iter(teams_of(year).values()))
    change(team)  # type: ignore[operator]
    assert omar not in next(iter(teams_of(year).values()))


def test_a_member_who_takes_no_part_in_the_year_is_left_out_and_the_year_fits_together(
    team: Team, year: AcademicYear
) -> None:
    weigh(year, "1")
    away = make_faculty(year.program, "Vega, Vera")
    TeamMember.objects.create(team=team, faculty=away, first_date=FIRST_MONDAY)
    assert faculty_id(away.pk) not in next(iter(teams_of(year).values()))
    FacultyHalfDay.objects.create(
        faculty=away, year=year, site=year.program.sites.get(), weekday=1, period="AM", duty="precepts"
    )
    assert faculty_id(away.pk) in next(iter(teams_of(year).values()))


def test_a_run_asks_for_the_team_and_its_draft_knows_when_it_changed(team: Team, year: AcademicYear) -> None:
    weigh(year, "1")
    run = request_run(year=AcademicYear.objects.select_related("program").get(), actor=None, time_limit=10)
    asked = read_problem(gzip.decompress(run.problem))
    assert len(asked.residents[0].team) == 2
    assert asked.objective.team_overlap == 1


@pytest.mark.parametrize(("worth", "is_changed"), [("0", False), ("1", True)])
def test_a_draft_is_out_of_date_after_a_change_of_teams_only_where_teams_count(
    worth: str, is_changed: bool
) -> None:
    small = make_small_year()
    Program.objects.update(team_overlap=Decimal(worth))
    small.program.refresh_from_db()
    small.year.program = small.program
    draft = make_draft(run=small.finished_run(), actor=None)
    draft = type(draft).objects.select_related("year__program", "run").get(pk=draft.pk)
    before = data_changed_under(draft)
    make_team(small.program, small.kofi, small.omar, name="Juniper")
    after = data_changed_under(draft)
    assert (before, after) == (False, is_changed)
