"""What the page of a section sends beside its fields."""

from django import forms

LONGEST_SEEN = 200_000


class SectionForm(forms.Form):
    """What was seen, which change was looked at before, whether to save, and the request's own key."""

    seen = forms.CharField(max_length=LONGEST_SEEN)
    looked_at = forms.CharField(required=False, max_length=64)
    save = forms.BooleanField(required=False)
    key = forms.UUIDField()
