"""Who may: one's own sessions, one's own roles that are over; whom somebody in a program asks."""

from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from connectedness.accounts.models import Membership, Role, User


def get_own_session(user: User, pk: int) -> UserSession:
    """One of the user's own sessions, wherever it is; 404 otherwise."""
    return get_object_or_404(UserSession, pk=pk, user=user)


def last_role(user: User) -> Membership | None:
    """The role that the user was given last, over or not."""
    return user.memberships.select_related("program").order_by("-joined_at", "-pk").first()


def coordinators_of(program_id: int) -> QuerySet[User]:
    """Those whom somebody with a role in the program asks."""
    held = Membership.objects.current().filter(program=program_id, role=Role.COORDINATOR)
    return User.objects.filter(memberships__in=held).order_by("name")
