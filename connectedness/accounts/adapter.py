"""Sign-in as hospitals want it: nobody opens an account for themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.http import HttpRequest

from connectedness.accounts.recent import sign_in_anew, signed_in_recently


class InvitedOnlyAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts come from the program, never from a sign-up form."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a coordinator or administrator adds people."""
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: object) -> bool:
        """Whoever signed in within the last minutes is not asked twice; whoever cannot confirm it signs in anew."""
        if signed_in_recently(self.request):
            return False
        if not self.get_reauthentication_methods(self.request.user):
            raise ImmediateHttpResponse(sign_in_anew(self.request))
        return True
