"""What the publish page sends and which of its views is asked for."""

from typing import Any

from django import forms

from scheduling.forms.keys import KeysField

MOST_LEFT_OUT = 1000
REASON_LENGTH = 300


class PublishForm(forms.Form):
    """The edition that the page showed, the version it compared with (0: none), and what is to become of late changes."""

    edition = forms.IntegerField(min_value=1)
    against = forms.IntegerField(min_value=0)
    late_reason = forms.CharField(max_length=REASON_LENGTH, required=False)
    leave_out = forms.BooleanField(required=False)
    without = KeysField(most=MOST_LEFT_OUT)
    change_past = forms.BooleanField(required=False)


class PublishPageForm(forms.Form):
    """How to show the changes, without whose late ones, and as whom to read the notice; nonsense is left out."""

    view = forms.ChoiceField(
        choices=[("people", "People"), ("calendar", "Calendar"), ("grid", "Grid")], required=False
    )
    read = forms.CharField(max_length=60, required=False)
    without = KeysField(most=MOST_LEFT_OUT)

    def said(self) -> dict[str, Any]:
        """The choices made, with the usual ones in place of the others."""
        self.is_valid()
        return {
            "view": self.cleaned_data.get("view") or "people",
            "read": self.cleaned_data.get("read") or "",
            "without": frozenset(self.cleaned_data.get("without") or ()),
        }
