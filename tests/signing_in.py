"""Signing in as people do, where a test is about more than who asks."""

from django.test import Client

from connectedness.accounts.models import User

PASSWORD = "correct horse"
LOGIN = "/accounts/login/"


def sign_in(client: Client, user: User, password: str = PASSWORD) -> bool:
    """Send the sign-in form, so that the session knows how and when; whether it let one in."""
    client.post(LOGIN, {"login": user.email, "password": password})
    return client.session.get("_auth_user_id") == str(user.pk)
