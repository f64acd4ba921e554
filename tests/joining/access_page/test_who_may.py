"""Who sees the page, and what each may give and take."""

import pytest
from django.test import Client

from connectedness.accounts.models import Membership, Role, User
from connectedness.joining.models import Invitation
from scheduling.models import Program
from tests.factories import make_faculty, make_resident, make_user, member
from tests.joining.access_page.address import here


@pytest.mark.parametrize("role", ["coordinator", "chief"])
def test_those_who_build_see_who_has_access(
    client: Client, program: Program, nurse: User, request: pytest.FixtureRequest, role: str
) -> None:
    client.force_login(request.getfixturevalue(role))
    page = client.get(here(program)).content.decode()
    assert "Nura Sey" in page
    assert nurse.email in page


@pytest.mark.parametrize("role", ["director", "coach", "resident", "nurse", "stranger", "site_admin"])
@pytest.mark.parametrize("rest", ["", "roster/", "invite/", "1/end/", "invitations/1/send/"])
def test_for_everybody_else_there_is_no_such_page(
    client: Client, program: Program, coordinator: User, request: pytest.FixtureRequest, role: str, rest: str
) -> None:
    method = "post" if rest in ("invite/", "invitations/1/send/") else "get"
    client.force_login(request.getfixturevalue(role))
    assert getattr(client, method)(here(program, rest)).status_code == 404


GIVES = {"coordinator": {str(role) for role in Role}, "chief": {"resident", "faculty", "nurse"}}


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("giver", ["coordinator", "chief"])
def test_nobody_gives_more_than_they_may(
    client: Client, program: Program, request: pytest.FixtureRequest, giver: str, role: str
) -> None:
    make_resident(program, email="new@example.org")
    make_faculty(program, "Field, Fay", email="new@example.org")
    client.force_login(request.getfixturevalue(giver))
    answer = client.post(here(program, "invite/"), {"email": "new@example.org", "role": role})
    assert answer.status_code == (302 if role in GIVES[giver] else 422)
    assert Invitation.objects.filter(role=role).exists() == (role in GIVES[giver])


def test_a_chief_takes_no_role_that_they_could_not_give(
    client: Client, program: Program, chief: User, coordinator: User, nurse: User
) -> None:
    client.force_login(chief)
    of_nurse, of_coordinator = (Membership.objects.get(user=user) for user in (nurse, coordinator))
    assert client.get(here(program, f"{of_nurse.pk}/end/")).status_code == 200
    for method in ("get", "post"):
        assert (
            getattr(client, method)(here(program, f"{of_coordinator.pk}/end/"), {"how": "taken"}).status_code
            == 404
        )
    of_coordinator.refresh_from_db()
    assert of_coordinator.ended_at is None


def test_nobody_takes_their_own_role(client: Client, program: Program, coordinator: User) -> None:
    client.force_login(coordinator)
    own = Membership.objects.get(user=coordinator)
    assert client.post(here(program, f"{own.pk}/end/"), {"how": "taken"}).status_code == 404
    other = member(make_user("Cora Second"), program, Role.COORDINATOR)
    assert client.post(here(program, f"{other.pk}/end/"), {"how": "taken"}).status_code == 302
