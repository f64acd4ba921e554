"""Inviting people of the roster."""

import re

from django.core.mail import EmailMessage
from django.test import Client

from connectedness.accounts.models import User
from connectedness.joining.models import Invitation
from scheduling.models import Program
from scheduling.selectors.years import program_today
from tests.factories import make_faculty, make_resident
from tests.joining.access_page.address import here


def test_the_roster_shows_whom_an_invitation_reaches_and_why_not_the_others(
    client: Client, program: Program, coordinator: User, coach: User, other_program: Program,
    mailoutbox: list[EmailMessage],
) -> None:  # fmt: skip
    ready = make_resident(program, "Ready, Rae", email="Rae@example.org")
    make_resident(program, "Nowhere, Nan")
    make_resident(program, "Twin, Tom", email="twins@example.org")
    make_resident(program, "Twin, Tim", email="twins@example.org")
    make_resident(program, "Gone, Gus", email="gus@example.org", left_on=program_today(program))
    new = make_faculty(program, "Newman, Nell", email="nell@example.org")
    stranger = make_resident(other_program, "Strange, Sid", email="sid@example.org")
    client.force_login(coordinator)
    page = client.get(here(program, "roster/")).content.decode()
    assert set(re.findall(r'value="((?:resident|faculty)-\d+)"', page)) == {
        f"resident-{ready.pk}",
        f"faculty-{new.pk}",
    }
    assert page.count("No e-mail address on the roster") == 1
    assert page.count("Shares the address with somebody else") == 2
    assert "Gus" not in page
    assert "Achebe" not in page
    refused = client.post(
        here(program, "roster/"), {"people": [f"resident-{ready.pk}", f"resident-{stranger.pk}"]}
    )
    assert refused.status_code == 422
    assert "The roster has changed" in refused.content.decode()
    assert not Invitation.objects.exists()
    client.post(here(program, "roster/"), {"people": [f"resident-{ready.pk}", f"faculty-{new.pk}"]})
    assert {(row.email, row.role, row.person) for row in Invitation.objects.all()} == {
        ("rae@example.org", "resident", ready), ("nell@example.org", "faculty", new),
    }  # fmt: skip
    assert len(mailoutbox) == 2
    assert client.get(here(program, "roster/")).content.decode().count("Invited already") == 2


def test_nobody_of_the_roster_is_ticked_before_somebody_does_or_asks_for_all(
    client: Client, program: Program, coordinator: User
) -> None:
    make_resident(program, "Ready, Rae", email="rae@example.org")
    client.force_login(coordinator)
    assert not re.findall("<input[^>]* checked", client.get(here(program, "roster/")).content.decode())
    ticked = client.get(here(program, "roster/?tick=all")).content.decode()
    assert len(re.findall("<input[^>]* checked", ticked)) == 1


def test_an_empty_roster_leads_to_the_import(client: Client, program: Program, coordinator: User) -> None:
    client.force_login(coordinator)
    assert "The roster is empty" in client.get(here(program, "roster/")).content.decode()
    make_resident(program, "Gone, Gus", email="gus@example.org", left_on=program_today(program))
    page = client.get(here(program, "roster/")).content.decode()
    assert "The roster is empty" not in page
    assert "Everybody on the roster is in" in page
