"""Every page of this app by method and role: whose it is, and a 404 for everybody else."""

import pytest
from django.test import Client
from django.urls import URLPattern

from coaching.urls import urlpatterns
from connectedness.accounts.models import Membership, User
from scheduling.services.feeds import feed_address, make_feed
from tests.coaching.clinic_year import ClinicYear
from tests.coaching.pages import words

ROLES = ("coordinator", "chief", "director", "coach", "resident", "nurse", "site_admin")
ALLOWED = {
    "resident_home": {"resident"},
    "resident_calendar": {"resident"},
    "coach_home": {"coach"},
    "coach_calendar": {"coach"},
    "in_clinic": {"nurse", "coordinator", "chief", "director"},
    "figures": {"coordinator", "chief", "director"},
    "feed": {"resident", "coach"},
    "feed_make": {"resident", "coach"},
    "feed_renew": set(),
    "feed_revoke": set(),
}
PATHS = {
    "resident_home": "/me/",
    "resident_calendar": "/me/calendar/",
    "coach_home": "/panel/",
    "coach_calendar": "/panel/calendar/",
    "in_clinic": "/in-clinic/",
    "figures": "/figures/",
    "feed": "/feed/",
    "feed_make": "/feed/make/",
    "feed_renew": "/feed/{feed}/renew/",
    "feed_revoke": "/feed/{feed}/revoke/",
}
BY_TOKEN = {"feed_file"}
POSTED = {"feed_make", "feed_renew", "feed_revoke"}


def test_no_page_of_this_app_is_missing_from_the_table() -> None:
    named = {pattern.name for pattern in urlpatterns if isinstance(pattern, URLPattern)}
    assert named == set(ALLOWED) | BY_TOKEN == set(PATHS) | BY_TOKEN


@pytest.mark.parametrize("name", sorted(ALLOWED))
@pytest.mark.parametrize("role", ROLES)
def test_a_page_opens_for_its_roles_and_is_not_found_by_others(
    clinics: ClinicYear,
    client: Client,
    stranger: User,
    request: pytest.FixtureRequest,
    name: str,
    role: str,
) -> None:
    # The feed asked for is the stranger's, so nobody in the cast may touch it.
    path = PATHS[name].format(feed=make_feed(user=stranger).pk)
    client.force_login(request.getfixturevalue(role))
    response = client.post(path) if name in POSTED else client.get(path)
    expected = (302 if name in POSTED else 200) if role in ALLOWED[name] else 404
    assert response.status_code == expected


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_nobody_unknown_gets_further_than_the_sign_in(clinics: ClinicYear, client: Client, name: str) -> None:
    path = PATHS[name].format(feed=1)
    response = client.post(path) if name in POSTED else client.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_the_wrong_method_is_refused(clinics: ClinicYear, client: Client, resident: User, name: str) -> None:
    client.force_login(resident)
    path = PATHS[name].format(feed=1)
    response = client.get(path) if name in POSTED else client.post(path)
    assert response.status_code == 405


def test_the_stranger_sees_only_their_own_program(
    clinics: ClinicYear, client: Client, stranger: User, resident: User, coach: User
) -> None:
    clinics.coached(resident.resident, coach.faculty)
    clinics.together(resident.resident, coach.faculty, "2026-11-23", "2026-11-25")
    client.force_login(stranger)
    for name in sorted(set(ALLOWED) - POSTED):
        page = client.get(PATHS[name])
        assert page.status_code == 200
        for secret in ("Riverside", "Resi Dent", "Achebe"):
            assert secret not in words(page.content.decode())


def test_a_role_taken_away_closes_the_page_at_the_next_request(
    clinics: ClinicYear, client: Client, resident: User
) -> None:
    client.force_login(resident)
    assert client.get("/me/").status_code == 200
    address = feed_address(make_feed(user=resident))
    assert client.get(address).status_code == 200
    Membership.objects.filter(user=resident).delete()
    assert client.get("/me/").status_code == 404
    assert client.get(address).status_code == 404


def test_a_disabled_user_is_signed_out(clinics: ClinicYear, client: Client, resident: User) -> None:
    client.force_login(resident)
    assert client.get("/me/").status_code == 200
    User.objects.filter(pk=resident.pk).update(is_active=False)
    assert client.get("/me/").status_code == 302
