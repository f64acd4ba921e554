"""Bad input is answered on the page."""

import pytest
from django.test import Client

from connectedness.accounts.models import Membership, User
from connectedness.joining.models import Invitation
from scheduling.models import Program
from tests.factories import make_resident
from tests.joining.access_page.address import here

BAD = [{"email": "a\0b@example.org"}, {"email": "x" * 300 + "@example.org"}, {"email": ""}, {"role": "owner"},
       {"role": ""}, {"person": "resident-999999"}, {"person": "\0"}, {"email": "no address"}]  # fmt: skip


@pytest.mark.parametrize("wrong", BAD, ids=str)
def test_bad_input_is_answered_on_the_page_and_changes_nothing(
    client: Client, program: Program, coordinator: User, wrong: dict[str, str]
) -> None:
    make_resident(program, email="sam@example.org")
    right = {"email": "sam@example.org", "role": "resident"}
    client.force_login(coordinator)
    assert client.post(here(program, "invite/"), {**right, **wrong}).status_code == 422
    assert not Invitation.objects.exists()
    assert client.post(here(program, "invite/"), right).status_code == 302


@pytest.mark.parametrize("day", ["\0", "2026-13-40", "", "9" * 400, "0000-00-00"])
def test_a_day_that_is_none_ends_nothing(
    client: Client, program: Program, coordinator: User, resident: User, day: str
) -> None:
    held = Membership.objects.get(user=resident)
    client.force_login(coordinator)
    assert client.post(here(program, f"{held.pk}/end/"), {"how": "left", "on": day}).status_code == 422
    held.refresh_from_db()
    assert held.ended_at is None
