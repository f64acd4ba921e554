"""Who reaches which row of scheduling: everybody named gets it, everybody else in the cast gets a 404."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from inspect import getmembers, isfunction

import pytest
from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from connectedness.accounts.models import Membership, Role, User
from scheduling import access
from scheduling.models import (
    AcademicYear,
    BrokenGlass,
    Disruption,
    Faculty,
    LeaveRequest,
    PairingWish,
    Program,
    Resident,
    RollOver,
    Schedule,
    ScheduleState,
    SolveRun,
    Team,
    TeamMember,
    Upload,
)
from scheduling.models.disruptions import DisruptionKind
from scheduling.models.pairings import WishKind
from scheduling.services.leaving import end_role
from tests.factories import (
    FIRST_MONDAY,
    faculty_of,
    make_faculty,
    make_nurse,
    make_pairing,
    make_program,
    make_resident,
    make_run,
    make_schedule,
    make_swap,
    make_team,
    make_user,
    make_year,
    resident_of,
)

CAST = (
    "coordinator",
    "chief",
    "director",
    "resident",
    "coach",
    "nurse",
    "stranger",
    "site_admin",
    "disabled",
)
BUILDERS = {"coordinator", "chief"}
READERS = BUILDERS | {"resident"}


@dataclass(frozen=True, slots=True)
class Door:
    """An access function, the row it is asked for, and who of the cast may have it."""

    get: Callable[[User, int], Model]
    row: str
    admits: set[str]


DOORS = (
    Door(access.get_managed_program, "program", BUILDERS),
    Door(access.get_read_program, "program", READERS),
    Door(access.get_own_glass, "glass", {"resident"}),
    Door(access.get_managed_schedule, "draft", BUILDERS),
    Door(access.get_managed_schedule, "published", BUILDERS),
    Door(access.get_managed_draft_thrown_away, "thrown_away", BUILDERS),
    Door(access.get_coordinated_program, "program", {"coordinator"}),
    Door(access.get_coordinated_wish, "wish", {"coordinator"}),
    Door(access.get_managed_disruption, "disruption", BUILDERS),
    Door(access.get_managed_faculty, "faculty_row", BUILDERS),
    Door(access.get_managed_roll_over, "rolled_over", BUILDERS),
    Door(access.get_own_disruption, "own_report", {"resident"}),
    Door(access.get_own_leave_request, "leave_request", {"resident"}),
    Door(access.get_managed_leave_request, "leave_request", BUILDERS),
    Door(access.get_own_swap, "swap", {"resident"}),
    Door(access.get_own_swap, "swap_offered", {"resident"}),
    Door(access.get_managed_swap, "swap", BUILDERS),
    Door(access.get_managed_team, "team", BUILDERS),
    Door(access.get_managed_team_member, "team_member", BUILDERS),
    Door(access.get_managed_nurse, "nurse_role", BUILDERS),
    Door(access.get_visible_run, "run", BUILDERS),
    Door(access.get_visible_upload, "upload", BUILDERS),
    Door(access.get_visible_resident, "resident_row", BUILDERS | {"resident", "coach"}),
    Door(access.get_visible_resident, "other_resident_row", BUILDERS),
)


@pytest.fixture
def year(program: Program) -> AcademicYear:
    return make_year(program)


@pytest.fixture
def draft(year: AcademicYear) -> Schedule:
    return make_schedule(year)


@pytest.fixture
def thrown_away(year: AcademicYear) -> Schedule:
    return make_schedule(year, thrown_away_at=timezone.now())


@pytest.fixture
def published(year: AcademicYear) -> Schedule:
    return make_schedule(year, state=ScheduleState.PUBLISHED)


@pytest.fixture
def run(year: AcademicYear) -> SolveRun:
    return make_run(year)


@pytest.fixture
def upload(program: Program) -> Upload:
    return Upload.objects.create(program=program, filename="year.xlsx", content=b"", sha256="0" * 64)


@pytest.fixture
def faculty_row(program: Program) -> Faculty:
    return make_faculty(program)


@pytest.fixture
def wish(program: Program, other_resident_row: Resident, faculty_row: Faculty) -> Model:
    return PairingWish.objects.create(
        program=program,
        resident=other_resident_row,
        faculty=faculty_row,
        kind=WishKind.EXCLUSION,
        reason="Asked",
    )


@pytest.fixture
def disruption(year: AcademicYear) -> Model:
    day = year.first_monday
    return Disruption.objects.create(
        year=year, kind=DisruptionKind.CLINIC, first_date=day, last_date=day, key="a-snow-day"
    )


@pytest.fixture
def own_report(year: AcademicYear, resident: User) -> Model:
    day = year.first_monday
    about = {"kind": DisruptionKind.RESIDENT, "resident": resident_of(resident), "reported_by": resident}
    return Disruption.objects.create(year=year, first_date=day, last_date=day, key="out-today", **about)


@pytest.fixture
def leave_request(year: AcademicYear, resident: User) -> Model:
    day = year.first_monday
    return LeaveRequest.objects.create(
        year=year, resident=resident_of(resident), first_date=day, last_date=day, kind="family"
    )


@pytest.fixture
def swap(year: AcademicYear, resident: User, other_resident_row: Resident) -> Model:
    return make_swap(year, resident_of(resident), other_resident_row)


@pytest.fixture
def swap_offered(year: AcademicYear, resident: User, other_resident_row: Resident) -> Model:
    return make_swap(year, other_resident_row, resident_of(resident))


@pytest.fixture
def rolled_over(program: Program, year: AcademicYear) -> Model:
    return RollOver.objects.create(
        program=program, from_year=year, name="2027-2028", reversed_at=timezone.now()
    )


@pytest.fixture
def team(program: Program, resident: User, coach: User, nurse: User) -> Model:
    return make_team(program, resident_of(resident), faculty_of(coach), make_nurse(program, user=nurse))


@pytest.fixture
def team_member(team: Team) -> Model:
    return TeamMember.objects.get(nurse__isnull=False)


@pytest.fixture
def nurse_role(nurse: User) -> Model:
    return Membership.objects.get(user=nurse)


@pytest.fixture
def resident_row(resident: User) -> Model:
    return resident_of(resident)


@pytest.fixture
def glass(resident: User, coordinator: User) -> BrokenGlass:
    now = timezone.now()
    return BrokenGlass.objects.create(
        resident=resident_of(resident),
        opened_by=coordinator,
        why="Asked by counsel",
        until=now + timedelta(hours=1),
    )


@pytest.fixture
def other_resident_row(program: Program) -> Resident:
    return make_resident(program)


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("door", DOORS, ids=lambda door: f"{door.get.__name__}-{door.row}")
def test_a_door_opens_to_those_named_and_to_nobody_else(
    door: Door, who: str, request: pytest.FixtureRequest
) -> None:
    user, row = request.getfixturevalue(who), request.getfixturevalue(door.row)
    if who in door.admits:
        assert door.get(user, row.pk) == row
    else:
        with pytest.raises(Http404):
            door.get(user, row.pk)


def test_every_door_is_tried() -> None:
    doors = {function for name, function in getmembers(access, isfunction) if name.startswith("get_")}
    assert doors - {get_object_or_404} == {door.get for door in DOORS}


@pytest.mark.parametrize("who", CAST)
def test_who_is_on_the_roster_and_holds_its_role_finds_their_own_row(
    who: str, request: pytest.FixtureRequest, program: Program
) -> None:
    user = request.getfixturevalue(who)
    rows = {"resident": ["resident"], "coach": ["faculty"], "stranger": ["resident", "faculty"]}.get(who, [])
    assert access.own_people(user) == [getattr(user, f"{name}_rows").get() for name in rows]
    for door, opens in (
        (access.own_people_or_404, rows),
        (access.own_resident_or_404, "resident" in rows),
        (access.own_faculty_or_404, "faculty" in rows),
    ):
        if opens:
            assert door(user)
        else:
            with pytest.raises(Http404):
                door(user)


def test_a_resident_whose_role_was_taken_away_finds_nobody(resident: User) -> None:
    assert access.own_resident_or_404(resident) == resident_of(resident)
    resident.memberships.all().delete()
    with pytest.raises(Http404):
        access.own_resident_or_404(resident)


def test_a_nurse_whose_role_was_taken_away_is_nobodys_nurse(
    coordinator: User, nurse: User, program: Program
) -> None:
    held = Membership.objects.get(user=nurse)
    assert access.get_managed_nurse(coordinator, held.pk) == held
    end_role(membership=held, actor=coordinator)
    with pytest.raises(Http404):
        access.get_managed_nurse(coordinator, held.pk)


@pytest.mark.parametrize("who", ["resident", "coach", "chief"])
def test_only_the_role_of_a_nurse_is_a_nurses(
    coordinator: User, who: str, request: pytest.FixtureRequest
) -> None:
    held = Membership.objects.get(user=request.getfixturevalue(who))
    with pytest.raises(Http404):
        access.get_managed_nurse(coordinator, held.pk)


def test_a_list_holds_the_rows_of_ones_own_programs_alone(
    coordinator: User, stranger: User, program: Program, other_program: Program
) -> None:
    assert list(access.visible_programs(coordinator)) == [program]
    assert list(access.visible_programs(stranger)) == [other_program]


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize(("row", "admits"), [("draft", BUILDERS), ("published", READERS)])
def test_a_version_is_listed_for_those_who_may_see_it(
    row: str, admits: set[str], who: str, request: pytest.FixtureRequest
) -> None:
    user, version = request.getfixturevalue(who), request.getfixturevalue(row)
    assert access.visible_schedules(user).filter(pk=version.pk).exists() == (who in admits)


def test_a_role_counts_in_its_own_program_only(coordinator: User, other_program: Program) -> None:
    Membership.objects.create(user=coordinator, program=other_program, role=Role.RESIDENT)
    assert other_program in access.visible_programs(coordinator)
    assert not access.may_manage(coordinator, other_program)


def test_a_role_taken_away_closes_the_door_at_once(coordinator: User, program: Program) -> None:
    assert access.get_managed_program(coordinator, program.pk) == program
    coordinator.memberships.all().delete()
    with pytest.raises(Http404):
        access.get_managed_program(coordinator, program.pk)


def test_a_disabled_user_loses_what_they_had(coordinator: User, program: Program) -> None:
    assert access.may_manage(coordinator, program)
    coordinator.is_active = False
    coordinator.save()
    assert not access.may_manage(coordinator, program)


def test_an_earlier_coach_no_longer_sees_the_resident(resident: User, coach: User, program: Program) -> None:
    row, later = resident_of(resident), FIRST_MONDAY + timedelta(days=90)
    assert access.get_visible_resident(coach, row.pk) == row
    row.pairings.update(last_date=later - timedelta(days=1))
    new = make_user(program=program, role=Role.FACULTY)
    make_pairing(row, make_faculty(program, user=new), first_date=later)
    assert access.get_visible_resident(new, row.pk) == row
    with pytest.raises(Http404):
        access.get_visible_resident(coach, row.pk)


def test_somebody_with_two_roles_meets_a_row_once(coordinator: User, program: Program) -> None:
    Membership.objects.create(user=coordinator, program=program, role=Role.DIRECTOR)
    resident = make_resident(program)
    make_resident(make_program())
    assert list(access.visible_residents(coordinator)) == [resident]
    assert list(access.visible_programs(coordinator)) == [program]
