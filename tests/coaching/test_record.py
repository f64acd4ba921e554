"""A resident's record: whole for its owner, without reasons for the coach, and everybody who reads it is named."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from connectedness.accounts.models import User
from connectedness.trail.models import Event
from scheduling.models import Absence, Program
from tests.coaching.clinic_year import ClinicYear, at
from tests.coaching.conftest import Visit
from tests.coaching.pages import words
from tests.factories import (
    faculty_of,
    make_faculty,
    make_pairing,
    make_resident,
    make_team,
    make_user,
    resident_of,
)

REASON = "Counselling for grief"
PARTED = "Asked for another coach"


@pytest.fixture
def path(program: Program, resident: User) -> str:
    return f"/programs/{program.pk}/residents/{resident_of(resident).pk}/"


@pytest.fixture(autouse=True)
def _a_year(clinics: ClinicYear, resident: User, coach: User, program: Program) -> None:
    clinics.coached(resident_of(resident), faculty_of(coach))
    clinics.together(resident_of(resident), faculty_of(coach), "2026-11-20", "2026-11-27")
    earlier = make_faculty(program, "Earlier, Ed")
    make_pairing(
        resident_of(resident),
        earlier,
        first_date=date(2025, 7, 1),
        last_date=date(2026, 6, 28),
        reason=PARTED,
    )
    Absence.objects.create(
        resident=resident_of(resident),
        first_date=date(2026, 12, 1),
        last_date=date(2026, 12, 4),
        reason=REASON,
    )


def test_ones_own_record_is_whole(visit: Visit, resident: User) -> None:
    page = visit(resident, "/me/record/")
    for said in (
        "Resi Dent",
        "PGY-2",
        "Dr. Coen Achebe",
        "Dr. Ed Earlier",
        PARTED,
        REASON,
        "Fri 27 Nov, AM",
        "Fri 20 Nov, AM",
    ):
        assert said in page, said


@pytest.mark.parametrize(("who", "reasons"), [("coordinator", True), ("chief", True), ("coach", False)])
def test_who_may_open_it_reads_reasons_only_where_they_build_the_schedule(
    visit: Visit, who: str, reasons: bool, path: str, request: pytest.FixtureRequest
) -> None:
    page = visit(request.getfixturevalue(who), path)
    assert "1 Dec 2026 to 4 Dec 2026" in page
    assert (REASON in page) is reasons
    assert (PARTED in page) is reasons


@pytest.mark.parametrize("who", ["director", "nurse", "stranger", "site_admin", "disabled"])
def test_nobody_else_can_tell_that_it_exists(
    client: Client, who: str, path: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(path).status_code in {302, 404}
    assert not Event.objects.filter(kind="record_read").exists()


def test_another_resident_cannot_open_it(client: Client, path: str, program: Program) -> None:
    other = make_user("Otto Ther", program=program, role="resident")
    make_resident(program, "Ther, Otto", user=other)
    client.force_login(other)
    assert client.get("/me/record/").status_code == 200
    assert client.get(path).status_code == 404


def test_an_address_of_another_program_is_not_found(
    client: Client, coordinator: User, path: str, program: Program
) -> None:
    client.force_login(coordinator)
    assert client.get(path).status_code == 200
    assert client.get(path.replace(f"/{program.pk}/", f"/{program.pk + 1}/", 1)).status_code == 404


def test_the_owner_sees_who_read_it_on_which_day(
    visit: Visit, coordinator: User, coach: User, resident: User, path: str
) -> None:
    assert "Nobody but you has opened it" in visit(resident, "/me/record/")
    visit(coach, path)
    visit(coach, path)
    with time_machine.travel(at("2026-11-24 23:50"), tick=False):
        visit(coordinator, path)
        page = " ".join(visit(resident, "/me/record/").split())
    assert '<b>Coen Achebe</b></span><span class="second nowrap">22 Nov 2026, 2 times' in page
    assert '<b>Corinne Ordway</b></span><span class="second nowrap">24 Nov 2026<' in page


def test_opening_ones_own_is_not_reading(client: Client, resident: User, path: str) -> None:
    client.force_login(resident)
    assert client.get(path)["Location"] == "/me/record/"
    assert not Event.objects.filter(kind="record_read").exists()


def test_an_earlier_coach_reads_it_no_more(client: Client, coach: User, path: str, resident: User) -> None:
    client.force_login(coach)
    assert client.get(path).status_code == 200
    resident_of(resident).pairings.filter(faculty=faculty_of(coach)).update(last_date=date(2026, 11, 21))
    assert client.get(path).status_code == 404


def test_the_teams_of_a_resident_stand_in_the_record_also_those_that_are_over(
    client: Client, coordinator: User, resident: User, program: Program, path: str
) -> None:
    make_team(program, resident_of(resident), name="Juniper")
    over = make_team(program, resident_of(resident), name="Harbor")
    over.members.update(last_date=date(2026, 9, 30))
    make_team(program, make_resident(program), name="Of others")
    for user, where in ((resident, "/me/record/"), (coordinator, path)):
        client.force_login(user)
        said = words(client.get(where).content.decode())
        assert "Juniper 29 Jun 2026 until now" in said
        assert "Harbor 29 Jun 2026 to 30 Sep 2026" in said
        assert "Of others" not in said


def test_a_coach_who_is_in_no_team_of_a_resident_reads_no_teams_name(
    client: Client, coach: User, resident: User, program: Program, path: str
) -> None:
    make_team(program, resident_of(resident), name="Juniper")
    client.force_login(coach)
    said = words(client.get(path).content.decode())
    assert "Coaches" in said
    assert "Juniper" not in said


@pytest.mark.parametrize("size", [1, 3])
def test_a_longer_record_asks_the_database_no_more(
    client: Client, coordinator: User, resident: User, clinics: ClinicYear, path: str, program: Program, size: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(size - 1):
        day = date(2024, 1, 1) + timedelta(days=30 * number)
        make_pairing(
            resident_of(resident), make_faculty(program), first_date=day, last_date=day + timedelta(days=9)
        )
        Absence.objects.create(
            resident=resident_of(resident), first_date=day, last_date=day, reason="Another"
        )
        clinics.attends(resident_of(resident), str(date(2026, 12, 8) + timedelta(days=number)))
    client.force_login(coordinator)
    client.get(path)
    with django_assert_num_queries(15):
        client.get(path)
