"""Who may: one's own sessions."""

from allauth.usersessions.models import UserSession
from django.shortcuts import get_object_or_404

from connectedness.accounts.models import User


def get_own_session(user: User, pk: int) -> UserSession:
    """One of the user's own sessions, wherever it is; 404 otherwise."""
    return get_object_or_404(UserSession, pk=pk, user=user)
