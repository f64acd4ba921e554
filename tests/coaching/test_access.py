"""Whose rows a page is about; who gets which page is in tests/access/matrix.txt."""

from django.test import Client

from connectedness.accounts.models import Membership, User
from scheduling.services.feeds import feed_address, make_feed
from tests.coaching.clinic_year import ClinicYear
from tests.coaching.pages import words
from tests.factories import faculty_of, resident_of

PAGES = (
    "/me/",
    "/me/calendar/",
    "/me/record/",
    "/panel/",
    "/panel/calendar/",
    "/in-clinic/",
    "/figures/",
    "/feed/",
)


def test_the_stranger_sees_only_their_own_program(
    clinics: ClinicYear, client: Client, stranger: User, resident: User, coach: User
) -> None:
    clinics.coached(resident_of(resident), faculty_of(coach))
    clinics.together(resident_of(resident), faculty_of(coach), "2026-11-23", "2026-11-25")
    client.force_login(stranger)
    for path in PAGES:
        page = client.get(path)
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
