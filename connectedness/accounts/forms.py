"""The library's sign-in forms, where ours differ."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm
from allauth.core import context
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.core.validators import MaxLengthValidator

from connectedness.accounts.limits import charge


class AskForCodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    """Ask for a code by mail: nobody uses up the codes of another."""

    def clean_email(self) -> str:
        """An address nobody has is answered like any other."""
        if charge(context.request, "code_mailed", str(self.cleaned_data["email"])) is None:
            raise get_adapter().validation_error("too_many_codes")
        return str(super().clean_email())


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """Add a passkey: one that signs in by itself, unless somebody wants it after the password alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 100
        self.fields["name"].validators.append(MaxLengthValidator(100))
        alone = self.fields["passwordless"]
        alone.label, alone.initial = "Signs me in by itself, without a password", True
        alone.help_text = "Your device then asks for your finger, face or code each time."
