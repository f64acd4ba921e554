"""Pages and mails tell the time of their program, not that of the server."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client

from connectedness.accounts.models import Membership, Role, User
from connectedness.joining.models import Invitation
from connectedness.joining.services.inviting import invite, send, withdraw
from connectedness.trail.kinds import EventKind
from scheduling.models import Program
from tests.factories import make_program, make_user
from tests.signing_in import sign_in
from tests.trail_rows import make_event

# Half past eight in the evening by UTC is the next morning in Auckland.
EVENING = datetime(2026, 3, 10, 20, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def evening(db: None) -> Iterator[None]:
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def program(db: None) -> Program:
    return make_program("Southern Medicine", time_zone="Pacific/Auckland")


@pytest.fixture
def builder(program: Program) -> User:
    return make_user("Corinne Ordway", program=program, role=Role.COORDINATOR)


@pytest.fixture
def invited(program: Program, builder: User) -> Invitation:
    return invite(program=program, role=Role.NURSE, email="sam@example.org", actor=builder)


def test_the_trail_tells_when_by_the_clock_that_it_names(
    client: Client, program: Program, builder: User
) -> None:
    make_event(program=program, kind=EventKind.PUBLISHED, actor_name="Corinne Ordway", subject="Draft 7")
    client.force_login(builder)
    page = client.get(f"/programs/{program.pk}/trail/").content.decode()
    assert "times of Pacific/Auckland" in page
    assert "11 Mar 2026 <small>09:30:00</small>" in page
    assert "20:30:00" not in page


def test_the_access_page_and_the_end_of_a_role_count_days_there(
    client: Client, program: Program, builder: User, invited: Invitation
) -> None:
    nurse = make_user("Nura Sey", program=program, role=Role.NURSE)
    client.force_login(builder)
    withdraw(invitation=invited, actor=builder)
    held = Membership.objects.get(user=nurse)
    page = client.get(f"/programs/{program.pk}/access/").content.decode()
    assert "11 Mar 2026</td>" in page
    assert "Wed 11 Mar 2026, 09:30" in page
    assert "10 Mar 2026" not in page
    assert "since 11 Mar 2026" in client.get(f"/programs/{program.pk}/access/{held.pk}/end/").content.decode()


def test_an_invitation_names_its_last_day_there_by_mail_and_when_it_is_over(
    client: Client, invited: Invitation, builder: User, mailoutbox: list[EmailMessage]
) -> None:
    invited.expires_at = EVENING
    invited.save()
    send(invitations=[invited], site="https://example.org")
    assert "works until Wed 11 Mar 2026" in str(mailoutbox[0].body)
    assert "worked until Wed 11 Mar 2026" in client.get(f"/join/{invited.token}/").content.decode()
    withdraw(invitation=invited, actor=builder)
    assert "took it back on Wed 11 Mar 2026" in client.get(f"/join/{invited.token}/").content.decode()


def test_somebodys_sessions_began_by_their_programs_clock(client: Client, builder: User) -> None:
    assert sign_in(client, builder)
    page = client.get("/accounts/sessions/").content.decode()
    assert "Since Wed 11 Mar, 09:30" in page
    assert "Times of Pacific/Auckland" in page


def test_of_somebody_without_a_program_they_began_by_utc(client: Client) -> None:
    nobody = make_user("Nemo Nobody")
    assert sign_in(client, nobody)
    page = client.get("/accounts/sessions/").content.decode()
    assert "Since Tue 10 Mar, 20:30" in page
    assert "Times of UTC" in page
