"""Each role lands on its own page and finds its way from there."""

import pytest
from django.test import Client

from connectedness.accounts.models import Role, User
from scheduling.models import Program
from tests.factories import make_program, make_user, make_year, member

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


def test_somebody_without_a_role_is_told_what_to_do(client: Client, db: None) -> None:
    client.force_login(make_user("Nemo Nobody"))
    response = client.get("/")
    assert response.status_code == 200
    assert "Ask your program coordinator to add you" in response.content.decode()


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
        ("Schedule", False),
        ("Feed", False),
        ("Record", False),
    ]


def test_the_frame_follows_the_program_of_the_page(client: Client, coordinator: User) -> None:
    second = make_program("A Second Program")
    member(coordinator, second, Role.COORDINATOR)
    client.force_login(coordinator)
    for program in Program.objects.all():
        page = client.get(f"/programs/{program.pk}/")
        assert page.context["program_label"]() == program.name
        assert all(f"/programs/{program.pk}/" in link.url for link in page.context["navigation"]()[:3])
