"""Who may: one's own account, and nobody else's."""

from allauth.usersessions.models import UserSession
from django.shortcuts import get_object_or_404

from connectedness.accounts.models import User


def get_own_session(user: User, pk: int) -> UserSession:
    """One of the places where the user is signed in; 404 otherwise."""
    return get_object_or_404(UserSession, pk=pk, user=user)
