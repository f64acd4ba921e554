"""Invitations rest on the access of whoever sent them, and closed accounts are no other program's business."""

import pytest
from django.test import Client

from connectedness.accounts.models import Membership, Role, User
from connectedness.joining.models import Invitation
from connectedness.joining.services.inviting import CannotInvite, invite
from connectedness.trail.kinds import EventKind
from connectedness.trail.models import Event
from scheduling.models import Program
from scheduling.services.leaving import close_account, end_role
from tests.factories import make_resident, make_user, member


def waiting() -> set[str]:
    return set(Invitation.objects.pending().values_list("email", flat=True))


@pytest.fixture
def sent(program: Program, other_program: Program, chief: User, coordinator: User) -> None:
    """Invitations by the chief in two programs, by the coordinator, and one to the chief."""
    member(chief, other_program, Role.CHIEF)
    for place, by, role, email in (
        (program, chief, Role.NURSE, "here@example.org"),
        (other_program, chief, Role.NURSE, "there@example.org"),
        (program, coordinator, Role.NURSE, "another@example.org"),
        (program, coordinator, Role.DIRECTOR, chief.email),
    ):
        invite(program=place, role=role, email=email, actor=by)


def test_invitations_end_with_the_role_of_who_sent_them_and_of_whom_they_invite(
    program: Program, chief: User, coordinator: User, sent: None
) -> None:
    link = Invitation.objects.get(email="here@example.org").token
    assert Client().get(f"/join/{link}/").status_code == 200
    end_role(membership=Membership.objects.get(user=chief, program=program), actor=coordinator)
    assert waiting() == {"there@example.org", "another@example.org"}
    assert Client().get(f"/join/{link}/").status_code == 410
    noted = Event.objects.filter(kind=EventKind.INVITATION_WITHDRAWN)
    assert {(event.actor, event.program) for event in noted} == {(coordinator, program)}
    assert noted.count() == 2


def test_a_closed_account_takes_its_invitations_along_everywhere(
    chief: User, site_admin: User, sent: None
) -> None:
    close_account(user=chief, actor=site_admin)
    assert waiting() == {"another@example.org"}


def test_a_closed_account_without_a_role_is_invited_no_more(program: Program, site_admin: User) -> None:
    user = make_user()
    invite(program=program, role=Role.NURSE, email=user.email, actor=site_admin)
    close_account(user=user, actor=site_admin)
    assert waiting() == set()


def test_invitations_stay_while_their_sender_may_still_send_them(
    program: Program, chief: User, coordinator: User
) -> None:
    member(chief, program, Role.NURSE)
    invite(program=program, role=Role.NURSE, email="here@example.org", actor=chief)
    end_role(membership=Membership.objects.get(user=chief, role=Role.NURSE), actor=coordinator)
    assert waiting() == {"here@example.org"}
    end_role(membership=Membership.objects.get(user=chief, role=Role.CHIEF), actor=coordinator)
    assert waiting() == set()


def test_another_program_does_not_learn_that_an_account_is_closed(
    client: Client, program: Program, coordinator: User, other_program: Program
) -> None:
    theirs = make_user(program=other_program, role=Role.NURSE, is_active=False)
    own = make_user(program=program, role=Role.NURSE, is_active=False)
    for person, user in (("Elsewhere, Ed", theirs), ("Here, Hal", own)):
        make_resident(program, person, email=user.email)
    client.force_login(coordinator)
    assert (
        client.get(f"/programs/{program.pk}/access/roster/").content.decode().count("account is closed") == 1
    )
    with pytest.raises(CannotInvite, match="is closed"):
        invite(program=program, role=Role.FACULTY, email=own.email, actor=coordinator)
    answers = [
        client.post(f"/programs/{program.pk}/access/invite/", {"email": email, "role": "nurse"}, follow=True)
        for email in (theirs.email, "unknown@example.org")
    ]
    first, second = ([str(message) for message in answer.context["messages"]] for answer in answers)
    assert first == [said.replace("unknown@example.org", theirs.email) for said in second]
    assert first
