"""Invitations: make one, send it, send it again, withdraw it."""

import secrets
from collections.abc import Sequence
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from connectedness.accounts.models import Membership, Role, User
from connectedness.joining.access import ON_THE_ROSTER
from connectedness.joining.models import Invitation
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.models import Faculty, Program, Resident
from scheduling.selectors.years import program_today

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
    _refuse_who_left(program, role, email)
    if person is None and role in ON_THE_ROSTER:
        raise CannotInvite(
            f"The roster has no {role.label.lower()} with the address {email}. Choose who it is, or add them by import first."
        )
    if person is not None and person.user is not None and person.user.email != email:
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
    found = ON_THE_ROSTER[role].objects.here().filter(program=program, email__iexact=email)[:2]
    return found[0] if len(found) == 1 else None


def _refuse_who_is_in(program: Program, role: Role, email: str) -> None:
    user = User.objects.filter(email=email).first()
    if user is None:
        return
    # Whose account is closed is told to a program of theirs alone; elsewhere nobody is to learn who has one.
    if not user.is_active and user.memberships.filter(program=program).exists():
        raise CannotInvite(f"The account of {email} is closed. A site administrator can open it again.")
    if Membership.objects.current().filter(user=user, program=program, role=role).exists():
        raise CannotInvite(f"{user} is in the program already, as {role.label.lower()}.")


def _refuse_who_left(program: Program, role: Role, email: str) -> None:
    """A role shows nothing to somebody who has left: the day must be taken back first."""
    today, own = program_today(program), ON_THE_ROSTER.get(role)
    rows: list[Resident | Faculty] = []
    for model in (Resident, Faculty):
        whose = (
            Q(user__email=email) | Q(user=None, email__iexact=email) if model is own else Q(user__email=email)
        )
        rows += model.objects.filter(whose, program=program)
    rows = [row for row in rows if own and isinstance(row, own)] or rows
    gone = [row for row in rows if row.left_on and row.left_on <= today]
    if gone and len(gone) == len(rows):
        raise CannotInvite(
            f"{gone[0]} left on {gone[0].left_on:%Y-%m-%d}, and a role would show them nothing. "
            "If they are back, take that day back first, under “Who leaves” on the Access page."
        )


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
