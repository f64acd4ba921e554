"""Somebody leaves a program: what ends with it, on whose day, and how it is taken back."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from coaching.selectors.panel_rows import panel_residents
from connectedness.accounts.models import Membership, Role, User
from connectedness.joining.models import Invitation
from connectedness.joining.services.inviting import invite
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.access import held_roles, visible_residents
from scheduling.models import Program, Resident
from scheduling.selectors.years import program_today
from scheduling.services.leaving import end_access_of_those_who_left
from tests.factories import (
    faculty_of,
    make_faculty,
    make_pairing,
    make_program,
    make_resident,
    make_user,
    member,
    resident_of,
)
from tests.scheduling_pages.years import make_small_year
from tests.signing_in import sign_in


def here(program: Program, rest: str = "") -> str:
    return f"/programs/{program.pk}/access/{rest}"


def roles_of(user: User) -> set[tuple[str, str]]:
    return {(held.program.name, str(held.role)) for held in held_roles(user).select_related("program")}


def say_they_leave(client: Client, program: Program, user: User, day: date) -> int:
    held = Membership.objects.filter(
        user=user, program=program, role__in=[Role.RESIDENT, Role.FACULTY]
    ).latest("pk")
    return client.post(here(program, f"{held.pk}/end/"), {"how": "left", "on": day.isoformat()}).status_code


def test_a_chief_resident_who_graduates_loses_the_program_whole(
    client: Client, program: Program, coordinator: User, resident: User
) -> None:
    member(resident, program, Role.CHIEF)
    theirs = Client()
    assert sign_in(theirs, resident)
    pages = (f"/programs/{program.pk}/", here(program), f"/programs/{program.pk}/trail/", "/me/")
    assert [theirs.get(page).status_code for page in pages] == [200] * 4
    client.force_login(coordinator)
    assert say_they_leave(client, program, resident, program_today(program)) == 302
    assert not Membership.objects.filter(user=resident, ended_at__isnull=True).exists()
    assert sign_in(theirs, resident)
    assert [theirs.get(page).status_code for page in pages] == [404] * 4


def test_on_the_day_itself_no_role_of_theirs_counts_before_anybody_has_looked(
    program: Program, other_program: Program, resident: User
) -> None:
    member(resident, program, Role.CHIEF)
    member(resident, other_program, Role.NURSE)
    resident.resident_rows.update(left_on=program_today(program) + timedelta(days=1))
    assert len(roles_of(resident)) == 3
    assert end_access_of_those_who_left() == 0
    resident.resident_rows.update(left_on=program_today(program))
    assert roles_of(resident) == {(other_program.name, "nurse")}
    assert end_access_of_those_who_left() == 1
    assert Membership.objects.get(user=resident, ended_at__isnull=True).program == other_program


def test_a_graduate_who_stays_on_as_faculty_keeps_what_is_not_the_residents(
    client: Client, program: Program, coordinator: User, resident: User
) -> None:
    make_faculty(program, "Dent, Resi", user=resident)
    member(resident, program, Role.FACULTY)
    client.force_login(coordinator)
    held = Membership.objects.get(user=resident, role=Role.RESIDENT)
    today = program_today(program)
    client.post(here(program, f"{held.pk}/end/"), {"how": "left", "on": today.isoformat()})
    assert roles_of(resident) == {(program.name, "faculty")}
    assert end_access_of_those_who_left() == 0


@pytest.mark.parametrize(
    ("zone", "clock", "sees"),
    [
        ("Pacific/Honolulu", "2096-06-29 18:00", True),  # in Greenwich the day has begun
        ("Pacific/Honolulu", "2096-06-29 23:59", True),
        ("Pacific/Honolulu", "2096-06-30 00:01", False),
        ("Asia/Tokyo", "2096-06-29 23:59", True),
        ("Asia/Tokyo", "2096-06-30 00:01", False),  # in Greenwich it is the day before
    ],
)
def test_access_ends_when_the_day_begins_where_the_program_is(
    program: Program, resident: User, zone: str, clock: str, sees: bool
) -> None:
    Program.objects.filter(pk=program.pk).update(time_zone=zone)
    resident.resident_rows.update(left_on=date(2096, 6, 30))
    with time_machine.travel(datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo(zone)), tick=False):
        assert bool(roles_of(resident)) == sees
        assert end_access_of_those_who_left() == (not sees)


def test_programs_in_two_zones_each_keep_their_own_day(db: None) -> None:
    east, west = (make_program(zone, time_zone=zone) for zone in ("Asia/Tokyo", "Pacific/Honolulu"))
    user = make_user()
    for program, role, make in ((east, Role.RESIDENT, make_resident), (west, Role.FACULTY, make_faculty)):
        member(user, program, role)
        make(program, user=user, left_on=date(2096, 6, 30))
    with time_machine.travel(datetime(2096, 6, 29, 18, tzinfo=ZoneInfo("UTC")), tick=False):
        assert roles_of(user) == {("Pacific/Honolulu", "faculty")}
    with time_machine.travel(datetime(2096, 6, 30, 12, tzinfo=ZoneInfo("UTC")), tick=False):
        assert roles_of(user) == set()


def test_a_panel_begins_where_the_program_is(program: Program, coach: User, resident: User) -> None:
    Program.objects.filter(pk=program.pk).update(time_zone="Asia/Tokyo")
    resident_of(resident).pairings.update(first_date=date(2026, 6, 30))
    with time_machine.travel(datetime(2026, 6, 29, 14, tzinfo=ZoneInfo("UTC")), tick=False):
        assert not visible_residents(coach).exists()
    with time_machine.travel(datetime(2026, 6, 29, 16, tzinfo=ZoneInfo("UTC")), tick=False):
        assert visible_residents(coach).exists()


@pytest.mark.parametrize(("days", "listed"), [(1, True), (0, False)])
def test_somebody_who_leaves_later_stays_on_every_list_until_then(
    client: Client, program: Program, coordinator: User, days: int, listed: bool
) -> None:
    small = make_small_year(program)
    day = program_today(program) + timedelta(days=days)
    for person in (small.residents[0], small.coach):
        person.left_on, person.email = day, f"leaver{person.pk}@example.org"
        person.save()
    make_pairing(small.residents[0], small.coach)
    client.force_login(coordinator)
    name = small.residents[0].name
    pages = {
        show: client.get(f"/programs/{program.pk}/people/", {"show": show})
        for show in ("residents", "faculty")
    }
    assert (name in pages["residents"].content.decode()) == listed
    assert (small.coach.name in pages["faculty"].content.decode()) == listed
    assert (name in client.get(f"/programs/{program.pk}/blocks/").content.decode()) == listed
    roster = client.get(f"/programs/{program.pk}/").context["page"].roster
    assert (roster.residents, roster.faculty) == ((2, 1) if listed else (1, 0))
    assert (name in client.get(here(program, "roster/")).content.decode()) == listed
    assert bool(panel_residents(small.coach, program_today(program), small.year)) == listed


@pytest.mark.parametrize(
    ("days", "why"),
    [(-40_000, "more than a year ago"), (-400, "more than a year ago"), (4000, "ten years ahead")],
)
def test_a_day_that_cannot_be_meant_is_refused_with_words(
    client: Client, program: Program, coordinator: User, coach: User, days: int, why: str
) -> None:
    client.force_login(coordinator)
    held, today = Membership.objects.get(user=coach), program_today(program)
    said = {"how": "left", "on": (today + timedelta(days=days)).isoformat()}
    answer = client.post(here(program, f"{held.pk}/end/"), said)
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert say_they_leave(client, program, coach, today - timedelta(days=300)) == 302


def test_nobody_leaves_before_they_began(
    client: Client, program: Program, coordinator: User, resident: User
) -> None:
    began = program_today(program) - timedelta(days=20)
    Resident.objects.filter(user=resident).update(program_start=began)
    client.force_login(coordinator)
    assert say_they_leave(client, program, resident, began - timedelta(days=1)) == 422
    assert Membership.objects.current().filter(user=resident).exists()
    assert say_they_leave(client, program, resident, began) == 302


def test_a_day_to_come_is_taken_back_and_both_are_on_the_trail(
    client: Client, program: Program, coordinator: User, resident: User
) -> None:
    client.force_login(coordinator)
    day = program_today(program) + timedelta(days=30)
    say_they_leave(client, program, resident, day)
    assert "They stay" in client.get(here(program)).content.decode()
    client.post(here(program, f"resident/{resident_of(resident).pk}/stay/"))
    assert resident_of(resident).left_on is None
    assert "They stay" not in client.get(here(program)).content.decode()
    with time_machine.travel(day + timedelta(days=2)):
        assert end_access_of_those_who_left() == 0
        assert roles_of(resident) == {(program.name, "resident")}
    back, said = Event.objects.filter(kind=EventKind.PERSON_CHANGED, program=program)[:2]
    assert (said.actor, said.after["left_on"]) == (coordinator, str(day))
    assert (back.actor, back.before["left_on"]) == (coordinator, str(day))


def test_somebody_who_left_is_let_in_again_once_the_day_is_taken_back(
    client: Client, program: Program, coordinator: User, resident: User
) -> None:
    client.force_login(coordinator)
    say_they_leave(client, program, resident, program_today(program))
    asked = {"email": resident.email, "role": "resident"}
    answer = client.post(here(program, "invite/"), asked)
    assert answer.status_code == 422
    assert "take that day back first" in answer.content.decode()
    assert client.post(here(program, "invite/"), {**asked, "role": "chief"}).status_code == 422
    assert "They are back" in client.get(here(program)).content.decode()
    client.post(here(program, f"resident/{resident_of(resident).pk}/stay/"))
    Resident.objects.filter(user=resident).update(email=resident.email)
    assert client.post(here(program, "invite/"), asked).status_code == 302
    theirs = Client()
    assert sign_in(theirs, resident)
    theirs.post(f"/join/{Invitation.objects.get().token}/")
    assert theirs.get("/me/").status_code == 200
    assert end_access_of_those_who_left() == 0


def test_an_invitation_is_not_accepted_by_somebody_who_left_meanwhile(
    client: Client, program: Program, coordinator: User, resident: User
) -> None:
    row = invite(program=program, role=Role.CHIEF, email=resident.email, actor=coordinator)
    Resident.objects.filter(user=resident).update(left_on=program_today(program))
    client.force_login(resident)
    answer = client.post(f"/join/{row.token}/")
    assert answer.status_code == 409
    assert "take back the day on which you left" in answer.content.decode()
    assert not Membership.objects.filter(user=resident, role=Role.CHIEF).exists()
    Resident.objects.filter(user=resident).update(left_on=None)
    assert client.post(f"/join/{row.token}/").status_code == 302


def test_a_chief_says_of_nobody_that_they_leave_whose_other_role_they_could_not_take(
    client: Client, program: Program, chief: User, coordinator: User, coach: User
) -> None:
    client.force_login(chief)
    member(coach, program, Role.DIRECTOR)
    day = program_today(program) + timedelta(days=3)
    assert say_they_leave(client, program, coach, day) == 422
    held = Membership.objects.get(user=coach, role=Role.FACULTY)
    assert "ask a coordinator" in client.get(here(program, f"{held.pk}/end/")).content.decode()
    client.force_login(coordinator)
    assert say_they_leave(client, program, coach, day) == 302
    stays = here(program, f"faculty/{faculty_of(coach).pk}/stay/")
    client.force_login(chief)
    assert "They stay" not in client.get(here(program)).content.decode()
    assert client.post(stays).status_code == 404
    Membership.objects.filter(user=coach, role=Role.DIRECTOR).delete()
    assert client.post(stays).status_code == 302


@pytest.mark.parametrize("role", ["nurse", "resident", "owner", "user"])
def test_only_rows_of_this_programs_roster_stay(
    client: Client, program: Program, coordinator: User, other_program: Program, role: str
) -> None:
    day = program_today(program)
    foreign = make_resident(other_program, left_on=day)
    own = make_resident(program, left_on=day)
    client.force_login(coordinator)
    assert client.post(here(program, f"{role}/{foreign.pk}/stay/")).status_code == 404
    assert client.post(here(program, f"resident/{own.pk}/stay/")).status_code == 302
