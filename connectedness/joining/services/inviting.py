"""Invitations: make one, send it, send it again, withdraw it."""

import secrets
from collections.abc import Sequence
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from connectedness.accounts.models import Membership, Role, User
from connectedness.joining.models import Invitation
from connectedness.joining.selectors import ON_THE_ROSTER
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import Faculty, Program, Resident

NONCE_BYTES = 24


class CannotInvite(Exception):
    """Nobody was invited; the message says why and what would do."""


@transaction.atomic
def invite(
    *,
    program: Program,
    role: Role,
    email: str,
    actor: User | None,
    name: str = "",
    person: Resident | Faculty | None = None,
) -> Invitation:
    """Offer a role to an address; one that waits already is made fresh. Raises ``CannotInvite``."""
    email = email.strip().lower()
    person = person or _on_the_roster(program, role, email)
    _refuse_who_is_in(program, role, email)
    if person is None and role in ON_THE_ROSTER:
        raise CannotInvite(
            f"The roster has no {role.label.lower()} with the address {email}. Choose who it is, or add them by import first."
        )
    if person is not None and person.user_id is not None:
        raise CannotInvite(f"{person} has joined already, as {person.user}.")
    waiting = Invitation.objects.pending().filter(program=program, role=role, email=email).first()
    if waiting is not None and waiting.person == person:
        return _renewed(waiting)
    if waiting is not None:
        withdraw(invitation=waiting, actor=actor)
    if person is not None:
        _withdraw_others_of(person, actor)
    invitation = Invitation.objects.create(
        program=program,
        role=role,
        email=email,
        name=name or (person.full_name if person else ""),
        resident=person if isinstance(person, Resident) else None,
        faculty=person if isinstance(person, Faculty) else None,
        nonce=secrets.token_urlsafe(NONCE_BYTES),
        invited_by=actor,
        expires_at=timezone.now() + settings.INVITATION_LASTS,
    )
    _note(EventKind.INVITED, invitation, actor)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, actor: User | None) -> None:
    """Its link opens nothing any more; nothing happens to one that does not wait."""
    pending = Invitation.objects.pending().filter(pk=invitation.pk)
    if pending.update(withdrawn_at=timezone.now()):
        _note(EventKind.INVITATION_WITHDRAWN, invitation, actor)


@transaction.atomic
def renew(*, invitation: Invitation, actor: User | None) -> Invitation:
    """The same link works again, for as long as a new one would."""
    _note(EventKind.INVITED, invitation, actor)
    return _renewed(invitation)


def send(*, invitations: Sequence[Invitation], site: str) -> int:
    """Mail them, over one connection; how many went. What did not go keeps ``sent_at`` empty and can be sent again."""
    sent = 0
    try:
        with get_connection() as connection:
            for invitation in invitations:
                sent += _mail(invitation, site, connection)
    except (OSError, SMTPException):
        return sent
    return sent


def _mail(invitation: Invitation, site: str, connection: BaseEmailBackend) -> int:
    address = f"{site}{reverse('joining:join', args=[invitation.token])}"
    words = {"invitation": invitation, "address": address, "person": invitation.person}
    EmailMessage(
        subject=f"Join {invitation.program} on Connectedness",
        body=render_to_string("joining/invitation.txt", words),
        to=[invitation.email],
        connection=connection,
    ).send()
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=timezone.now())
    return 1


def _renewed(invitation: Invitation) -> Invitation:
    invitation.expires_at = timezone.now() + settings.INVITATION_LASTS
    invitation.sent_at = None
    invitation.save(update_fields=["expires_at", "sent_at"])
    return invitation


def _on_the_roster(program: Program, role: Role, email: str) -> Resident | Faculty | None:
    """Whom the roster names with that address, if it names one person."""
    if role not in ON_THE_ROSTER:
        return None
    found = ON_THE_ROSTER[role].objects.filter(program=program, email__iexact=email, left_on__isnull=True)[:2]
    return found[0] if len(found) == 1 else None


def _refuse_who_is_in(program: Program, role: Role, email: str) -> None:
    user = User.objects.filter(email=email).first()
    if user is None:
        return
    if not user.is_active:
        raise CannotInvite(f"The account of {email} is closed. A site administrator can open it again.")
    if Membership.objects.current().filter(user=user, program=program, role=role).exists():
        raise CannotInvite(f"{user} is in the program already, as {role.label.lower()}.")


def _withdraw_others_of(person: Resident | Faculty, actor: User | None) -> None:
    """The roster's address was corrected: the link in the wrong mailbox must not open their row."""
    for other in person.invitations.pending():
        withdraw(invitation=other, actor=actor)


def _note(kind: EventKind, invitation: Invitation, actor: User | None) -> None:
    record(
        kind=kind,
        actor=actor,
        program_id=invitation.program_id,
        subject=f"{invitation.email}: {invitation.get_role_display()}",
        after={"role": invitation.role, "person": str(invitation.person or "")},
    )
