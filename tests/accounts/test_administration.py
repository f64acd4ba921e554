"""The site administrator sees that somebody has a second factor, and nothing with which to be them."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from connectedness.accounts.models import User
from connectedness.trail.models import Event

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def test_a_second_factor_shows_no_secret_and_can_be_taken_away(
    client: Client, site_admin: User, nurse: User
) -> None:
    factor = Authenticator.objects.create(user=nurse, type="totp", data={"secret": SECRET})
    client.force_login(site_admin)
    pages = "/admin/mfa/authenticator/"
    for page in (pages, f"{pages}{factor.pk}/change/", f"{pages}{factor.pk}/delete/"):
        answer = client.get(page)
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode()
    assert client.post(f"{pages}{factor.pk}/change/", {"data": "{}"}).status_code == 403
    assert client.post(f"{pages}{factor.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Authenticator.objects.exists()
    assert Event.objects.filter(kind="mfa_removed", actor=site_admin, about=nurse).exists()


@pytest.mark.parametrize("page", ["usersessions/usersession", "account/emailaddress", "auditlog/logentry"])
def test_sessions_addresses_and_tokens_have_no_page(client: Client, site_admin: User, page: str) -> None:
    client.force_login(site_admin)
    assert client.get("/admin/mfa/authenticator/").status_code == 200
    assert client.get(f"/admin/{page}/").status_code == 404
