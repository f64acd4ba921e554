"""The site administrator's pages: accounts, roles and programs, and nobody else's."""

from collections.abc import Iterator

import pytest
from django.test import Client, override_settings

from connectedness.accounts.models import Membership, Role, User
from scheduling.models import Program
from tests.factories import make_site

PAGES = (
    "/admin/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/accounts/user/{user}/change/",
    "/admin/accounts/user/?q=dent",
    "/admin/accounts/membership/",
    "/admin/scheduling/program/",
    "/admin/scheduling/program/{program}/change/",
)


@pytest.fixture(autouse=True)
def who_asks_and_who_is_looked_at() -> Iterator[None]:
    """Two users from one place in Django's own code: the administrator, and the account on the page."""
    with override_settings(ZEAL_ALLOWLIST=[{"model": "accounts.User", "field": "*"}]):
        yield


@pytest.mark.parametrize("path", PAGES)
def test_the_site_administrator_opens_a_page(
    client: Client, site_admin: User, resident: User, program: Program, path: str
) -> None:
    make_site(program)
    client.force_login(site_admin)
    assert client.get(path.format(user=resident.pk, program=program.pk)).status_code == 200


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", ["coordinator", "director", "resident"])
def test_nobody_else_gets_in(
    client: Client, resident: User, program: Program, request: pytest.FixtureRequest, path: str, role: str
) -> None:
    client.force_login(request.getfixturevalue(role))
    response = client.get(path.format(user=resident.pk, program=program.pk))
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_an_account_can_be_made_without_a_password_and_given_a_role(
    client: Client, site_admin: User, program: Program
) -> None:
    client.force_login(site_admin)
    role = {
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-program": program.pk,
        "memberships-0-role": Role.NURSE,
    }
    account = {"email": "Sam.Ortega@Example.org", "name": "Sam Ortega", "usable_password": "false"}
    response = client.post("/admin/accounts/user/add/", account | role)
    assert response.status_code == 302
    user = User.objects.get(email="sam.ortega@example.org")
    assert not user.has_usable_password()
    assert Membership.objects.filter(user=user, program=program, role=Role.NURSE).exists()


def test_neither_accounts_nor_programs_can_be_deleted(
    client: Client, site_admin: User, resident: User, program: Program
) -> None:
    client.force_login(site_admin)
    assert client.post(f"/admin/accounts/user/{resident.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"/admin/scheduling/program/{program.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=resident.pk).exists()


def test_a_programs_telephone_line_can_be_changed_and_its_rules_cannot(
    client: Client, site_admin: User, program: Program
) -> None:
    client.force_login(site_admin)
    sites = {"sites-TOTAL_FORMS": "0", "sites-INITIAL_FORMS": "0"}
    sent = {
        "name": program.name,
        "time_zone": program.time_zone,
        "clinic_line": "+1 212 555 0100",
        "max_gap_weeks": "50",
    }
    assert client.post(f"/admin/scheduling/program/{program.pk}/change/", sent | sites).status_code == 302
    program.refresh_from_db()
    assert (program.clinic_line, program.max_gap_weeks) == ("+1 212 555 0100", 6)
