"""Sign-in as hospitals want it: nobody opens an account for themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts come from the program, never from a sign-up form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a coordinator or administrator adds people."""
        return False
