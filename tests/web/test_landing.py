"""Each role lands on its own page and finds its way from there."""

import pytest
from django.test import Client

from connectedness.accounts.models import Membership, Role, User
from scheduling.models import Program
from scheduling.services.leaving import end_role
from tests.factories import (
    faculty_of,
    make_nurse,
    make_program,
    make_team,
    make_user,
    make_year,
    member,
    resident_of,
)

LANDING = {
    "coordinator": "/programs/{program}/",
    "chief": "/programs/{program}/",
    "director": "/figures/",
    "coach": "/panel/",
    "resident": "/me/",
    "nurse": "/in-clinic/",
    "site_admin": "/admin/",
}


@pytest.mark.parametrize("role", LANDING)
def test_a_role_lands_on_its_own_page(
    client: Client, program: Program, request: pytest.FixtureRequest, role: str
) -> None:
    client.force_login(request.getfixturevalue(role))
    response = client.get("/", follow=True)
    assert response.redirect_chain == [(LANDING[role].format(program=program.pk), 302)]
    assert response.status_code == 200


def test_a_nurse_in_a_team_lands_on_it_with_who_is_in_clinic_beside_it(
    client: Client, program: Program, nurse: User
) -> None:
    client.force_login(nurse)
    assert client.get("/")["Location"] == "/in-clinic/"
    team = make_team(program, make_nurse(program, user=nurse))
    assert client.get("/")["Location"] == "/teams/"
    links = client.get("/teams/").context["navigation"]()
    assert [(link.label, link.is_current) for link in links] == [
        ("My teams", True),
        ("In clinic", False),
        ("Feed", False),
    ]
    team.members.update(last_date=team.first_date)
    assert client.get("/")["Location"] == "/in-clinic/"


@pytest.mark.parametrize(("role", "page"), [("resident", "/me/"), ("coach", "/panel/")])
def test_who_is_in_a_team_finds_it_from_their_first_page(
    client: Client, program: Program, request: pytest.FixtureRequest, role: str, page: str
) -> None:
    user = request.getfixturevalue(role)
    client.force_login(user)
    assert 'class="row-link" href="/teams/"' not in client.get(page).content.decode()
    make_team(program, resident_of(user) if role == "resident" else faculty_of(user), name="Juniper")
    shown = client.get(page).content.decode()
    assert 'class="row-link" href="/teams/"' in shown
    assert "Team Juniper" in shown
    assert any(link.is_current for link in client.get("/teams/").context["navigation"]())


def test_somebody_without_a_role_is_told_what_to_do(client: Client, db: None) -> None:
    client.force_login(make_user("Nemo Nobody"))
    response = client.get("/")
    assert response.status_code == 200
    assert "Ask your program coordinator to add you" in response.content.decode()


def test_somebody_whose_role_ended_is_told_that_and_not_that_they_never_had_one(
    client: Client, program: Program, nurse: User, coordinator: User
) -> None:
    end_role(membership=Membership.objects.get(user=nurse), actor=coordinator)
    nurse.refresh_from_db()
    client.force_login(nurse)
    page = client.get("/").content.decode()
    assert "You were in Riverside Internal Medicine as nurse" in page
    assert "no role in a program yet" not in page


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.FACULTY])
def test_somebody_whom_the_roster_does_not_name_is_told_whom_to_ask(
    client: Client, program: Program, coordinator: User, role: Role
) -> None:
    client.force_login(make_user("Rae Ready", program=program, role=role))
    response = client.get("/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "You are not on the roster yet" in page
    assert coordinator.email in page
    assert "Sign out" in page
    assert "/me/" not in page
    assert "/panel/" not in page


def test_a_page_that_is_not_there_lets_one_sign_out(client: Client, nurse: User) -> None:
    assert "Sign out" not in client.get("/no-such-page/").content.decode()
    client.force_login(nurse)
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert 'action="/accounts/logout/"' in response.content.decode()
    assert "Nura Sey" in response.content.decode()


def test_nobody_signed_in_is_asked_to(client: Client, db: None) -> None:
    assert client.get("/")["Location"] == "/accounts/login/?next=/"


def test_a_chief_resident_lands_on_the_schedule_and_keeps_their_own_page(
    client: Client, program: Program, resident: User
) -> None:
    member(resident, program, Role.CHIEF)
    client.force_login(resident)
    assert client.get("/")["Location"] == f"/programs/{program.pk}/"
    links = [link.url for link in client.get("/me/").context["navigation"]()]
    assert links[0] == f"/programs/{program.pk}/"
    assert "/me/" in links


def test_the_frame_says_who_which_program_and_which_year(
    client: Client, program: Program, resident: User
) -> None:
    make_year(program)
    client.force_login(resident)
    page = client.get("/me/").content.decode()
    assert "Riverside Internal Medicine · 2026–27" in page
    assert "Resi Dent" in page


def test_the_page_that_is_open_is_marked(client: Client, resident: User) -> None:
    client.force_login(resident)
    navigation = client.get("/me/calendar/").context["navigation"]()
    assert [(link.label, link.is_current) for link in navigation] == [
        ("Home", False),
        ("Calendar", True),
        ("My year", False),
        ("Schedule", False),
        ("Feed", False),
        ("Record", False),
    ]


@pytest.mark.parametrize(("role", "label"), [("coordinator", "People"), ("coach", "My panel")])
def test_a_residents_record_belongs_to_the_page_that_leads_to_it_and_leads_back(
    client: Client, program: Program, resident: User, request: pytest.FixtureRequest, role: str, label: str
) -> None:
    client.force_login(request.getfixturevalue(role))
    page = client.get(f"/programs/{program.pk}/residents/{resident_of(resident).pk}/")
    assert [link.label for link in page.context["navigation"]() if link.is_current] == [label]
    assert f'<a href="{page.context["navigation"]()[0].url}"' in page.content.decode()
    assert f">{label}</a></li>" in page.content.decode()


@pytest.mark.parametrize("page", ["schedules/", "schedules/compare/", "grid/"])
def test_the_pages_of_versions_belong_to_the_schedule(
    client: Client, program: Program, coordinator: User, page: str
) -> None:
    client.force_login(coordinator)
    navigation = client.get(f"/programs/{program.pk}/{page}").context["navigation"]()
    assert [link.label for link in navigation if link.is_current] == ["Schedule"]


def test_the_frame_follows_the_program_of_the_page(client: Client, coordinator: User) -> None:
    second = make_program("A Second Program")
    member(coordinator, second, Role.COORDINATOR)
    client.force_login(coordinator)
    for program in Program.objects.all():
        page = client.get(f"/programs/{program.pk}/")
        assert page.context["program_label"]() == program.name
        assert all(f"/programs/{program.pk}/" in link.url for link in page.context["navigation"]()[:3])
