"""How to reach somebody, as they write it themselves."""

import re

from django import forms

from scheduling.services.requesting.contact import Contact

FEWEST_DIGITS, MOST_DIGITS = 3, 20


class ContactForm(forms.Form):
    """How to reach somebody. Numbers as people write them; what a telephone could not dial is refused."""

    phone = forms.CharField(label="Phone", max_length=40, required=False)
    phone_is_shown = forms.BooleanField(label="My coach or residents see it", required=False)
    pager = forms.CharField(
        label="Pager", max_length=40, required=False, help_text="Seen by everybody who may page you."
    )
    pronouns = forms.CharField(
        label="Pronouns", max_length=40, required=False, help_text="As you say them: she/her, they/them."
    )
    pronouns_are_shown = forms.BooleanField(label="My coach or residents see them", required=False)

    def clean_phone(self) -> str:
        """A number that can be dialled."""
        return _number(self.cleaned_data["phone"])

    def clean_pager(self) -> str:
        """A number that can be dialled."""
        return _number(self.cleaned_data["pager"])

    def clean_pronouns(self) -> str:
        """Words, without line breaks."""
        return " ".join(str(self.cleaned_data["pronouns"]).split())

    def contact(self) -> Contact:
        """What a valid form says."""
        return Contact(**self.cleaned_data)


_NUMBER = re.compile(r"^\+?[0-9().\-/\s*#]+(?:(?:ext\.?|x|#)\s*[0-9]{1,6})?$", re.IGNORECASE)


def _number(text: str) -> str:
    said = " ".join(text.split())
    if not said:
        return ""
    digits = sum(sign.isdigit() for sign in said)
    if not _NUMBER.match(said):
        raise forms.ValidationError(
            "Write digits, spaces, ( ) . - and + alone, with “ext 7” for an extension: (212) 555-0142 ext 7."
        )
    if not FEWEST_DIGITS <= digits <= MOST_DIGITS:
        raise forms.ValidationError(
            f"A number has {FEWEST_DIGITS} to {MOST_DIGITS} digits; this has {digits}. Write it anew."
        )
    return said
