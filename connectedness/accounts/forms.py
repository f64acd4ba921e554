"""The library's sign-in forms, where ours differ."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm
from allauth.core import context

from connectedness.accounts.limits import charge


class AskForCodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    """Ask for a code by mail: nobody uses up the codes of another."""

    def clean_email(self) -> str:
        """An address nobody has is answered like any other."""
        if charge(context.request, "code_mailed", str(self.cleaned_data["email"])) is None:
            raise get_adapter().validation_error("too_many_codes")
        return str(super().clean_email())
