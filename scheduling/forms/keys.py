"""Rows that a page names by their primary keys."""

from typing import Any

from django import forms

from scheduling.models.keys import LARGEST_KEY, is_key

LONGEST = len(str(LARGEST_KEY))


class KeysField(forms.Field):
    """As many keys as were sent, at most ``most``; what names no row is left out."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.most = most

    def clean(self, value: Any) -> list[int]:
        """The keys."""
        said = [str(one) for one in (value or [])[: self.most]]
        numbers = [int(text) for text in said if text.isdecimal() and len(text) <= LONGEST]
        return [number for number in numbers if is_key(number)]
