"""What the address of the block schedule may ask for; anything that makes no sense is left out, not refused."""

from typing import Any

from django import forms
from django.http import QueryDict

from scheduling.selectors.block_schedule import RowOrder


class BlocksForm(forms.Form):
    """In which order, and whose list on a phone."""

    sort = forms.ChoiceField(choices=[(order.value, order.value) for order in RowOrder], required=False)
    resident = forms.IntegerField(min_value=1, required=False)

    def said(self) -> dict[str, Any]:
        """The choices made, with the usual ones in place of the others."""
        self.is_valid()
        found = self.cleaned_data
        return {"sort": RowOrder(found.get("sort") or RowOrder.PGY), "resident": found.get("resident")}


def keys_in(query: QueryDict, name: str) -> set[int]:
    """The keys that a query names, several under one name."""
    return {int(text) for text in query.getlist(name) if text.isascii() and text.isdigit() and len(text) < 19}
