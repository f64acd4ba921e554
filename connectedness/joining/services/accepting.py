"""An invitation is accepted: a role, and with it the person's own row of the roster."""

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from connectedness.accounts.models import Membership, User
from connectedness.joining.models import Invitation, InvitationState
from connectedness.joining.selectors import person_of
from connectedness.trail.kinds import EventKind
from connectedness.trail.recording import record
from scheduling.access import held_roles
from scheduling.models import Faculty, Resident

JOINED_JUST_NOW = "This address has an account since a moment ago. Sign in with it and open the link again."


class CannotJoin(Exception):
    """Nothing was changed; the message says why and what would do."""


@transaction.atomic
def accept(*, invitation: Invitation, user: User) -> Membership:
    """Give the user the role, once. Raises ``CannotJoin`` where it is not theirs, not open, or the row is taken."""
    held = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if held.state is not InvitationState.OPEN:
        raise CannotJoin("This invitation was used, withdrawn or is too old. Ask for a new one.")
    if user.email != held.email:
        raise CannotJoin(f"This invitation is for {held.email}.")
    if held.person is not None:
        _link(held.person, user, held)
    membership, is_new = Membership.objects.get_or_create(
        user=user, program=held.program, role=held.role, ended_at=None
    )
    if not held_roles(user).filter(pk=membership.pk).exists():
        raise CannotJoin(
            f"You have left {held.program}. Ask your coordinator to take back the day on which you left."
        )
    held.accepted_at, held.accepted_by = timezone.now(), user
    held.save(update_fields=["accepted_at", "accepted_by"])
    _note(EventKind.INVITATION_ACCEPTED, held, user)
    if is_new:
        _note(EventKind.ROLE_GIVEN, held, user)
    return membership


def join_as_new(*, invitation: Invitation, name: str, password: str | None) -> User:
    """Open an account for the invited address and accept. Raises ``CannotJoin``; then there is no account either."""
    try:
        return _joined(invitation, name, password)
    except IntegrityError as error:
        raise CannotJoin(JOINED_JUST_NOW) from error
    except ValidationError as error:
        is_there = User.objects.filter(email=invitation.email).exists()
        raise CannotJoin(JOINED_JUST_NOW if is_there else " ".join(error.messages)) from error


@transaction.atomic
def accept_all(*, user: User) -> int:
    """Accept whatever is offered to somebody whose address the hospital's sign-in vouches for; how many."""
    offered = Invitation.objects.acceptable().filter(email=user.email)
    return len([accept(invitation=invitation, user=user) for invitation in offered])


def know_address(*, user: User) -> None:
    """The address is theirs: they read mail there, or the hospital says so. It is their only one, and nobody else's."""
    others = EmailAddress.objects.filter(Q(user=user) | Q(email__iexact=user.email))
    others.exclude(user=user, email=user.email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


@transaction.atomic
def _joined(invitation: Invitation, name: str, password: str | None) -> User:
    user = User.objects.create_user(invitation.email, password, name=name)
    record(kind=EventKind.ACCOUNT_OPENED, actor=user, about=user, subject=str(user))
    know_address(user=user)
    accept(invitation=invitation, user=user)
    return user


def _link(person: Resident | Faculty, user: User, invitation: Invitation) -> None:
    """Their row of the roster: never one that is somebody's, and never a second one of the program."""
    if person.user_id == user.pk:
        return
    program = invitation.program
    if (own := person_of(user, program, invitation.role)) is not None:
        raise CannotJoin(
            f"Your account is {own} of {program} already, and nobody can be two people of its roster. "
            "Ask your coordinator which of the two is you."
        )
    if not type(person).objects.filter(pk=person.pk, user__isnull=True).update(user=user):
        raise CannotJoin(
            f"{person} of {program} has joined already, with another account. Ask your coordinator who that is."
        )
    _note(EventKind.PERSON_LINKED, invitation, user)


def _note(kind: EventKind, invitation: Invitation, user: User) -> None:
    record(
        kind=kind,
        actor=user,
        about=user,
        program_id=invitation.program_id,
        subject=f"{user}: {invitation.get_role_display()}",
        after={"role": invitation.role, "person": str(invitation.person or "")},
    )
