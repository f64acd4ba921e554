"""The site administrator's pages: accounts, roles and programs, and nobody else's."""

import pytest
from django.test import Client

from connectedness.accounts.models import Membership, Role, User
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import Program
from tests.factories import make_site, make_user
from tests.joining.user_page import changed
from tests.signing_in import sign_in

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


pytestmark = pytest.mark.usefixtures("who_asks_and_who_is_looked_at")


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


def test_unticking_may_sign_in_ends_all_access_at_once_and_ticking_it_revives_nothing(
    client: Client, site_admin: User, resident: User
) -> None:
    theirs = Client()
    assert sign_in(theirs, resident)
    assert theirs.get("/me/").status_code == 200
    client.force_login(site_admin)
    page = f"/admin/accounts/user/{resident.pk}/change/"
    assert client.post(page, changed(resident, is_active="")).status_code == 302
    kept = theirs.cookies["sessionid"].value
    assert theirs.get("/me/")["Location"].startswith("/accounts/login/")
    assert not Membership.objects.filter(user=resident, ended_at__isnull=True).exists()
    resident.refresh_from_db()
    assert client.post(page, changed(resident, is_active="on")).status_code == 302
    theirs.cookies["sessionid"] = kept
    assert theirs.get("/me/")["Location"].startswith("/accounts/login/")
    assert sign_in(theirs, resident)
    assert theirs.get("/me/").status_code == 404
    kinds = Event.objects.filter(about=resident).values_list("kind", flat=True)
    assert {EventKind.ACCOUNT_CLOSED, EventKind.ACCOUNT_REOPENED, EventKind.ROLE_TAKEN} <= set(kinds)


def test_a_site_administrator_no_more_is_signed_out(client: Client, site_admin: User) -> None:
    other = make_user("Ada Second", is_staff=True, is_superuser=True)
    theirs = Client()
    assert sign_in(theirs, other)
    assert theirs.get("/admin/").status_code == 200
    client.force_login(site_admin)
    client.post(f"/admin/accounts/user/{other.pk}/change/", changed(other, is_staff="", is_superuser=""))
    assert theirs.get("/admin/").status_code == 302
    assert Event.objects.filter(kind=EventKind.ROLE_TAKEN, about=other).exists()


def test_roles_are_ended_and_neither_changed_nor_deleted(
    client: Client, site_admin: User, nurse: User
) -> None:
    held = Membership.objects.get(user=nurse)
    client.force_login(site_admin)
    for what in ("change", "delete"):
        sent = {"user": nurse.pk, "program": held.program_id, "role": "director", "post": "yes"}
        assert client.post(f"/admin/accounts/membership/{held.pk}/{what}/", sent).status_code == 403
    client.post("/admin/accounts/membership/", {"action": "end_roles", "_selected_action": [held.pk]})
    held.refresh_from_db()
    assert (held.role, held.ended_at is None) == ("nurse", False)


def test_the_administration_has_no_front_door_of_its_own(
    client: Client, site_admin: User, resident: User
) -> None:
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].startswith("/accounts/login/?next=")
    client.post("/admin/login/", {"username": site_admin.email, "password": "correct horse"})
    assert "_auth_user_id" not in client.session
    client.force_login(resident)
    assert client.get("/admin/login/").status_code == 403
