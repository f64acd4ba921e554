"""Whose record a site administrator wants to open, and why."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from scheduling.models import Resident

SHORTEST_REASON = 15
FEWEST_LETTERS = 10


class GlassForm(forms.Form):
    """A person named exactly, so that nobody browses the roster, and a reason in a sentence."""

    email = forms.EmailField(
        label="E-mail address of the resident",
        max_length=254,
        help_text="As it stands on the roster or in their account.",
    )
    why = forms.CharField(
        label="Reason",
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "min_length": "Say a little more: at least fifteen characters, so that the resident understands why."
        },
        help_text="At least fifteen characters. The resident, the program and the trail will have these words.",
    )

    def __init__(self, *args: Any, residents: QuerySet[Resident], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._residents = residents
        self.found: list[Resident] = []

    def clean_why(self) -> str:
        """Words, not dots, digits or what nobody sees."""
        why = str(self.cleaned_data["why"])
        if sum(sign.isalpha() for sign in why) < FEWEST_LETTERS:
            raise forms.ValidationError("Say it in words, so that the resident understands why.")
        return why

    def clean_email(self) -> str:
        """Somebody of that address is on a roster."""
        email = str(self.cleaned_data["email"])
        by_account = self._residents.filter(user__email__iexact=email)
        self.found = list(by_account or self._residents.filter(email__iexact=email))
        if not self.found:
            raise forms.ValidationError(
                "No roster has a resident with this address. Check its spelling, or ask the program’s coordinator."
            )
        if len(self.found) > 1:
            raise forms.ValidationError(
                "Several residents have this address. Ask the coordinators to give each their own."
            )
        return email
