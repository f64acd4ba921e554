"""Who may: give and take roles. Nobody gives more than they hold; what is of another program is a 404."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from connectedness.accounts.models import MANAGERS, Membership, Role, User
from connectedness.joining.models import Invitation, InvitationQuerySet
from scheduling.access import get_managed_program, held_roles
from scheduling.models import Faculty, Program, Resident

# Whoever runs the program's office lets everybody in; a chief resident those they work with.
MAY_GIVE: dict[str, tuple[Role, ...]] = {
    Role.COORDINATOR: tuple(Role),
    Role.CHIEF: (Role.RESIDENT, Role.FACULTY, Role.NURSE),
}

ON_THE_ROSTER: dict[str, type[Resident] | type[Faculty]] = {Role.RESIDENT: Resident, Role.FACULTY: Faculty}


def get_program_to_let_in(user: User, pk: int) -> Program:
    """A program to which the user may invite; 404 otherwise."""
    return get_managed_program(user, pk)


def roles_to_give(user: User, program: Program) -> list[Role]:
    """The roles that the user may give and take in this program, in the order of the roles."""
    held = held_roles(user).filter(program=program, role__in=MANAGERS).values_list("role", flat=True)
    given = {role for own in held for role in MAY_GIVE[own]}
    return [role for role in Role if role in given]


def may_end(user: User, membership: Membership, roles: list[Role]) -> bool:
    """Whether they may take this role away: one they could give, and not their own."""
    return membership.role in roles and membership.user_id != user.pk


def visible_memberships(program: Program) -> QuerySet[Membership]:
    """Roles held and once held in a program that the user lets people into."""
    return Membership.objects.filter(program=program).select_related("user")


def get_membership_to_end(user: User, program: Program, pk: int) -> Membership:
    """A role of today that the user may take away; 404 otherwise."""
    held = visible_memberships(program).filter(ended_at__isnull=True, role__in=roles_to_give(user, program))
    return get_object_or_404(held.exclude(user=user), pk=pk)


def roles_beyond(program: Program, roles: list[Role]) -> QuerySet[Membership]:
    """Roles held here that somebody who gives these may not take: of their holders they cannot say that they leave."""
    return visible_memberships(program).filter(ended_at__isnull=True).exclude(role__in=roles)


def visible_leavers(program: Program, role: str) -> QuerySet[Any]:
    """Rows of the roster in the role, of those who leave or have left the program."""
    rows = ON_THE_ROSTER[role].objects.filter(program=program, left_on__isnull=False)
    return rows.select_related("user").order_by("-left_on", "name")


def get_leaver(user: User, program: Program, role: str, pk: int) -> Resident | Faculty:
    """Somebody whose day the user may take back: who may say that they leave may say that they stay; 404 otherwise."""
    roles = roles_to_give(user, program)
    if role not in ON_THE_ROSTER or role not in roles:
        raise Http404
    person: Resident | Faculty = get_object_or_404(visible_leavers(program, role), pk=pk)
    if person.user is not None and (
        person.user == user or roles_beyond(program, roles).filter(user=person.user).exists()
    ):
        raise Http404
    return person


def visible_invitations(program: Program) -> InvitationQuerySet:
    """Invitations into a program that the user lets people into."""
    rows: InvitationQuerySet = Invitation.objects.filter(program=program)
    return rows.select_related("resident", "faculty", "invited_by")


def get_pending_invitation(user: User, program: Program, pk: int) -> Invitation:
    """An invitation that waits, for a role that the user may give; 404 otherwise."""
    given = visible_invitations(program).pending().filter(role__in=roles_to_give(user, program))
    return get_object_or_404(given, pk=pk)


def get_invitation_by_token(token: str) -> Invitation:
    """The invitation that an address opens, whatever became of it; 404 for a token that is not ours."""
    rows = Invitation.objects.opened_by(token).select_related("program", "resident", "faculty", "accepted_by")
    return get_object_or_404(rows)


def account_invited(invitation: Invitation) -> User | None:
    """The account that has the invited address already, if there is one."""
    return User.objects.filter(email=invitation.email).first()
