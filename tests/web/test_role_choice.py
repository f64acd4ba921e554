"""Whoever has several roles chooses in which to work; what they may stays the sum of them."""

import re

import pytest
from django.test import Client

from connectedness.accounts.models import Membership, Role, User
from scheduling.models import Program
from tests.factories import make_program, make_year, member


@pytest.fixture
def chief_and_resident(program: Program, resident: User) -> User:
    """A chief resident, who is a resident too."""
    member(resident, program, Role.CHIEF)
    return resident


def role(user: User, name: str) -> int:
    return Membership.objects.get(user=user, role=name).pk


def offered(client: Client, path: str) -> list[str]:
    return re.findall(
        r'name="role" value="\d+" aria-pressed="\w+"><span>([^<]+)<', client.get(path).content.decode()
    )


def test_the_chosen_role_decides_where_one_lands_and_what_is_around(
    client: Client, program: Program, chief_and_resident: User
) -> None:
    client.force_login(chief_and_resident)
    assert client.get("/")["Location"] == f"/programs/{program.pk}/"
    assert offered(client, "/me/") == ["Chief resident", "Resident"]
    answer = client.post("/role/", {"role": role(chief_and_resident, "resident")}, follow=True)
    assert [where for where, _ in answer.redirect_chain] == ["/", "/me/"]
    assert offered(client, "/me/") == ["Resident", "Chief resident"]
    page = client.get("/me/")
    assert page.context["navigation_style"]() == "tabs"
    assert next(link.label for link in page.context["navigation"]()) == "Home"
    assert client.get(f"/programs/{program.pk}/").status_code == 200


def test_a_role_of_somebody_else_and_one_that_ended_are_not_found(
    client: Client, chief_and_resident: User, coordinator: User
) -> None:
    client.force_login(chief_and_resident)
    gone = role(chief_and_resident, "chief")
    assert client.post("/role/", {"role": gone}).status_code == 302
    Membership.objects.filter(pk=gone).update(ended_at="2030-01-01T00:00Z")
    for wrong in (gone, role(coordinator, "coordinator"), "", "x", "\0", "9" * 400):
        assert client.post("/role/", {"role": wrong}).status_code == 404
    assert client.get("/")["Location"] == "/me/"


def test_of_two_programs_the_chosen_ones_pages_are_shown(
    client: Client, director: User, program: Program
) -> None:
    other = make_program("A Second Program")
    make_year(other)
    make_year(program)
    second = member(director, other, Role.DIRECTOR)
    client.force_login(director)
    for held in (second, Membership.objects.get(user=director, program=program)):
        client.post("/role/", {"role": held.pk})
        page = client.get("/figures/").content.decode()
        assert f"{held.program.name} · 2026–27" in page


def test_whoever_has_one_role_is_offered_no_choice(client: Client, resident: User) -> None:
    client.force_login(resident)
    assert offered(client, "/me/") == []
