"""An invitation is mailed, sent again and withdrawn."""

import pytest
from django.core.mail import EmailMessage
from django.test import Client, override_settings
from django.utils import timezone

from connectedness.accounts.models import Role, User
from connectedness.joining.models import Invitation
from connectedness.joining.services.inviting import CannotInvite, invite
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import Program
from tests.factories import make_resident
from tests.joining.access_page.address import here


def test_an_invitation_is_mailed_with_a_link_and_noted(
    client: Client, program: Program, coordinator: User, mailoutbox: list[EmailMessage]
) -> None:
    client.force_login(coordinator)
    client.post(here(program, "invite/"), {"email": "Sam.Ortega@Example.org", "role": "nurse"})
    row = Invitation.objects.get()
    assert (row.email, row.role, row.program, row.invited_by) == (
        "sam.ortega@example.org", "nurse", program, coordinator,
    )  # fmt: skip
    assert row.sent_at
    assert [mail.to for mail in mailoutbox] == [["sam.ortega@example.org"]]
    assert f"http://testserver/join/{row.token}/" in str(mailoutbox[0].body)
    event = Event.objects.get(kind=EventKind.INVITED)
    assert (event.actor, event.program) == (coordinator, program)
    assert row.nonce not in str(event.after)


def test_mail_that_does_not_go_is_said_and_can_be_sent_again(
    client: Client, program: Program, coordinator: User, mailoutbox: list[EmailMessage]
) -> None:
    client.force_login(coordinator)
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1
    ):
        answer = client.post(
            here(program, "invite/"), {"email": "sam@example.org", "role": "nurse"}, follow=True
        )
    page = answer.content.decode()
    assert "could not be mailed" in page
    assert "not sent" in page
    row = Invitation.objects.get()
    client.post(here(program, f"invitations/{row.pk}/send/"))
    row.refresh_from_db()
    assert row.sent_at
    assert len(mailoutbox) == 1


def test_sending_again_makes_an_expired_link_work_and_withdrawing_ends_it(
    client: Client, program: Program, coordinator: User, other_program: Program
) -> None:
    row = invite(program=program, role=Role.NURSE, email="sam@example.org", actor=coordinator)
    Invitation.objects.update(expires_at=timezone.now())
    client.force_login(coordinator)
    assert "expired" in client.get(here(program)).content.decode()
    assert Client().get(f"/join/{row.token}/").status_code == 410
    client.post(here(program, f"invitations/{row.pk}/send/"))
    assert Client().get(f"/join/{row.token}/").status_code == 200
    client.post(here(program, f"invitations/{row.pk}/withdraw/"))
    answer = Client().get(f"/join/{row.token}/")
    assert answer.status_code == 410
    assert "was withdrawn" in answer.content.decode()
    assert client.post(here(program, f"invitations/{row.pk}/send/")).status_code == 404
    foreign = invite(program=other_program, role=Role.NURSE, email="sam@example.org", actor=None)
    assert client.post(here(program, f"invitations/{foreign.pk}/withdraw/")).status_code == 404
    foreign.refresh_from_db()
    assert foreign.withdrawn_at is None


def test_an_invitation_for_somebody_of_the_roster_goes_to_the_rosters_address(
    client: Client, program: Program, coordinator: User
) -> None:
    rae = make_resident(program, "Ready, Rae", email="rae@example.org")
    client.force_login(coordinator)
    sent = {"email": "other@example.org", "role": "resident", "person": f"resident-{rae.pk}"}
    answer = client.post(here(program, "invite/"), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The roster has rae@example.org for Rae Ready" in page
    assert 'value="other@example.org"' in page
    assert (
        client.post(
            here(program, "invite/"), {**sent, "role": "faculty", "email": "rae@example.org"}
        ).status_code
        == 422
    )
    assert client.post(here(program, "invite/"), {**sent, "email": "rae@example.org"}).status_code == 302
    assert Invitation.objects.get().resident == rae


def test_somebody_who_is_in_is_not_invited_again(program: Program, coordinator: User, nurse: User) -> None:
    with pytest.raises(CannotInvite, match="in the program already, as nurse"):
        invite(program=program, role=Role.NURSE, email=nurse.email.upper(), actor=coordinator)
    assert invite(program=program, role=Role.DIRECTOR, email=nurse.email, actor=coordinator).pk
