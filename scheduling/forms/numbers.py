"""Telephones and pagers as people write them; what could not be dialled is refused."""

import re
from typing import Any

from django import forms

FEWEST_DIGITS, MOST_DIGITS = 3, 20
_NUMBER = re.compile(r"^\+?[0-9().\-/\s*#]+(?:(?:ext\.?|x|#)\s*[0-9]{1,6})?$", re.IGNORECASE)


class NumbersForm(forms.Form):
    """For forms that have a ``phone`` and a ``pager``."""

    cleaned_data: dict[str, Any]

    def clean_phone(self) -> str:
        """A number that can be dialled."""
        return _number(self.cleaned_data["phone"])

    def clean_pager(self) -> str:
        """A number that can be dialled."""
        return _number(self.cleaned_data["pager"])


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
