"""What to look for in the trail; anything that makes no sense is left out, not refused."""

from typing import Any

from django import forms

from connectedness.trail.kinds import EventKind


class TrailForm(forms.Form):
    """Who, what, whose, from when to when, and any word."""

    who = forms.CharField(label="Who", max_length=80, required=False)
    what = forms.ChoiceField(label="What", choices=[("", "Anything"), *EventKind.choices], required=False)
    whose = forms.CharField(label="Whose", max_length=80, required=False)
    first = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label="To", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    text = forms.CharField(label="Any word", max_length=80, required=False)

    def said(self) -> dict[str, Any]:
        """What was asked for, without what was left empty or cannot be."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
